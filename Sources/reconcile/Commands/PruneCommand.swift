import Applying
import ArgumentParser
import Diagnostics
import Engine
import Loading
import Platform
import Providers
import Recording
import Releasing
import Reporting
import Resources

struct PruneCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune", abstract: "Deregister old revisions that nobody needs to go back to.",
    discussion: """
      EXAMPLE: reconcile prune -n envs/prod

      What runs, what is recorded, and of each family the last revisions that were rolled out to the end (keepRevisions of \
      environment.json) stay, and so does what others registered. Images are never deleted.
      """)

  @OptionGroup var environmentOptions: EnvironmentOptions
  @Flag(name: [.customLong("dry-run"), .customShort("n")], help: "Show what would go, and deregister nothing.")
  var isDry = false
  @Option(help: ArgumentHelp("Why, for the history.", valueName: "text"))
  var reason: String?
  @OptionGroup var approval: ApprovalOptions
  @OptionGroup var locking: LockingOptions
  @OptionGroup var output: OutputOptions

  private var directory: String { environmentOptions.directory }

  func run() async throws {
    try await Session.run(output, state: environmentOptions.state, directory: directory) { session in
      let reconciler = try session.open(directory, onlyLooking: isDry)
      if isDry {
        _ = try await look(reconciler, session)
        return .done
      }
      return try await locking.lockedFirst(session, reconciler, operation: "prune", when: true) { _ in
        let pruning = try await look(reconciler, session)
        if pruning.isEmpty { return .done }
        let clearance = try await approval.agree(toPruning: pruning, reconciler, session)
        var run = session.run("prune")
        (run.reason, run.deed, run.windowOverride) = (reason, clearance.deed, clearance.windowOverride)
        return try conclude(try await reconciler.prune(pruning, run), of: pruning, session)
      }
    }
  }

  private func look(_ reconciler: Reconciler, _ session: Session) async throws -> Pruning {
    let keep = reconciler.environment.settings.keepRevisions
    let pruning = try await reconciler.pruning(keeping: keep)
    let text = PruneText(pruning, environment: reconciler.environment.desired.environment.name, keep: keep)
    session.print(text: Message(rendered: text.text), json: text.lines)
    return pruning
  }

  private func conclude(_ report: RevisionPruner.Report, of pruning: Pruning, _ session: Session) throws -> ExitStatus {
    session.print(Message(rendered: "\n" + PruneText.end(done: report.done.count, of: pruning.going.count)))
    if let problem = report.problem { throw EngineError.provider(problem) }
    return report.done.count == pruning.going.count ? .done : .interrupted
  }
}
