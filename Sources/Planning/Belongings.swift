import Resources

/// What belongs to an object that is deleted to make room for itself goes along, so it is created again, also beyond `-target`.
struct Belongings {
  let wanted: [Resource]
  let provider: ProviderIdentity

  func recreating(in decisions: [Decision]) -> [Decision] {
    var lost = Set(decisions.filter(\.makesRoomForItself).map(\.change.identity))
    guard !lost.isEmpty else { return decisions }
    var decisions = decisions
    let own = decisions.enumerated().filter { !$1.change.isLeftOver }
    let places = Dictionary(own.map { ($1.change.address, $0) }, uniquingKeysWith: { $1 })
    // What is made earlier can own what is made later.
    let belongings = wanted.filter(\.identity.kind.isBelonging).sorted { $0.identity.kind.stage < $1.identity.kind.stage }
    for resource in belongings {
      let uses = resource.identity.uses(in: resource.attributes, provider: provider)
      guard let owner = uses.first(where: lost.contains) else { continue }
      lost.insert(resource.identity)
      let creation = Decision(
        change: Change(
          address: resource.address, identity: resource.identity, action: .create, reason: .takenAlong(by: owner),
          after: resource.attributes),
        work: [.create(Step.Creation(of: resource))])
      if let place = places[resource.address] {
        decisions[place] = creation.keepingOthers(of: decisions[place])
      } else {
        decisions.append(creation)
      }
    }
    return decisions
  }
}

extension Decision {
  fileprivate var makesRoomForItself: Bool {
    guard case .delete(let deletion)? = work.first else { return false }
    return change.action == .replace && deletion.identity == change.identity
  }

  /// With what the other one says of other objects: what becomes of one with an earlier name, and differences left alone.
  fileprivate func keepingOthers(of other: Decision) -> Decision {
    var decision = self
    decision.ignored = other.ignored
    decision.work += other.work.filter { work in
      switch work {
      case .delete, .forget: work.identity != change.identity
      case .create, .update, .awaitRollout, .adopt, .run: false
      }
    }
    return decision
  }
}
