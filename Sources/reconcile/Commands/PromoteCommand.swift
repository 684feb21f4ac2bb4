import ArgumentParser
import Diagnostics
import Engine
import Loading
import Planning
import Recording
import Releasing
import Reporting
import Resources

struct PromoteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "promote", abstract: "Write the tags of one environment into the tag map of another one, and plan that.",
    discussion: """
      EXAMPLE: reconcile promote envs/staging envs/prod

      Refused is a tag that never completed in the source, one that is missing or another image in the target's registry, and
      one that is older than what the target has.
      """)

  @Argument(help: ArgumentHelp("Directory of the environment whose tags are taken.", valueName: "source"), completion: .directory)
  var source: String
  @Argument(help: ArgumentHelp("Directory of the environment that gets them.", valueName: "target"), completion: .directory)
  var target: String

  @Option(
    name: .customLong("image"), help: ArgumentHelp("Only this image; may be repeated.", valueName: "key"))
  var images: [String] = []
  @Option(
    help: ArgumentHelp("Promote in spite of what speaks against it; the reason is written into the history.", valueName: "reason")
  )
  var force: String?
  @Flag(
    name: [.customLong("dry-run"), .customShort("n")], help: "Plan with the tags as if they were written, and write nothing.")
  var isDry = false

  @OptionGroup var state: StateOptions
  @OptionGroup var locking: LockingOptions
  @OptionGroup var planning: PlanningOptions
  @OptionGroup var output: OutputOptions

  private var sourceDirectory: String { EnvironmentOptions.trimmed(source) }
  private var targetDirectory: String { EnvironmentOptions.trimmed(target) }

  func validate() throws {
    try planning.sensitivity.check(output)
    if force?.allSatisfy(\.isWhitespace) == true { throw ValidationError("-force needs a reason in words.") }
  }

  func run() async throws {
    try await Session.run(output, state: state, directory: targetDirectory) { session in
      let from = try session.openTags(sourceDirectory)
      let to = try session.openTags(targetDirectory)
      let promotion = try await to.promotion(from: from, keys: try keys(to.environment))
      let text = PromotionText(promotion, style: session.style)
      session.print(text: Message(rendered: text.text), json: text.lines(isForced: force != nil))
      guard !session.report(promotion.findings(isForced: force != nil), nil).hasErrors else {
        session.notify("Nothing was written.\n")
        return .error
      }
      let writer = TagMapWriter(try session.loader(), targetDirectory)
      let edit = try writer.checkedEdit(to.environment, setting: promotion.tags)
      if !isDry { try await write(edit, promotion, to, session) }
      return try await plan(edit, session)
    }
  }

  private func keys(_ environment: LoadedEnvironment) throws -> Swift.Set<String>? {
    guard !images.isEmpty else { return nil }
    return try Swift.Set(images.map { try environment.imageKey($0) })
  }

  private func write(_ edit: TagMapEdit, _ promotion: Promotion, _ target: Reconciler, _ session: Session) async throws {
    guard !edit.isEmpty else { return }
    let write = { guard try edit.write() else { throw ReleaseProblem.mapMoved(path: edit.path) } }
    if let force, promotion.hasObjections {
      var run = session.run("promote")
      run.reason = force
      let tags = promotion.tags.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      try await target.noting(run, locking.attempt("promote", session) { session.notify($0) }) {
        try write()
        return "promoted from \(promotion.source) in spite of what spoke against it: \(tags)"
      }
    } else {
      try write()
    }
    session.notify("\(edit.path) is written.\n\n")
  }

  private func plan(_ edit: TagMapEdit, _ session: Session) async throws -> ExitStatus {
    let reconciler = try session.open(targetDirectory, planning.strictness, with: isDry ? edit : nil)
    defer { planning.notifyOfCalls(reconciler, session) }
    let plan = try await reconciler.plan(planning.options(reconciler))
    session.print(plan, planning.sensitivity)
    guard try await planning.allows(plan, reconciler, session, isForNow: false, asksSource: false) else { return .error }
    if !plan.isEmpty, !isDry {
      let next = RepeatedCommand("apply", targetDirectory).with(planning.repeated + state.repeated)
      session.suggest("\nTo perform these actions: \(next)")
    }
    return .done
  }
}
