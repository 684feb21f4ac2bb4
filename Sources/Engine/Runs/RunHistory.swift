import Loading
import Planning
import Providers
import Recording
import Resources

/// What a plan takes from the runs before it.
extension Reconciler {
  /// So many runs back it is told whether a tag was there before, and whether a saved plan was performed.
  private static let historyLimit = 500

  /// So many runs back it is told how the last rollout of a service ended; what is older is nobody's news.
  private static let memoryLimit = 50

  /// The newest first.
  func recentRuns() async throws(EngineError) -> [RunRecord] {
    try await mappingStateErrors { () async throws(StateError) in try await store.history(limit: Self.historyLimit) }
  }

  /// Services that an earlier run began to change, when somebody wants to know: their checks may not have run.
  func begunServices() async throws(EngineError) -> Set<Address> {
    guard !environment.desired.checks.isEmpty else { return [] }
    let begun = try await unfinishedOperations().map(\.intent)
    return Set(begun.filter { [.create, .update].contains($0.verb) && $0.identity.kind == .service }.map(\.address))
  }

  /// How the last run that waited for each service saw its rollout end, unless somebody began another one since, or the address
  /// stands for another service now. Where the cloud has a time of its own, nothing can be told by times.
  func rolloutMemories(_ inputs: PlanInputs) async throws(EngineError) -> [Address: RolloutMemory] {
    let services = Dictionary(
      environment.desired.resources.filter { $0.identity.kind == .service }.map { ($0.address, $0.identity) },
      uniquingKeysWith: { first, _ in first })
    guard !services.isEmpty, inputs.recorded.version != nil else { return [:] }
    var memories: [Address: RolloutMemory] = [:]
    var told = Set<Address>()
    let runs = try await mappingStateErrors { () async throws(StateError) in try await store.history(limit: Self.memoryLimit) }
    for run in runs {
      guard let outcome = run.outcome, let end = run.finishedAt else { continue }
      for (text, verdict) in outcome.verdicts {
        guard let address = Address(text), let identity = services[address], told.insert(address).inserted,
          outcome.objects[text] == nil || outcome.objects[text] == identity.description
        else { continue }
        let begun = isCloudInOurTime ? inputs.observed.objects[identity]?.object?.deployments.first?.created : nil
        guard begun.map({ Double(end.seconds) + 1 >= $0 }) ?? true else { continue }
        memories[address] = RolloutMemory(
          run: run.id.number, operation: run.description.operation, who: run.description.who, at: end.seconds, outcome: verdict,
          ending: RolloutMemory.Ending(verdict))
      }
      if told.count == services.count { break }
    }
    return memories
  }

  /// What earlier applies executed beside AWS's own calls.
  func executions() async throws(EngineError) -> Executions {
    var executions = Executions()
    for run in try await recentRuns() {
      guard let texts = run.description.executes else { continue }
      let known = texts.compactMap { text, executed in Address(text).map { ($0, executed) } }
      executions.add(Dictionary(known, uniquingKeysWith: { $1 }), isWhole: run.description.targets.isEmpty)
    }
    return executions
  }

  /// Tags that images had in earlier runs: where one comes back, a person should know.
  func tagHistory() async throws(EngineError) -> TagHistory {
    var history = TagHistory()
    for run in try await recentRuns() {
      for (key, tag) in run.description.imageTags {
        guard let image = environment.images[key] else { continue }
        history.add(tag, of: "\(image.registry)/\(image.repository)", run: run.id.number)
      }
    }
    return history
  }
}

extension RolloutMemory.Ending {
  /// Of a verdict as the history has it; a word that a later program wrote tells nothing.
  fileprivate init(_ verdict: String) {
    self =
      switch RolloutVerdict.Outcome(rawValue: verdict) {
      case .failed, .rollbackFailed: .failed
      case .timedOut, .interrupted: .unwatched
      case .rolledBack, .superseded: .replaced
      case .completed, .nothingToDo, nil: .well
      }
  }
}
