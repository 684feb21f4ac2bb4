import ArgumentParser
import Diagnostics
import Loading
import Reporting
import Resources

struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Check the files of environments, or single files, without asking AWS.",
    discussion: """
      A file of an environment is checked with all that surrounds it, any other file by itself.

      EXAMPLE: reconcile validate envs/staging
      """)

  @Argument(
    help: ArgumentHelp("Directory of an environment, or a file.", valueName: "environment-or-file"), completion: .file())
  var paths: [String] = []

  @Flag(help: "List the rules that are checked.")
  var rules = false

  @OptionGroup var strictness: StrictnessOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if paths.isEmpty, !rules { throw ValidationError("Missing expected argument '<environment-or-file>'") }
  }

  func run() async throws {
    try await Session.run(output) { session in
      guard !rules else {
        if session.isJSON { session.say(RuleList.lines) } else { session.answer(RuleList.text(style: session.style)) }
        return .done
      }
      let checks = paths.map { Check(EnvironmentOptions.trimmed($0)) }
      let found = checks.flatMap(\.findings)
      // Several files of one environment share what is found in its own.
      let findings = session.say(found.indices.filter { !found[..<$0].contains(found[$0]) }.map { found[$0] }, strictness)
      if session.isJSON {
        session.say(MachineFormat.validation(findings, silenced: checks.reduce(0) { $0 + $1.silenced }))
      } else {
        session.answer(checks.compactMap { $0.summary(strictness) }.joined())
      }
      return findings.hasErrors ? .error : .done
    }
  }
}

/// What was found at one path.
private struct Check {
  let path: String
  let findings: [Diagnostic]
  var silenced = 0
  private var environment: LoadedEnvironment?

  init(_ path: String) {
    self.path = path
    switch Files.kind(path) {
    case .absent where path.hasSuffix(".json"), .file: findings = EnvironmentLoader().load(file: path)
    case .directory, .absent:
      let result = EnvironmentLoader().load(path)
      (findings, silenced, environment) = (result.diagnostics, result.silenced, result.environment)
    }
  }

  /// Nil when there is an error.
  func summary(_ strictness: StrictnessOptions) -> String? {
    guard !(strictness.strict ? findings.strict : findings).hasErrors else { return nil }
    guard let environment else { return "\(path) is valid.\n" }
    let count = environment.desired.resources.count
    let accepted = silenced == 0 ? "" : "; \(silenced) \(silenced == 1 ? "finding is" : "findings are") silenced"
    return
      "\(path) is valid: \(count) \(count == 1 ? "resource" : "resources"), \(environment.images.count) images\(accepted).\n"
  }
}
