import Recording

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the program knows of the place it runs in: who, where, in which CI run, and for which source commit.
struct ProcessEnvironment {
  let variables: [String: String]
  let user: String
  let host: String

  static func current() -> ProcessEnvironment {
    var variables: [String: String] = [:]
    var entry = environ
    while let pointer = entry.pointee {
      let parts = String(cString: pointer).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
      entry += 1
    }
    return ProcessEnvironment(variables: variables, user: accountName(), host: hostName())
  }

  private static func accountName() -> String {
    guard let entry = getpwuid(getuid()) else { return "uid-\(getuid())" }
    return String(cString: entry.pointee.pw_name)
  }

  private static func hostName() -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "unknown-host" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// `user@host`; in CI the person who started the run, when it says so.
  var who: String {
    let person = value("RECONCILE_WHO") ?? ContinuousIntegration.all.lazy.flatMap(\.person).compactMap(value).first
    guard let person else { return "\(user)@\(host)" }
    return person.contains("@") ? person : "\(person)@\(host)"
  }

  /// Address of the CI run.
  var runURL: String? {
    value("RECONCILE_RUN_URL") ?? ContinuousIntegration.all.lazy.compactMap { $0.url(value) }.first
  }

  /// The commit whose files are applied, as the CI run says.
  var sourceCommit: String? {
    value("RECONCILE_SOURCE_COMMIT") ?? ContinuousIntegration.all.lazy.flatMap(\.commit).compactMap(value).first
  }

  /// Hints of next commands are for people; a wrapper says that there is none.
  var isAutomation: Bool { value("RECONCILE_IN_AUTOMATION") != nil || value("TF_IN_AUTOMATION") != nil }

  /// `NO_COLOR` (no-color.org) and dumb terminals switch colours off, `FORCE_COLOR` and `CLICOLOR_FORCE` on.
  func usesColour(on stream: Stream) -> Bool {
    if value("NO_COLOR") != nil { return false }
    if let force = value("FORCE_COLOR") ?? value("CLICOLOR_FORCE") { return force != "0" }
    return stream.isTerminal && value("TERM") != "dumb"
  }

  /// The terminal can move its cursor, so that lines may be drawn again.
  func canRedraw(_ stream: Stream) -> Bool {
    stream.isTerminal && value("TERM") != "dumb" && value("CI") == nil
  }

  func value(_ name: String) -> String? {
    variables[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  func lockRequest(_ operation: String) -> LockRequest {
    LockRequest(operation: operation, who: who, host: host, pid: getpid(), runURL: runURL)
  }

  static var now: Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(seconds: Int64(time.tv_sec))
  }
}
