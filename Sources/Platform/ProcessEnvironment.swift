#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The variables of this process, and who runs it where. The only place that asks the system for either.
///
/// A value, so that whoever depends on a variable says so by taking one, and a test can hand over another:
///
///     ProcessEnvironment(overrides: ["AWS_PROFILE": nil, "TMPDIR": "/scratch"])
package struct ProcessEnvironment: Sendable {
  /// Set, or with nil removed, on top of the process's own variables: what a program that we start will see.
  let overrides: [String: String?]

  package init(overrides: [String: String?] = [:]) {
    self.overrides = overrides
  }

  /// Nil when the variable is missing or empty.
  package subscript(name: String) -> String? {
    let text = overrides[name] ?? getenv(name).map { String(cString: $0) }
    return text.flatMap { $0.isEmpty ? nil : $0 }
  }

  package subscript(variable: OwnVariable) -> String? { self[variable.rawValue] }

  /// Where files lie that end with the process.
  package var temporaryDirectory: String { self["TMPDIR"] ?? "/tmp" }

  /// Name of the account that the process runs under.
  package var user: String {
    guard let entry = getpwuid(getuid()) else { return "uid-\(getuid())" }
    return String(cString: entry.pointee.pw_name)
  }

  package var host: String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "unknown-host" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// The variables that are this program's own. `docs/environment-files.md` and the help say what they do.
package enum OwnVariable: String, CaseIterable, Sendable {
  /// The `-speed` of the served cloud that the calls go to.
  case cloudSpeed = "RECONCILE_CLOUD_SPEED"
  /// Hints of commands are left out.
  case inAutomation = "RECONCILE_IN_AUTOMATION"
  /// Seconds that a lock in a bucket outlives its last renewal.
  case lockLease = "RECONCILE_LOCK_LEASE"
  /// Names of variables that programs see which are started, beside those that they need.
  case passed = "RECONCILE_PASS"
  /// The file that says what environments may choose of where.
  case policy = "RECONCILE_POLICY"
  /// Address of the run in continuous integration.
  case runURL = "RECONCILE_RUN_URL"
  /// The scenario of a simulated cloud, for tests and drills.
  case simulation = "RECONCILE_SIMULATION"
  /// The commit whose files are applied.
  case sourceCommit = "RECONCILE_SOURCE_COMMIT"
  /// Folder of the state files.
  case stateDirectory = "RECONCILE_STATE_DIR"
  /// The person in locks and in the history.
  case who = "RECONCILE_WHO"
}
