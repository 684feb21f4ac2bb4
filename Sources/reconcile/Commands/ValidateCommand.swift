import ArgumentParser
import Diagnostics
import Loading
import Platform
import Reporting
import Resources

struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Check the files of environments, or single files, without asking AWS.",
    discussion: """
      A file of an environment is checked with all that surrounds it; any other with those that lie beside it and are
      named, too, such as a service with its task definition.

      EXAMPLE: reconcile validate envs/staging
      """)

  @Argument(
    help: ArgumentHelp(
      "Directory of an environment, or a file; without one, the current directory.", valueName: "environment-or-file"),
    completion: .file())
  var paths: [String] = []

  @Flag(help: "List the rules that are checked.")
  var rules = false

  @OptionGroup var strictness: StrictnessOptions
  @OptionGroup var policy: PolicyOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await Session.run(output, policy: policy) { session in
      guard !rules else {
        session.print(text: Message(rendered: RuleList.text(style: session.style)), json: RuleList.lines)
        return .done
      }
      let checks = Check.all(paths.isEmpty ? ["."] : paths.map(EnvironmentOptions.trimmed), try session.loader())
      let found = checks.flatMap(\.findings)
      // Several files of one environment share what is found in its own.
      let findings = session.report(found.withoutRepetitions, strictness)
      session.print(
        text: Message(lines: checks.compactMap { $0.summary(strictness) }),
        json: [MachineFormat.validation(findings, silenced: checks.reduce(0) { $0 + $1.silenced })])
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

  static func all(_ paths: [String], _ loader: EnvironmentLoader) -> [Check] {
    let files = paths.filter(isFile)
    let found = Dictionary(
      zip(files, loader.load(files: files)).map { ($0, $1.diagnostics) }, uniquingKeysWith: { first, _ in first })
    return paths.map { path in found[path].map { Check(path: path, findings: $0) } ?? Check(environment: path, loader) }
  }

  /// What does not exist is taken for what its name says.
  private static func isFile(_ path: String) -> Bool {
    FileSystem.kind(path) == nil ? path.hasSuffix(".json") : FileSystem.isReadable(path)
  }

  private init(path: String, findings: [Diagnostic]) {
    self.path = path
    self.findings = findings
  }

  private init(environment path: String, _ loader: EnvironmentLoader) {
    self.path = path
    let result = loader.load(path)
    (silenced, environment) = (result.silenced, result.environment)
    findings = result.diagnostics.map { finding in
      guard finding.code == "environment-file-missing" else { return finding }
      var finding = finding
      finding.details.append("Files that belong to no environment are named one by one: reconcile validate \(path)/*.json")
      return finding
    }
  }

  /// Nil when there is an error.
  func summary(_ strictness: StrictnessOptions) -> String? {
    guard !(strictness.strict ? findings.strict : findings).hasErrors else { return nil }
    guard let environment else { return "\(path) is valid." }
    let count = environment.desired.resources.count
    let accepted = silenced == 0 ? "" : "; \(silenced) \(silenced == 1 ? "finding is" : "findings are") silenced"
    let images = environment.images.count
    return
      "\(path) is valid: \(count) \(count == 1 ? "resource" : "resources"), \(images) \(images == 1 ? "image" : "images")\(accepted)."
  }
}
