import JSONDocument
import Resources

/// Decides which one-off tasks are run: by what was run before, and by what happens to the services behind them.
struct TaskDecisions {
  let wanted: [Resource]
  let tasks: [Address: OneOffTask]
  /// Tasks that are run in any case.
  let asked: Set<Address>
  let recorded: RecordedState
  let observed: ObservedState
  let comparison: ResourceDecisions
  /// What was decided for everything else.
  let services: [Decision]

  func decisions() -> [Decision] {
    let tasks = wanted.filter { $0.identity.kind == .oneOffTask }
    guard !tasks.isEmpty else { return [] }
    let runs = Dictionary(
      recorded.resources.filter { $0.identity.kind == .oneOffTask }.map { ($0.address, TaskRuns($0.observed)) },
      uniquingKeysWith: { $1 })
    let rollingOut = Set(services.filter(\.startsRollout).map(\.change.address))
    return tasks.compactMap { decision($0, runs[$0.address] ?? TaskRuns(), rollingOut) }
  }

  private func decision(_ resource: Resource, _ runs: TaskRuns, _ rollingOut: Set<Address>) -> Decision? {
    guard let task = tasks[resource.address] else { return nil }
    var work = TaskWork(of: resource, container: task.container, definition: comparison.definition(of: resource))
    if work.digest == nil { work.digest = ImageReference(work.image).flatMap { observed.digests[$0] } }
    var change = Change(
      address: resource.address, identity: resource.identity, action: .noOp, reason: .differs, after: resource.attributes,
      revision: comparison.revisionChange(resource, before: nil))
    guard let reason = reason(resource, task, hasRun: runs.include(work), rollingOut) else { return Decision(change: change) }
    change.action = .run
    change.reason = reason
    let run = Step.TaskRun(of: resource, task: task, work: work, revision: comparison.revisionSource(resource))
    return Decision(change: change, work: [.run(run)])
  }

  /// Nil: it is not run. One whose image carries the bootstrap tag cannot start yet.
  private func reason(
    _ resource: Resource, _ task: OneOffTask, hasRun: Bool, _ rollingOut: Set<Address>
  ) -> ActionReason? {
    if asked.contains(resource.address) { return .askedFor }
    guard comparison.bootstrap(resource) == nil else { return nil }
    return switch task.occasion {
    case .oncePerImage: hasRun ? nil : .notRunYet
    case .always: task.before.contains(where: rollingOut.contains) ? .runsAlways : nil
    case .byHand: nil
    }
  }
}

extension Decision {
  /// A deployment of a service is begun and waited for.
  fileprivate var startsRollout: Bool { change.address.kind == .service && change.rollout == .awaited }
}
