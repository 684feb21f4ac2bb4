package import Applying
import Checking
import JSONDocument
package import Loading
package import Planning
package import Providers
package import Recording
import Refreshing
import Resources

/// Everything opened for one environment, and the stages wired together. It decides nothing itself.
package struct Reconciler: Sendable {
  package let environment: LoadedEnvironment
  package let store: any StateStore
  package let provider: any Provider
  /// What is read for the first time is written down for the next time.
  var keepsKnowledge = true
  /// The time in the cloud, in seconds since 1970.
  package var now: @Sendable () async -> Double = { Double(SystemClock.now().seconds) }
  /// Number of calls that were made of the cloud's API so far, by operation.
  package let callCounts: @Sendable () -> [String: Int]
  /// Calls that were made again so far, because the cloud asked for time.
  package let retries: @Sendable () -> RetryCounts

  package init(
    environment: LoadedEnvironment, store: any StateStore, provider: any Provider,
    callCounts: @escaping @Sendable () -> [String: Int] = { [:] },
    retries: @escaping @Sendable () -> RetryCounts = { RetryCounts() }
  ) {
    self.environment = environment
    self.store = store
    self.provider = provider
    self.callCounts = callCounts
    self.retries = retries
  }

  /// Refreshes and plans. Changes nothing but the knowledge of revisions that were read for the first time.
  package func plan(_ options: PlanOptions = PlanOptions()) async throws(EngineError) -> Plan {
    try await plan(try await observe(options), options)
  }

  /// What is recorded, and what is.
  package func observe(_ options: PlanOptions = PlanOptions()) async throws(EngineError) -> PlanInputs {
    let recorded = try await mappingStateErrors(store.read)
    let observed = options.refresh ? try await refresh(desired(options), recorded) : .remembered(from: recorded)
    return PlanInputs(recorded: recorded, observed: observed)
  }

  /// Who destroys everything asks for no image.
  private func desired(_ options: PlanOptions) -> DesiredState {
    var desired = environment.desired
    if options.isDestroy { desired.pin = .tag }
    return desired
  }

  package func plan(_ inputs: PlanInputs, _ options: PlanOptions) async throws(EngineError) -> Plan {
    var plan = Planner(
      desired: desired(options).pinned(inputs.observed.digests, recorded: inputs.recorded), recorded: inputs.recorded,
      observed: inputs.observed,
      scope: PlanScope(
        isDestroy: options.isDestroy, targets: options.targets, deletesData: options.deletesData, runs: options.runs),
      begun: try await begunServices()
    ).plan()
    plan.fingerprintKey = inputs.recorded.version?.lineage ?? Self.newKey()
    if plan.changesTags { plan = try await tagHistory().marking(plan) }
    return plan
  }

  /// A plan without a state has no lineage that could be the key of its fingerprints.
  private static func newKey() -> String {
    (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 16) }.joined()
  }

  /// Services that an earlier run began to change, when somebody wants to know: their checks may not have run.
  private func begunServices() async throws(EngineError) -> Set<Address> {
    guard !environment.desired.checks.isEmpty else { return [] }
    let begun = try await unfinishedOperations().map(\.intent)
    return Set(begun.filter { [.create, .update].contains($0.verb) && $0.identity.kind == .service }.map(\.address))
  }

  /// So many runs back it is told whether a tag was there before, and whether a saved plan was performed.
  private static let historyLimit = 500

  private func tagHistory() async throws(EngineError) -> TagHistory {
    let runs = try await mappingStateErrors { () async throws(StateError) in try await store.history(limit: Self.historyLimit) }
    var history = TagHistory()
    for run in runs {
      for (key, tag) in run.description.imageTags {
        guard let image = environment.images[key] else { continue }
        history.add(tag, of: "\(image.registry)/\(image.repository)", run: run.id.number)
      }
    }
    return history
  }

  /// Operations of earlier runs whose end was never written down. The next apply finds out how they ended, also with an
  /// empty plan.
  package func unfinishedOperations() async throws(EngineError) -> [UnfinishedOperation] {
    try await mappingStateErrors(store.unfinishedOperations)
  }

  /// Apply has something to do, also when the plan changes nothing: a rollout to wait for, operations that an earlier run
  /// left open, or a lock that is not ours: of a run that is gone, or of one that goes on and must be told of.
  package func hasWork(_ plan: Plan, holdsLock: Bool) async throws(EngineError) -> Bool {
    if !plan.steps.isEmpty { return true }
    if try await !unfinishedOperations().isEmpty { return true }
    if holdsLock { return false }
    return try await mappingStateErrors(store.currentLock) != nil
  }

  /// Plans again and returns of that plan what is the same deed as `saved`; otherwise says what has moved.
  ///
  /// A saved plan holds no secrets, so what is performed is the new plan: proven equal in environment, changes and steps.
  package func confirm(_ saved: Plan) async throws(EngineError) -> Plan {
    let now = environment.desired
    guard saved.environment.name == now.environment.name, saved.environment.provider == now.environment.provider else {
      throw .stalePlan(.otherEnvironment(plan: saved.environment.name, now: now.environment.name))
    }
    if let run = try await run(of: saved) { throw .stalePlan(.appliedAlready(run)) }
    var options = PlanOptions()
    options.isDestroy = saved.isDestroy
    options.targets = saved.targets
    options.deletesData = saved.deletesData
    options.runs = Set(saved.changes.filter { $0.reason == .askedFor }.map(\.address))
    // What came up elsewhere since is left to the next plan.
    let whole = try await plan(options)
    let fresh = whole.limited(to: Set(saved.changes.map(\.address)))
    var staleness = PlanStaleness(from: saved, to: fresh)
    if !staleness.inputs.isEmpty { staleness = PlanStaleness(from: saved, to: whole) }
    guard staleness.isEmpty else { throw .stalePlan(.moved(staleness, plan: saved.state, now: fresh.state)) }
    return fresh
  }

  /// The run that performed this very plan and changed something, when there is one.
  private func run(of saved: Plan) async throws(EngineError) -> RunRecord? {
    let digest = PlanFile.digest(of: saved).hex
    let runs = try await mappingStateErrors { () async throws(StateError) in try await store.history(limit: Self.historyLimit) }
    return runs.first { $0.description.plan == digest && ($0.serialAfter ?? $0.serialBefore) > $0.serialBefore }
  }

  /// Performs the plan and writes down how the run ended. The caller holds the lock; see `holdingLock`.
  package func apply(
    _ plan: Plan, _ options: ApplyOptions, onEvent: @escaping @Sendable (ApplyEvent) -> Void
  ) async throws(EngineError) -> ApplyReport {
    let recorded = try await mappingStateErrors(store.read)
    let before = recorded.version
    guard Self.isSame(before, plan.state) else { throw .stalePlan(.stateMoved(plan: plan.state, now: before)) }
    _ = try await mappingStateErrors(store.backUp)
    let description = options.run.pinned(by: plan, recorded, images: environment.images)
    let run = try await mappingStateErrors { () async throws(StateError) in try await store.beginRun(description) }
    let applier = Applier(
      provider: provider, store: store, parallelism: options.parallelism, patience: options.patience,
      onFailure: options.onFailure, checks: ProgramCheckRunner())
    var report = await applier.apply(plan, run: run, onEvent: onEvent)
    report.before = before
    // What was done is told in any case, also when nothing can be written any more.
    do throws(StateError) {
      try await store.finishRun(run, outcome: RunOutcome(of: report))
      report.after = try await store.read().version
    } catch {
      report.unrecordedEnd = error
    }
    return report
  }

  /// The same under a lock of its own. A lock that is lost while the run ends does not swallow what the run did.
  package func apply(
    _ plan: Plan, _ options: ApplyOptions, locking attempt: LockAttempt, onEvent: @escaping @Sendable (ApplyEvent) -> Void
  ) async throws -> ApplyReport {
    var ended: ApplyReport?
    do {
      return try await holdingLock(attempt) { _ in
        let report = try await apply(plan, options, onEvent: onEvent)
        ended = report
        return report
      }
    } catch EngineError.state(let error) {
      guard var report = ended else { throw EngineError.state(error) }
      report.unrecordedEnd = report.unrecordedEnd ?? error
      return report
    }
  }

  private func refresh(
    _ desired: DesiredState, _ recorded: RecordedState
  ) async throws(EngineError) -> ObservedState {
    let observed: ObservedState
    do {
      observed = try await Refresher(reader: provider).refresh(
        desired: desired, recorded: recorded, archive: store)
    } catch {
      throw .provider(error)
    }
    // Knowledge that can be had again: a state file that cannot be written does not keep anyone from planning.
    if keepsKnowledge, !observed.newlyRead.isEmpty { try? await store.remember(observed.newlyRead) }
    return observed
  }

  func mappingStateErrors<T>(_ work: () async throws(StateError) -> T) async throws(EngineError) -> T {
    do {
      return try await work()
    } catch {
      throw .state(error)
    }
  }

  /// A state in which nothing was ever recorded is the same as none: taking the lock makes it.
  private static func isSame(_ now: StateVersion?, _ planned: StateVersion?) -> Bool {
    now == planned || (planned == nil && now?.serial == 0)
  }
}
