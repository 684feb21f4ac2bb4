import JSONDocument
import Resources

/// Puts the work of all decisions into steps: what is needed comes first, what is taken away comes last.
///
/// The order is that of the stages of the kinds: what runs comes after what it is made of. Deletions run the other way
/// round at the end. Only real needs are edges, so independent steps may run side by side.
struct StepOrder {
  let decisions: [Decision]
  let dependencies: Dependencies
  let provider: ProviderIdentity
  /// Services in the order in which they may be rolled out.
  var waves: [[Address]] = []

  func steps() -> [Step] {
    var builder = StepBuilder(provider: provider)
    let numbers = Dictionary(
      waves.enumerated().flatMap { number, wave in wave.map { ($0, number) } }, uniquingKeysWith: { first, _ in first })
    func wave(_ decision: Decision) -> Int { numbers[decision.change.address] ?? -1 }
    let byStage = Dictionary(grouping: CapacityOrder(decisions).ordered(), by: \.change.identity.kind.stage)
    let staged = ResourceKind.Stage.allCases.flatMap { stage in
      let ofStage = byStage[stage] ?? []
      guard stage == .services, !waves.isEmpty else { return ofStage }
      return ofStage.sorted { (wave($0), $0.change.address) < (wave($1), $1.change.address) }
    }
    for decision in staged {
      builder.add(decision, after: dependencies.of(decision.change.address), wave: numbers[decision.change.address])
    }
    let users = dependencies.reversed
    for decision in staged.reversed() {
      // What takes the place of another object must be there, and whoever uses it must have moved to it.
      builder.add(removalsOf: decision, after: users.closure(of: decision.change.address))
    }
    return builder.steps
  }
}

private struct StepBuilder {
  let provider: ProviderIdentity
  private(set) var steps: [Step] = []
  /// The step that each address is complete with, rollouts apart.
  private var made: [Address: Step.ID] = [:]
  /// The last step of each address, but for what is taken away.
  private var last: [Address: Step.ID] = [:]
  /// Steps after which something that used an object does not use it any more: a service was deleted or has moved away, a
  /// revision was taken back.
  private var freed: [ResourceIdentity: [Step.ID]] = [:]
  /// The same of capacity providers of a cluster.
  private var leftCapacity: [Capacity: [Step.ID]] = [:]

  private struct Capacity: Hashable {
    var cluster: String
    var provider: String
  }

  /// Families whose revisions named a repository or a log group: it is in use as long as services run them.
  private var families: [ResourceIdentity: [ResourceIdentity]] = [:]

  /// Runs of one-off tasks: a service that left the files goes only after them.
  private var runs: [Step.ID] = []

  /// The wave that steps are made for now, the last steps of its services, and those of the wave before.
  private var wave: Int?
  private var ofWave: [Step.ID] = []
  private var ofWaveBefore: [Step.ID] = []

  init(provider: ProviderIdentity) {
    self.provider = provider
  }

  /// What is made, changed and written down.
  ///
  /// A service of a wave begins after the last steps of the services of the wave before; waves without any are passed over.
  mutating func add(_ decision: Decision, after needs: [Address], wave number: Int?) {
    let change = decision.change
    if let number, number != wave, !decision.work.isEmpty {
      if !ofWave.isEmpty { ofWaveBefore = ofWave }
      (wave, ofWave) = (number, [])
    }
    var previous: Step.ID?
    defer { if number != nil, let previous { ofWave.append(previous) } }
    for work in decision.work where !work.isRemoval(of: change) {
      let first = needs.compactMap { made[$0] } + (number == nil ? [] : ofWaveBefore)
      let id = append(change.address, work, previous.map { [$0] } ?? first)
      switch work {
      case .create, .update, .adopt: made[change.address] = id
      case .run:
        made[change.address] = id
        runs.append(id)
      case .delete(let deletion): free(change, deletion.identity, by: id)
      case .awaitRollout, .forget: break
      }
      previous = id
    }
    if let previous { last[change.address] = previous }
    // A service that moves away from a revision uses it until its last step; so does the revision what it names.
    if let previous, change.action != .noOp { free(change, change.identity, by: previous) }
  }

  /// What is taken away: after all that used it has gone or moved away.
  mutating func add(removalsOf decision: Decision, after successors: @autoclosure () -> Set<Address>) {
    let change = decision.change
    let hasRemovals = decision.work.contains { $0.isRemoval(of: change) }
    let succeeded = hasRemovals && !last.isEmpty ? successors().compactMap { last[$0] } : []
    for work in decision.work where work.isRemoval(of: change) {
      guard case .delete(let deletion) = work else {
        _ = append(change.address, work, succeeded)
        continue
      }
      let identity = deletion.identity
      var needs = freed[identity] ?? []
      if identity.kind == .service { needs += runs }
      needs += (families[identity] ?? []).flatMap { freed[$0] ?? [] }
      needs += succeeded
      let id = append(change.address, work, needs)
      freed[identity] = [id]
      free(change, identity, by: id)
    }
    if let late = decision.lateWork {
      let users = late.leaving.flatMap { leftCapacity[Capacity(cluster: change.identity.name, provider: $0)] ?? [] }
      _ = append(change.address, late.work, users + [made[change.address]].compactMap { $0 })
    }
  }

  /// After step `id`, `identity` no longer uses what it named before the change.
  private mutating func free(_ change: Change, _ identity: ResourceIdentity, by id: Step.ID) {
    guard let before = change.before else { return }
    if identity.kind == .service {
      for provider in ServiceDocument(before).capacityProviders {
        leftCapacity[Capacity(cluster: identity.cluster, provider: provider), default: []].append(id)
      }
    }
    let family =
      identity.kind == .taskDefinition ? change.revision?.before.map { RevisionReference($0).family } ?? identity.name : nil
    for used in identity.uses(in: before, provider: provider) {
      freed[used, default: []].append(id)
      if let family { families[used, default: []].append(ResourceIdentity(.taskDefinition, name: family)) }
    }
  }

  private mutating func append(_ address: Address, _ work: Step.Work, _ dependsOn: [Step.ID]) -> Step.ID {
    let id = Step.ID(steps.count + 1)
    steps.append(Step(id: id, address: address, work: work, dependsOn: Array(Set(dependsOn)).sorted()))
    return id
  }
}

extension Step.Work {
  /// It belongs to the end of the plan. A replacement is no removal: the old object makes room for the new one, or goes as
  /// soon as the new one runs; but a cluster or a family under its old name is in use until all services have left it.
  fileprivate func isRemoval(of change: Change) -> Bool {
    switch self {
    case .create, .update, .adopt, .awaitRollout, .run: false
    case .forget: true
    case .delete(let deletion):
      change.action == .delete || (deletion.identity != change.identity && deletion.identity.kind != .service)
    }
  }
}
