package import Applying
import JSONDocument
import Programs
package import Resources

/// Runs checks with programs: commands as they are, addresses with `curl`.
package struct ProgramCheckRunner: CheckRunner {
  private let curl: String
  private let pause: @Sendable (Duration) async -> Void

  /// `pause` is how time passes between two attempts.
  package init(
    curl: String = "curl", pause: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }
  ) {
    self.curl = curl
    self.pause = pause
  }

  package func run(_ check: RolloutCheck, in environment: EnvironmentIdentity) async -> CheckResult {
    var attempt = 1
    while true {
      let result = await once(check, environment)
      if Task.isCancelled { return .interrupted }
      switch result {
      case .passed, .interrupted: return result
      case .failed(let problem, let output):
        guard attempt < check.attempts else {
          return .failed(problem: attempt == 1 ? problem : "\(problem) (\(attempt) attempts)", output: output)
        }
      }
      attempt += 1
      await pause(.seconds(check.interval))
      if Task.isCancelled { return .interrupted }
    }
  }

  private func once(_ check: RolloutCheck, _ environment: EnvironmentIdentity) async -> CheckResult {
    switch check.probe {
    case .http(let status, let values): await ask(check, status, values)
    case .command(let words): await command(words, check, environment)
    }
  }

  // MARK: Commands

  /// The command begins in the environment's directory and finds there what it is about in its variables.
  private func command(_ words: [String], _ check: RolloutCheck, _ environment: EnvironmentIdentity) async -> CheckResult {
    var variables = ["RECONCILE_ENVIRONMENT": environment.name, "RECONCILE_SERVICE": check.service]
    variables["RECONCILE_TAG"] = check.tag
    variables["RECONCILE_URL"] = check.url
    var program = ProgramRun(words.first ?? "", Array(words.dropFirst()))
    program.variables = variables.mapValues { $0 }
    program.directory = environment.directory
    let ending = await program.run(timeout: .seconds(check.timeout))
    switch ending {
    case .exit(0, _, _): return .passed
    case .exit(let code, let output, let errors):
      return .failed(problem: "\(check.name) ended with exit code \(code)", output: Self.tail(output, errors))
    case .signal(let signal, let output, let errors):
      return .failed(problem: "\(check.name) was ended by signal \(signal)", output: Self.tail(output, errors))
    case .timedOut: return .failed(problem: "\(check.name) did not end within \(check.timeout) s", output: [])
    case .missing: return .failed(problem: "\(check.name) could not be run: it is not there, or not executable", output: [])
    case .notStarted(let reason): return .failed(problem: "\(check.name) could not be run: \(reason)", output: [])
    }
  }

  private static func tail(_ output: String, _ errors: String) -> [String] {
    let lines = [output, errors].flatMap { $0.split(separator: "\n").map(String.init) }
    return Array(lines.suffix(20))
  }

  // MARK: Addresses

  /// Redirects are not followed: they are answers. curl writes the status on a line after the body. The address may hold a
  /// password, so it goes in as a line of configuration, where nobody sees it among the arguments.
  private func ask(_ check: RolloutCheck, _ status: Int, _ values: [RolloutCheck.Expectation]) async -> CheckResult {
    let url = check.url ?? ""
    var program = ProgramRun(
      curl,
      [
        "--disable", "--silent", "--show-error", "--globoff", "--proto", "=http,https", "--max-time", "\(check.timeout)",
        "--max-filesize", "1048576", "--write-out", "\n%{http_code}", "--config", "/dev/stdin",
      ])
    program.input = Self.configuration(url)
    switch await program.run(timeout: .seconds(check.timeout + 5)) {
    case .exit(0, let answer, _): return Self.judge(answer, url, status, values)
    case .exit(_, _, let errors):
      let words = errors.split(separator: "\n").last.map(String.init) ?? "no answer"
      return .failed(problem: "GET \(url): \(words)", output: [])
    case .signal, .timedOut: return .failed(problem: "GET \(url): no answer within \(check.timeout) s", output: [])
    case .missing: return .failed(problem: "GET \(url): \(curl) could not be run: it is not there", output: [])
    case .notStarted(let reason): return .failed(problem: "GET \(url): \(curl) could not be run: \(reason)", output: [])
    }
  }

  /// curl's man page, "-K, --config": in quotes, `\\` and `\"` stand for themselves.
  private static func configuration(_ url: String) -> String {
    let written = url.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.map { scalar in
      scalar == "\\" || scalar == "\"" ? "\\\(scalar)" : "\(scalar)"
    }
    return "url = \"\(written.joined())\"\n"
  }

  private static func judge(
    _ answer: String, _ url: String, _ status: Int, _ values: [RolloutCheck.Expectation]
  ) -> CheckResult {
    let end = answer.lastIndex(of: "\n") ?? answer.startIndex
    let code = answer[end...].dropFirst()
    guard Int(code) == status else { return .failed(problem: "GET \(url) answered \(code); \(status) is expected", output: []) }
    guard !values.isEmpty else { return .passed }
    guard let body = try? JSON(text: String(answer[..<end])) else {
      return .failed(problem: "GET \(url) did not answer JSON", output: [])
    }
    for expected in values {
      let found = JSONPointer(expected.pointer).value(in: body)
      guard found == expected.value else {
        let shown = found.map { String($0.text().prefix(200)) } ?? "missing"
        return .failed(
          problem: "\(expected.pointer) of \(url) is \(shown); \(expected.value.text()) is expected", output: [])
      }
    }
    return .passed
  }
}

/// A place in a document: `/build/tags/0` (RFC 6901).
struct JSONPointer {
  private let steps: [String]

  init(_ text: String) {
    steps = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
      String($0).replacing("~1", with: "/").replacing("~0", with: "~")
    }
  }

  func value(in document: JSON) -> JSON? {
    steps.reduce(Optional(document)) { value, step in
      guard let elements = value?.arrayValue else { return value?[step] }
      guard let index = Int(step), elements.indices.contains(index) else { return nil }
      return elements[index]
    }
  }
}
