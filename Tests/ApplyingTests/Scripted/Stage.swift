import Applying
import Planning
import Providers
import Recording
import Resources
import Testing

/// A store, a cloud and a log, and the applies between them.
struct Stage: Sendable {
  let log: EventLog
  let provider: ScriptedProvider
  let state: any StateStore
  private let store: LoggedStore

  init(
    state: any StateStore = MemoryStateStore(), failing: Set<LoggedStore.Point> = [],
    faults: [String: ScriptedProvider.Fault] = [:], verdicts: [String: RolloutVerdict] = [:],
    sequences: [String: [RolloutVerdict]] = [:], during: @escaping @Sendable (String) async -> Void = { _ in },
    following: @escaping @Sendable (String) async -> Void = { _ in }
  ) {
    log = EventLog()
    provider = ScriptedProvider(
      log: log, faults: faults, verdicts: verdicts, sequences: sequences, during: during, following: following)
    self.state = state
    store = LoggedStore(state, log, failing: failing)
  }

  @discardableResult
  func apply(
    _ steps: [Step], parallelism: Int = 10, onFailure: FailureResponse = .report,
    checks: any CheckRunner = NoCheckRunner(), elapsed: @escaping @Sendable () -> Duration = Applier.uptime(),
    telling: @escaping @Sendable (ApplyEvent) -> Void = { _ in }
  ) async throws -> ApplyReport {
    let run = try await state.beginRun(RunDescription(operation: "apply", who: "kim@laptop"))
    let applier = Applier(
      provider: provider, store: store, parallelism: parallelism, patience: RolloutPatience(timeout: .seconds(1800)),
      onFailure: onFailure, checks: checks, elapsed: elapsed)
    return await applier.apply(Plan(steps), run: run) { [log] event in
      telling(event)
      switch event {
      case .started(let step): log.add("started \(step.id.number)")
      case .progress(let step, _): log.add("progress \(step.id.number)")
      case .task(let step, let progress): log.add("task \(step.id.number) \(progress.status)")
      case .earlierTask(let address, let progress): log.add("earlier task \(address.name) \(progress.status)")
      case .finished(let step, _): log.add("finished \(step.id.number)")
      }
    }
  }

  func record(of address: Address) async throws -> RecordedResource? {
    try await state.read().resources.first { $0.address == address }
  }
}

extension ApplyReport {
  func outcome(_ number: Int) -> StepOutcome? { outcomes[Step.ID(number)] }
}

extension StepOutcome {
  var failure: ProviderError? {
    if case .failed(let error) = self { error } else { nil }
  }

  var isUnrecorded: Bool {
    if case .unrecorded = self { true } else { false }
  }
}
