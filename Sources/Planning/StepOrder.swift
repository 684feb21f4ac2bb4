import Resources

/// Puts the work of all decisions into steps: what is needed comes first, what is taken away comes last.
///
/// Repositories, log groups and clusters, then task definitions, then services with their rollouts; deletions run the
/// other way round at the end. Only real needs are edges, so independent steps may run side by side.
struct StepOrder {
  let decisions: [Decision]
  let dependencies: Dependencies

  private static let stages: [ResourceKind] = [.repository, .logGroup, .cluster, .taskDefinition, .service]

  func steps() -> [Step] {
    var builder = StepBuilder()
    let staged = Self.stages.flatMap { kind in decisions.filter { $0.change.identity.kind == kind } }
    for decision in staged where !decision.isRemoval {
      builder.add(decision, after: dependencies.of(decision.change.address))
    }
    builder.beginRemovals()
    for decision in staged.reversed() where decision.isRemoval { builder.add(removal: decision) }
    return builder.steps
  }
}

extension Decision {
  /// Nothing is left of it afterwards.
  fileprivate var isRemoval: Bool {
    switch change.action {
    case .delete, .forget: true
    case .noOp: if case .forget? = work.first { true } else { false }
    case .create, .update, .replace, .adopt: false
    }
  }
}

private struct StepBuilder {
  var steps: [Step] = []
  /// The step that each address is complete with, rollouts apart.
  private var made: [Address: Step.ID] = [:]
  private var removalsOfServices: [String: [Step.ID]] = [:]
  private var lastOfUpdates: [Step.ID] = []

  mutating func add(_ decision: Decision, after needs: [Address]) {
    var previous: Step.ID?
    for work in decision.work {
      var dependsOn = needs.compactMap { made[$0] }
      if let previous { dependsOn.append(previous) }
      let id = append(decision.change.address, work, dependsOn)
      switch work {
      case .create, .update, .adopt: made[decision.change.address] = id
      case .delete, .awaitRollout, .forget: break
      }
      previous = id
    }
  }

  /// What is deleted must not be in use any more: revisions and clusters go after the services, and after the
  /// services that move away from them have moved.
  mutating func beginRemovals() {
    lastOfUpdates = steps.filter { $0.address.kind == .service }.map(\.id)
  }

  mutating func add(removal decision: Decision) {
    for work in decision.work {
      var dependsOn: [Step.ID] = []
      if case .delete(let identity, _, _, _) = work {
        switch identity.kind {
        case .service: break
        case .cluster: dependsOn = lastOfUpdates + (removalsOfServices[identity.name] ?? [])
        default: dependsOn = lastOfUpdates + removalsOfServices.values.flatMap { $0 }.sorted()
        }
        let id = append(decision.change.address, work, dependsOn)
        if let cluster = identity.scope { removalsOfServices[cluster, default: []].append(id) }
      } else {
        _ = append(decision.change.address, work, dependsOn)
      }
    }
  }

  private mutating func append(_ address: Address, _ work: Step.Work, _ dependsOn: [Step.ID]) -> Step.ID {
    let id = Step.ID(steps.count + 1)
    steps.append(Step(id: id, address: address, work: work, dependsOn: Array(Set(dependsOn)).sorted()))
    return id
  }
}
