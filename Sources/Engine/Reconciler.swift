package import Applying
package import Loading
package import Planning
package import Providers
package import Recording
package import Resources
package import SimulatedAWS

/// Everything opened for one environment. `Pipeline.swift` shows what is done with it; it decides nothing itself.
package struct Reconciler: Sendable {
  package let environment: LoadedEnvironment
  package let store: any StateStore
  package let provider: any Provider
  /// What is read for the first time is written down for the next time.
  var keepsKnowledge = true
  /// Times of the cloud and of this machine can be compared.
  var isCloudInOurTime = true
  /// The last good copy of its state, whose file is not there any more.
  package var lost: StateBackup?
  /// The time in the cloud, in seconds since 1970.
  package var now: @Sendable () async -> Double = { Double(SystemClock.now().seconds) }
  /// Lets time of the cloud pass.
  package var sleep: @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }
  /// How containers of images fare, which only a simulated cloud knows beforehand.
  package var behaviours: @Sendable ([ImageReference]) async -> [ImageReference: ContainerBehaviour] = { _ in [:] }
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

  /// Who destroys everything asks for no image.
  func desired(_ options: PlanOptions) -> DesiredState {
    var desired = environment.desired
    if options.isDestroy { desired.pin = .tag }
    return desired
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

  /// Applies under a lock of its own. A lock that is lost while the run ends does not swallow what the run did.
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
}
