import Loading
import Planning
import Recording
import Resources

extension Reconciler {
  /// Keeps a copy of the state and notes a run for the plan, unless what is recorded is not what the plan was made from.
  func beginRun(
    of plan: Plan, _ run: RunDescription
  ) async throws(EngineError) -> (run: RunID, before: StateVersion?) {
    let recorded = try await mappingStateErrors(store.read)
    guard Self.isSame(recorded.version, plan.state) else {
      throw .stalePlan(.stateMoved(plan: plan.state, now: recorded.version))
    }
    _ = try await mappingStateErrors(store.backUp)
    var description = run.pinned(by: plan, recorded, images: environment.images)
    description.targets = plan.targets.map(\.description)
    if let executed = Executions.texts(environment.desired.checks, plan) {
      description.executes = Dictionary(executed.map { ($0.description, $1) }, uniquingKeysWith: { $1 })
    }
    let id = try await mappingStateErrors { () async throws(StateError) in try await store.beginRun(description) }
    return (id, recorded.version)
  }

  /// A state in which nothing was ever recorded is the same as none: taking the lock makes it.
  private static func isSame(_ now: StateVersion?, _ planned: StateVersion?) -> Bool {
    now == planned || (planned == nil && now?.serial == 0)
  }
}
