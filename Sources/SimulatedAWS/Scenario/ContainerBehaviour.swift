/// How a container fares. It is kept with an image that was pushed, or said of some tasks by a scenario, so that rollouts
/// can be staged as data.
///
/// Each has a short text form (`exit:1`, `platform:linux/arm64`), the same wherever it is written.
package enum ContainerBehaviour: Sendable, Hashable {
  /// Starts and runs on.
  case runs
  /// Takes so many seconds from the start of its task until it runs.
  case startsSlowly(seconds: Int)
  /// Ends with this code: as soon as it starts, or after it ran for so many seconds.
  case exits(code: Int, after: Int = 0)
  /// Is killed for want of memory: as soon as it starts, or after so many seconds.
  case runsOutOfMemory(after: Int = 0)
  /// Runs, and AWS takes its spot capacity back after so many seconds.
  case isInterrupted(after: Int)
  /// Runs, and never passes the health check of its container. Without a health check nobody notices.
  case neverHealthy
  /// Runs, and answers the health checks of its load balancer with this status. Without a load balancer nobody notices.
  case answers(status: Int)
  /// Runs, and does not listen where its load balancer asks. Without a load balancer nobody notices.
  case neverAnswers
  /// Was built for this platform and no other: `linux/arm64`.
  case builtFor(platform: String)
  /// Never starts, for this reason.
  case cannotStart(StartFailure)
  /// Runs well, and sets off the alarms of its deployment some time after it got traffic.
  case setsOffAlarms
  /// Asks for more than any place in the cluster has, so its task is never placed.
  case cannotBePlaced

  /// The text forms, for help and error messages.
  package static let forms = [
    "runs", "slow:SECONDS", "exit:CODE", "exit:CODE@SECONDS", "out-of-memory", "out-of-memory@SECONDS",
    "spot-interruption@SECONDS", "unhealthy", "answers:STATUS", "no-answer", "platform:OS/ARCHITECTURE", "unplaceable",
    "alarm", "fails:REASON",
  ]

  private static let longest = 604_800

  /// Reads a text form; nil for any other text.
  package init?(_ text: String) {
    let timed = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let after = timed.count == 2 ? Int(timed[1]).flatMap { (0...Self.longest).contains($0) ? $0 : nil } : 0
    guard let after else { return nil }
    let parts = timed[0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    switch (parts[0], parts.count == 2 ? parts[1] : nil) {
    case ("exit", let value?):
      guard let code = Self.number(value, in: 0...255) else { return nil }
      self = .exits(code: code, after: after)
    case ("out-of-memory", nil): self = .runsOutOfMemory(after: after)
    case ("spot-interruption", nil) where timed.count == 2: self = .isInterrupted(after: after)
    case (let word, let value) where timed.count == 1: self.init(untimed: word, value)
    default: return nil
    }
  }

  private init?(untimed word: String, _ value: String?) {
    switch (word, value) {
    case ("runs", nil): self = .runs
    case ("unhealthy", nil): self = .neverHealthy
    case ("no-answer", nil): self = .neverAnswers
    case ("unplaceable", nil): self = .cannotBePlaced
    case ("alarm", nil): self = .setsOffAlarms
    case ("slow", let value?):
      guard let seconds = Self.number(value, in: 0...86400) else { return nil }
      self = .startsSlowly(seconds: seconds)
    case ("answers", let value?):
      guard let status = Self.number(value, in: 100...599) else { return nil }
      self = .answers(status: status)
    case ("fails", let value?):
      guard let failure = StartFailure(rawValue: value) else { return nil }
      self = .cannotStart(failure)
    case ("platform", let value?):
      let names = value.split(separator: "/", omittingEmptySubsequences: false)
      guard names.count == 2, names.allSatisfy({ !$0.isEmpty }) else { return nil }
      self = .builtFor(platform: value)
    default: return nil
    }
  }

  private static func number(_ text: String, in range: ClosedRange<Int>) -> Int? {
    Int(text).flatMap { range.contains($0) ? $0 : nil }
  }

  package var text: String {
    switch self {
    case .runs: "runs"
    case .startsSlowly(let seconds): "slow:\(seconds)"
    case .exits(let code, let after): after == 0 ? "exit:\(code)" : "exit:\(code)@\(after)"
    case .runsOutOfMemory(let after): after == 0 ? "out-of-memory" : "out-of-memory@\(after)"
    case .isInterrupted(let after): "spot-interruption@\(after)"
    case .neverHealthy: "unhealthy"
    case .answers(let status): "answers:\(status)"
    case .neverAnswers: "no-answer"
    case .builtFor(let platform): "platform:\(platform)"
    case .cannotStart(let failure): "fails:\(failure.rawValue)"
    case .cannotBePlaced: "unplaceable"
    case .setsOffAlarms: "alarm"
    }
  }
}

extension ContainerBehaviour {
  /// How it ends by itself.
  struct Ending: Equatable, Sendable {
    var stopCode: String
    var stoppedReason: String
    /// What is said of the container itself.
    var containerReason: String?
    var exitCode: Int
    /// Seconds that it runs; 0: it ends while it starts.
    var after: Double
  }

  /// Nil for a container that runs until it is stopped.
  var ending: Ending? {
    switch self {
    case .exits(let code, let after):
      Ending(
        stopCode: "EssentialContainerExited", stoppedReason: StopReason.essentialExited, exitCode: code, after: Double(after))
    case .runsOutOfMemory(let after):
      Ending(
        stopCode: "EssentialContainerExited", stoppedReason: StopReason.essentialExited,
        containerReason: StopReason.outOfMemory, exitCode: 137, after: Double(after))
    case .isInterrupted(let after):
      Ending(
        stopCode: "SpotInterruption", stoppedReason: StopReason.spotInterruption, exitCode: 143, after: Double(max(1, after)))
    case .runs, .startsSlowly, .neverHealthy, .answers, .neverAnswers, .builtFor, .cannotStart, .setsOffAlarms,
      .cannotBePlaced:
      nil
    }
  }

  /// What a load balancer's health check finds; nil where it is content.
  var targetTrouble: TargetTrouble? {
    switch self {
    case .answers(let status) where !(200...299).contains(status): .wrongStatus(status)
    case .neverAnswers: .timeout
    case .runs, .startsSlowly, .exits, .runsOutOfMemory, .isInterrupted, .neverHealthy, .answers, .builtFor, .cannotStart,
      .setsOffAlarms, .cannotBePlaced:
      nil
    }
  }
}

/// Why a load balancer calls a target unhealthy, in the words of DescribeTargetHealth (`TargetHealth` in its API reference).
enum TargetTrouble: Codable, Equatable, Sendable {
  case wrongStatus(Int)
  case timeout

  var code: String {
    switch self {
    case .wrongStatus: "Target.ResponseCodeMismatch"
    case .timeout: "Target.Timeout"
    }
  }

  var description: String {
    switch self {
    case .wrongStatus(let status): "Health checks failed with these codes: [\(status)]"
    case .timeout: "Request timed out"
    }
  }
}
