import Applying
import ArgumentParser
import Diagnostics
import Engine
import JSONDocument
import Loading
import Planning
import Platform
import Preflight
import Providers
import Recording
import Reporting
import Resources

struct ApplyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Make AWS match the files, or perform a saved plan, and wait for the rollouts.",
    discussion: """
      EXAMPLE: reconcile apply envs/staging

      Of several environments each is applied when the one before it has ended well; with -parallel all are applied at once.
      """)

  @Argument(
    help: ArgumentHelp(
      "Directories of environments, or a plan saved by `plan -out`; without one, the current directory.",
      valueName: "environment-or-plan"),
    completion: .file())
  var subjects: [String] = []

  @Option(
    name: .customLong("chdir"),
    help: ArgumentHelp(
      "With a saved plan: perform it in this checkout of the same files, instead of where it was made.", valueName: "dir"),
    completion: .directory)
  var chdir: String?

  @OptionGroup var sides: SideOptions
  @OptionGroup var state: StateOptions
  @OptionGroup var approval: ApprovalOptions
  @OptionGroup var pace: PaceOptions
  @OptionGroup var planning: PlanningOptions
  @OptionGroup var output: OutputOptions

  private var path: String { environments.directories[0] }

  private var environments: ChosenEnvironments { ChosenEnvironments(subjects, sides, state) }

  func validate() throws {
    try planning.sensitivity.check(output)
    if environments.only == nil, let plan = environments.directories.first(where: FileSystem.isReadable) {
      throw ValidationError("\(plan) is a file: a saved plan is performed by itself.")
    }
    if sides.parallel, environments.only == nil, !approval.autoApprove {
      throw ValidationError("-parallel asks nobody in between; add -auto-approve, or apply one after another.")
    }
    if chdir != nil, !FileSystem.isReadable(path) {
      throw ValidationError("-chdir says where a saved plan is performed, and \(path) is no file.")
    }
    if FileSystem.isReadable(path), !planning.target.targets.isEmpty {
      throw ValidationError("A saved plan is performed as it is: -target belongs to the plan command.")
    }
  }

  func run() async throws {
    if FileSystem.isReadable(path) {
      try await applySaved()
    } else {
      try await Session.runEach(environments, output, applying: "apply") { session, path in
        try checkPresence(path)
        let reconciler = try session.open(path, planning.strictness)
        defer { planning.notifyOfCalls(reconciler, session) }
        return try await pace.lockedFirst(
          session, reconciler, operation: "apply", when: approval.autoApprove
        ) { isLocked in
          try await apply(reconciler, session, isLocked)
        }
      }
    }
  }

  /// A name that leads to nothing may have been meant either way.
  private func checkPresence(_ path: String) throws {
    guard FileSystem.kind(path) == nil else { return }
    throw Failure(
      "environment-missing", subject: path, "there is neither a directory nor a saved plan of this name",
      details: ["Nothing was changed."],
      next: "name the directory of an environment, such as envs/staging, or a file that `reconcile plan -out FILE` saved")
  }

  private func apply(_ reconciler: Reconciler, _ session: Session, _ isLocked: Bool) async throws -> ExitStatus {
    let plan = try await reconciler.plan(planning.options(reconciler))
    session.print(plan, planning.sensitivity)
    var run = pace.run(session, reconciler, plan, isLocked: isLocked)
    (run.repeated, run.repeatedState) = (planning.repeated, state.repeated)
    if plan.isEmpty { return try await run.performIfNeeded() }
    let isAttended = !approval.autoApprove
    guard try await planning.allows(plan, reconciler, session, isAttended: isAttended) else { return .error }
    run.clearance = try await approval.agree(to: plan, reconciler, session)
    return try await run.perform()
  }

  /// A saved plan was looked at before; it is not asked for again. What is performed is a new plan that proved to be the
  /// same deed.
  private func applySaved() async throws {
    try await Session.run(output, state: state, directory: path, applying: "apply") { session in
      let saved = try SavedPlan.read(path)
      let directory = try PlanPlace(plan: saved, path: path, chosen: chdir).directory()
      let reconciler = try session.open(directory, planning.strictness)
      defer { planning.notifyOfCalls(reconciler, session) }
      do {
        return try await pace.lockedFirst(session, reconciler, operation: "apply", when: true) { isLocked in
          let plan = try await reconciler.confirm(saved)
          session.print(plan, planning.sensitivity)
          var run = pace.run(session, reconciler, plan, isLocked: isLocked)
          run.saved = PlanFile.digest(of: saved)
          (run.repeated, run.repeatedState) = (planning.repeated, state.repeated)
          if plan.isEmpty { return try await run.performIfNeeded() }
          guard try await planning.allows(plan, reconciler, session, isAttended: false) else { return .error }
          run.clearance = try await approval.agree(to: plan, reconciler, session, ApprovalOptions.Matter(saved: saved))
          return try await run.perform()
        }
      } catch let error as EngineError {
        let last = try? await reconciler.runs(limit: 1).first
        session.report(
          Failure(error, directory: directory, last: last, registry: saved.environment.provider.registry))
        throw ExitStatus(error)
      }
    }
  }
}

struct DestroyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "destroy",
    abstract: "Delete everything that is recorded for an environment; what holds data is left in place.",
    discussion: "EXAMPLE: reconcile destroy envs/review-42")

  @OptionGroup var environmentOptions: EnvironmentOptions
  @Flag(name: .customLong("delete-data"), help: "Also repositories and log groups, with all they hold.")
  var deleteData = false
  @OptionGroup var approval: ApprovalOptions
  @OptionGroup var pace: PaceOptions
  @OptionGroup var planning: PlanningOptions
  @OptionGroup var output: OutputOptions

  func validate() throws { try planning.sensitivity.check(output) }

  func run() async throws {
    try await Session.run(
      output, state: environmentOptions.state, directory: environmentOptions.directory, applying: "destroy"
    ) { session in
      let reconciler = try session.open(environmentOptions.directory, planning.strictness)
      defer { planning.notifyOfCalls(reconciler, session) }
      return try await pace.lockedFirst(
        session, reconciler, operation: "destroy", when: approval.autoApprove
      ) { isLocked in
        let plan = try await reconciler.plan(
          planning.options(reconciler, isDestroy: true, deletesData: deleteData))
        session.print(plan, planning.sensitivity)
        var run = pace.run(session, reconciler, plan, isLocked: isLocked)
        run.repeated = planning.repeated + (deleteData ? ["-delete-data"] : [])
        run.repeatedState = environmentOptions.state.repeated
        if plan.isEmpty { return try await run.performIfNeeded() }
        let prevented = plan.protectedDeletions(of: reconciler.environment.desired)
        guard !session.report(prevented, nil).hasErrors else { return .error }
        run.clearance = try await approval.agree(to: plan, reconciler, session)
        return try await run.perform()
      }
    }
  }
}

/// How fast and how long, and how the lock is asked for.
struct PaceOptions: ParsableArguments {
  @OptionGroup var rollouts: RolloutOptions
  @OptionGroup var locking: LockingOptions

  func run(_ session: Session, _ reconciler: Reconciler, _ plan: Plan, isLocked: Bool = false) -> ApplyRun {
    ApplyRun(
      session: session, reconciler: reconciler, plan: plan, parallelism: rollouts.parallelism,
      patience: rollouts.patience(reconciler.environment.desired), onFailure: rollouts.onFailure, locking: locking,
      isLocked: isLocked)
  }

  func lockedFirst(
    _ session: Session, _ reconciler: Reconciler, operation: String, when isUnattended: Bool,
    _ work: (_ isLocked: Bool) async throws -> ExitStatus
  ) async throws -> ExitStatus {
    try await locking.lockedFirst(session, reconciler, operation: operation, when: isUnattended, work)
  }
}

extension LockingOptions {
  /// Does the work of a command with the lock held from before its plan is made, when nobody is asked in between: a run
  /// that had to wait then plans from what the other run left. While a person thinks, others may work.
  func lockedFirst(
    _ session: Session, _ reconciler: Reconciler, operation: String, when isUnattended: Bool,
    _ work: (_ isLocked: Bool) async throws -> ExitStatus
  ) async throws -> ExitStatus {
    guard isUnattended else { return try await work(false) }
    let attempt = attempt(operation, session) { session.notify($0) }
    return try await reconciler.holdingLock(attempt) { lock in
      // Until the first step nothing needs to be brought to an end.
      let interrupts = Interrupts(
        stop: {
          Task {
            try? await reconciler.store.releaseLock(lock)
            Stream.standardError.write("\nInterrupted before anything was begun. Nothing was changed.\n")
            Interrupts.exitAtOnce()
          }
        }, atOnce: {})
      defer { interrupts.end() }
      return try await work(true)
    }
  }
}
