import ArgumentParser
import Engine
import Loading
import Planning
import Platform
import Recording
import Releasing
import Reporting
import Resources

struct ApproveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Write down that you have looked at a plan and agree to it. Changes nothing that runs.",
    discussion: """
      EXAMPLE: reconcile approve prod.plan

      For environments whose environment.json asks for approvals of other persons than the one who made the plan.
      """)

  @Argument(
    help: ArgumentHelp(
      "Directory of an environment, whose plan is made now, or a plan saved by `plan -out`.", valueName: "environment-or-plan"),
    completion: .file())
  var subject: String
  @Option(
    name: .customLong("chdir"),
    help: ArgumentHelp(
      "With a saved plan: look at it in this checkout of the same files, instead of where it was made.", valueName: "dir"),
    completion: .directory)
  var chdir: String?
  @Option(
    help: ArgumentHelp(
      "Approve of what a refusal named by this digest, which you have seen elsewhere: a rollback, a redeployment, a task.",
      valueName: "digest"))
  var digest: String?
  @Option(help: ArgumentHelp("Why, for the history.", valueName: "text"))
  var reason: String?
  @Flag(name: .customLong("auto-approve"), help: "Do not ask.")
  var autoApprove = false
  @OptionGroup var state: StateOptions
  @OptionGroup var locking: LockingOptions
  @OptionGroup var planning: PlanningOptions
  @OptionGroup var output: OutputOptions

  private var path: String { EnvironmentOptions.trimmed(subject) }
  private var isSaved: Bool { FileSystem.isReadable(path) }

  func validate() throws {
    try planning.sensitivity.check(output)
    if chdir != nil, !isSaved { throw ValidationError("-chdir says where a saved plan is looked at, and \(path) is no file.") }
    guard let digest else { return }
    if isSaved { throw ValidationError("-digest stands for a plan, and so does \(path).") }
    let isDigest = (ProtectionJudge.shownDigits...64).contains(digest.utf8.count) && digest.utf8.allSatisfy(Self.isDigit)
    if !isDigest { throw ValidationError("A digest is \(ProtectionJudge.shownDigits) or more of the digits 0-9 and a-f.") }
  }

  func run() async throws {
    try await Session.run(output, state: state, directory: path) { session in
      let saved = try isSaved ? SavedPlan.read(path) : nil
      let directory = try saved.map { try PlanPlace(plan: $0, path: path, chosen: chdir).directory() } ?? path
      let reconciler = try session.open(directory, planning.strictness)
      defer { planning.notifyOfCalls(reconciler, session) }
      return try await reconciler.holdingLock(locking.attempt(Approvals.operation, session) { session.notify($0) }) { _ in
        guard let (deed, summary) = try await deed(saved, reconciler, session) else { return .done }
        try ask(session)
        var run = session.run(Approvals.operation)
        (run.deed, run.reason) = (deed, reason)
        let number = try await reconciler.note(run, summary)
        let text = ApprovalText(run: number.number, who: run.who, deed: deed, summary: summary)
        session.print(text: Message(rendered: text.text), json: [text.line])
        return .done
      }
    }
  }

  /// What is approved of, with one line about it; nil when there is nothing to do.
  private func deed(
    _ saved: Plan?, _ reconciler: Reconciler, _ session: Session
  ) async throws -> (digest: String, summary: String)? {
    if let digest { return (digest, "a plan that was shown elsewhere") }
    let plan: Plan
    if let saved {
      plan = try await reconciler.confirm(saved)
    } else {
      plan = try await reconciler.plan(planning.options(reconciler))
    }
    session.print(plan, planning.sensitivity)
    if plan.isEmpty { return nil }
    let counts = plan.counts
    return (
      Reconciler.deed(saved ?? plan), "\(counts.add) to add, \(counts.change) to change, \(counts.destroy) to destroy"
    )
  }

  private func ask(_ session: Session) throws {
    if autoApprove { return }
    guard ApprovalOptions.canAsk, session.format == .text else {
      throw Failure(
        "approval-needed", "nobody can be asked here whether the plan is approved of", details: ["Nothing was written down."],
        next: "run it on a terminal, or add -auto-approve")
    }
    let question = "Do you approve of this plan?\n  It is written into the history under your name. Only 'yes' will be accepted."
    guard ApprovalOptions.reads("yes", to: question, session) else {
      throw Failure("not-approved", "the plan was not approved", details: ["Nothing was written down."])
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}
