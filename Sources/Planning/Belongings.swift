import Resources

/// What belongs to an object that is deleted to make room for itself goes along, so it is made anew.
struct Belongings {
  let wanted: [Resource]
  let provider: ProviderIdentity

  func madeAnew(in decisions: [Decision]) -> [Decision] {
    var lost = Set(decisions.filter(\.makesRoomForItself).map(\.change.identity))
    guard !lost.isEmpty else { return decisions }
    var decisions = decisions
    // What is made earlier can own what is made later.
    let belongings = wanted.filter(\.identity.kind.isBelonging).sorted { $0.identity.kind.stage < $1.identity.kind.stage }
    for resource in belongings {
      let uses = resource.identity.uses(in: resource.attributes, provider: provider)
      guard let owner = uses.first(where: lost.contains),
        let index = decisions.firstIndex(where: { $0.change.address == resource.address })
      else { continue }
      lost.insert(resource.identity)
      decisions[index] = Decision(
        change: Change(
          address: resource.address, identity: resource.identity, action: .create, reason: .takenAlong(by: owner),
          after: resource.attributes),
        work: [.create(Step.Creation(of: resource))])
    }
    return decisions
  }
}

extension Decision {
  fileprivate var makesRoomForItself: Bool {
    guard case .delete(let deletion)? = work.first else { return false }
    return change.action == .replace && deletion.identity == change.identity
  }
}
