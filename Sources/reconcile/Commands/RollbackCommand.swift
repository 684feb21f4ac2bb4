import ArgumentParser
import Engine
import Loading
import Planning
import Platform
import Recording
import Releasing
import Reporting
import Resources

struct RollbackCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback", abstract: "Put back the tags of an earlier run that completed, and apply them.",
    discussion: """
      EXAMPLE: reconcile rollback envs/prod

      Without -to, it goes back to the last run that completed with other tags than the tag map has now. The tag map is
      written when the plan was agreed to.
      """)

  @OptionGroup var environmentOptions: EnvironmentOptions
  @Option(help: ArgumentHelp("Only the images of this service.", valueName: "name"))
  var service: String?
  @Option(
    help: ArgumentHelp(
      "Where to: the number of a run, such as 12; a time ago, such as 2h; or a tag.", valueName: "run-or-time-or-tag"))
  var to: String?
  @Option(help: ArgumentHelp("Why, for the history.", valueName: "text"))
  var reason: String?
  @OptionGroup var approval: ApprovalOptions
  @OptionGroup var pace: PaceOptions
  @OptionGroup var planning: PlanningOptions
  @OptionGroup var output: OutputOptions

  func validate() throws { try planning.sensitivity.check(output) }

  private var directory: String { environmentOptions.directory }

  func run() async throws {
    try await Session.run(
      output, state: environmentOptions.state, directory: directory, applying: "rollback"
    ) { session in
      let now = try session.open(directory, onlyLooking: true)
      let keys = try service.map { now.environment.imageKeys(of: try ServiceNames.service($0, in: now)) }
      let ledger = try await now.tagLedger()
      let rollback = try RollbackChoice(ledger, now.environment, keys: keys).rollback(to: aim, now: ProcessEnvironment.now)
      let text = RollbackText(rollback, directory: directory)
      session.print(text: Message(rendered: text.text), json: text.lines)
      let writer = TagMapWriter(try session.loader(), directory)
      let edit = try writer.checkedEdit(now.environment, setting: rollback.tags)
      return try await apply(edit, try session.open(directory, planning.strictness, with: edit), session)
    }
  }

  /// Under the lock, so that what is planned is what was looked at.
  private func apply(_ edit: TagMapEdit, _ reconciler: Reconciler, _ session: Session) async throws -> ExitStatus {
    defer { planning.notifyOfCalls(reconciler, session) }
    return try await pace.lockedFirst(session, reconciler, operation: "rollback", when: true) { isLocked in
      let plan = try await reconciler.plan(planning.options(reconciler))
      session.print(plan, planning.sensitivity)
      var run = pace.run(session, reconciler, plan, isLocked: isLocked)
      (run.operation, run.reason) = ("rollback", reason)
      (run.repeated, run.repeatedState) = (planning.repeated, environmentOptions.state.repeated)
      if !plan.isEmpty {
        let isAttended = !approval.autoApprove
        guard try await planning.allows(plan, reconciler, session, isAttended: isAttended, asksSource: false) else {
          return .error
        }
        run.clearance = try await approval.agree(
          to: plan, reconciler, session, ApprovalOptions.Matter(operation: "rollback"))
      }
      guard try edit.write() else { throw ReleaseProblem.mapMoved(path: edit.path) }
      if !edit.isEmpty { session.notify("\(edit.path) is written.\n") }
      return try await plan.isEmpty ? run.performIfNeeded() : run.perform()
    }
  }

  private var aim: RollbackAim {
    guard let to else { return .lastCompleted }
    let number = to.hasPrefix("#") ? String(to.dropFirst()) : to
    if let run = Int(number) { return .run(run) }
    if let ago = TimeText.duration(to) { return .ago(ago.components.seconds) }
    return .tag(to)
  }
}

/// Services as people name them.
enum ServiceNames {
  /// Those of these names, in the order of their addresses; all of the environment's when there are none.
  static func services(_ names: [String], in reconciler: Reconciler) throws -> [Resource] {
    let all = reconciler.environment.desired.resources.filter { $0.identity.kind == .service }
    let named = Set(try names.map { try service($0, in: reconciler).address })
    return named.isEmpty ? all : all.filter { named.contains($0.address) }
  }

  /// By its address, the name of its file, or its name in ECS.
  static func service(_ name: String, in reconciler: Reconciler) throws -> Resource {
    try service(name, among: reconciler.environment.desired.resources.filter { $0.identity.kind == .service })
  }

  static func service(_ name: String, among services: [Resource]) throws -> Resource {
    let found = services.first {
      $0.address.description == name || $0.address.name == name || $0.identity.name == name
    }
    guard let found else {
      throw Failure(
        "service-unknown", subject: name, "this environment has no such service",
        details: ["It has \(services.map(\.address.name).sorted().joined(separator: ", "))."],
        next: "name one of its services")
    }
    return found
  }
}
