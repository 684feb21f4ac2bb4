/// How containers of an image behave. It is kept with the image, so that deployments can be staged as data: push an image
/// that fails in the wanted way, put its tag into the tag map, and apply.
///
/// Each has a short text form (`exit:1`, `platform:linux/arm64`), which is also how the cloud's file keeps it.
package enum ImageBehaviour: Sendable, Hashable {
  /// Starts and runs on.
  case runs
  /// Takes so many seconds from the start of its task until it runs.
  case startsSlowly(seconds: Int)
  /// Ends with this code as soon as it starts.
  case exits(code: Int)
  /// Runs, and never passes the health check of its container. Without a health check nobody notices.
  case neverHealthy
  /// Was built for this platform and no other: `linux/arm64`.
  case builtFor(platform: String)
  /// Runs well, and sets off the alarms of its deployment some time after it got traffic.
  case setsOffAlarms
  /// Asks for more than any place in the cluster has, so its task is never placed.
  case cannotBePlaced

  /// The text forms, for help and error messages.
  package static let forms = [
    "runs", "slow:SECONDS", "exit:CODE", "unhealthy", "platform:OS/ARCHITECTURE", "unplaceable", "alarm",
  ]

  /// Reads a text form; nil for any other text.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    switch (parts[0], parts.count == 2 ? parts[1] : nil) {
    case ("runs", nil): self = .runs
    case ("unhealthy", nil): self = .neverHealthy
    case ("unplaceable", nil): self = .cannotBePlaced
    case ("alarm", nil): self = .setsOffAlarms
    case ("slow", let value?):
      guard let seconds = Int(value), (0...86400).contains(seconds) else { return nil }
      self = .startsSlowly(seconds: seconds)
    case ("exit", let value?):
      guard let code = Int(value), (0...255).contains(code) else { return nil }
      self = .exits(code: code)
    case ("platform", let value?):
      let names = value.split(separator: "/", omittingEmptySubsequences: false)
      guard names.count == 2, names.allSatisfy({ !$0.isEmpty }) else { return nil }
      self = .builtFor(platform: value)
    default: return nil
    }
  }

  package var text: String {
    switch self {
    case .runs: "runs"
    case .startsSlowly(let seconds): "slow:\(seconds)"
    case .exits(let code): "exit:\(code)"
    case .neverHealthy: "unhealthy"
    case .builtFor(let platform): "platform:\(platform)"
    case .cannotBePlaced: "unplaceable"
    case .setsOffAlarms: "alarm"
    }
  }
}
