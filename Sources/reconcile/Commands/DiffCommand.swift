import ArgumentParser
import Diagnostics
import JSONDocument
import Loading
import Planning
import Platform
import Reporting
import Resources

struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare two documents by what they mean to ECS: files, or what describe calls printed. Asks nobody.",
    discussion: """
      A document is a file as people write it, or the answer of describe-task-definition, describe-services,
      describe-clusters, describe-repositories, describe-log-groups, get-lifecycle-policy or get-repository-policy;
      "-" stands for stdin. Git may call it, too: git config diff.ecs.command "reconcile diff".

      EXAMPLE: aws ecs describe-services --cluster main --services api | reconcile diff envs/prod/services/api.json -
      """)

  @Argument(
    help: ArgumentHelp("The two documents, or the seven arguments that Git gives.", valueName: "document"), completion: .file())
  var documents: [String] = []

  @Option(
    help: ArgumentHelp(
      "What the documents describe, when they do not tell: \(LooseKind.names.joined(separator: ", ")).", valueName: "kind"))
  var kind: LooseKind?

  @Flag(name: .customLong("detailed-exitcode"), help: "Exit with 2 when there are differences.")
  var detailedExitcode = false

  @OptionGroup var sensitivity: SensitivityOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try sensitivity.check(output)
    guard GitArguments(documents) == nil else { return }
    guard documents.count == 2 else {
      throw ValidationError("Name two documents to compare; this is \(documents.count).")
    }
    if documents == ["-", "-"] { throw ValidationError("Only one of the two documents can come from stdin.") }
  }

  func run() async throws {
    try await Session.run(output) { session in
      if let git = GitArguments(documents) { return try GitDiff(arguments: git, kind: kind).run(session, self) }
      let sides = try documents.map(Self.side)
      let pairing = LoosePairing(sides[0], sides[1], kind: kind)
      session.report(pairing.diagnostics)
      guard !pairing.diagnostics.hasErrors else { return .error }
      return conclude(pairing.differences(sides.map(\.title)), session)
    }
  }

  func conclude(_ differences: [Difference], _ session: Session) -> ExitStatus {
    session.print(
      text: Message(
        rendered: DifferenceText(style: session.style, revealsAll: sensitivity.showSensitive).text(differences)),
      json: DifferenceJSON.lines(differences))
    return detailedExitcode && !differences.allSatisfy(\.isEqual) ? .changesPresent : .done
  }

  private static func side(_ argument: String) throws -> StandaloneSide {
    guard argument == "-" else { return StandaloneSide(.file(argument), title: argument) }
    do {
      return StandaloneSide(.text(try FileSystem.readStandardInput(), name: "stdin"), title: "stdin")
    } catch {
      throw Failure(
        "stdin-unreadable", "nothing can be read from stdin: \(error.reason)",
        next: "give the document to stdin, as in `aws ecs describe-services … | reconcile diff FILE -`, or name two files")
    }
  }
}

extension LooseKind: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

extension LoosePairing {
  func differences(_ titles: [String]) -> [Difference] {
    pairs.map { pair in
      let names = [(titles[0], pair.before), (titles[1], pair.after)].map { title, document in
        pair.isFilledIn && document?.isAnswer == false ? "\(title) (as its environment fills it in)" : title
      }
      let comparison = StandaloneComparison(
        pair.kind, before: pair.before?.attributes ?? [:], after: pair.after?.attributes ?? [:], authority: pair.authority)
      let outcome = comparison.outcome()
      return Difference(
        kind: pair.kind, name: pair.name, titles: (names[0], names[1]),
        state: pair.before == nil ? .added : pair.after == nil ? .removed : .compared, fields: outcome.fields,
        open: outcome.open)
    }
  }
}

extension LoosePairing.Pair {
  /// The file's fields count against what AWS answered; two documents of one sort count alike.
  fileprivate var authority: StandaloneComparison.Authority {
    guard let before, let after, before.isAnswer != after.isAnswer, before.onlyMember == nil, after.onlyMember == nil else {
      return .both
    }
    return before.isAnswer ? .after : .before
  }
}
