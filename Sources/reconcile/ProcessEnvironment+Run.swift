import Platform
import Recording

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the program knows of the place it runs in: who, in which CI run, and for which source commit.
extension ProcessEnvironment {
  /// `user@host`; in CI the person who started the run, when it says so.
  var who: String {
    let person = self[.who] ?? ContinuousIntegration.all.lazy.flatMap(\.person).compactMap { self[$0] }.first
    guard let person else { return "\(user)@\(host)" }
    return person.contains("@") ? person : "\(person)@\(host)"
  }

  /// Address of the CI run.
  var runURL: String? {
    self[.runURL] ?? ContinuousIntegration.all.lazy.compactMap { $0.url { self[$0] } }.first
  }

  /// The commit whose files are applied, as the CI run says.
  var sourceCommit: String? {
    self[.sourceCommit] ?? ContinuousIntegration.all.lazy.flatMap(\.commit).compactMap { self[$0] }.first
  }

  /// Hints of next commands are for people; a wrapper says that there is none.
  var isAutomation: Bool { self[.inAutomation] != nil || self["TF_IN_AUTOMATION"] != nil }

  /// `NO_COLOR` (no-color.org) and dumb terminals switch colours off, `FORCE_COLOR` and `CLICOLOR_FORCE` on.
  func usesColour(on stream: Stream) -> Bool {
    if self["NO_COLOR"] != nil { return false }
    if let force = self["FORCE_COLOR"] ?? self["CLICOLOR_FORCE"] { return force != "0" }
    return stream.isTerminal && self["TERM"] != "dumb"
  }

  /// The terminal can move its cursor, so that lines may be drawn again.
  func canRedraw(_ stream: Stream) -> Bool {
    stream.isTerminal && self["TERM"] != "dumb" && self["CI"] == nil
  }

  func lockRequest(_ operation: String) -> LockRequest {
    LockRequest(operation: operation, who: who, host: host, pid: getpid(), runURL: runURL)
  }

  static var now: Timestamp { Recording.SystemClock.now() }
}
