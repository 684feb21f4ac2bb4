import JSONDocument
import Resources

/// Puts off what takes capacity providers from a cluster until the services of the plan that use them have moved away.
///
/// A provider can be taken from a cluster only when no task uses it (ECS API, PutClusterCapacityProviders,
/// ResourceInUseException), and services can move to a provider only when the cluster has it. So a cluster that drops some
/// and gets others is changed twice.
struct CapacityOrder {
  private let decisions: [Decision]
  /// By cluster, the providers that some service uses and is about to leave.
  private let left: [String: Set<String>]

  init(_ decisions: [Decision]) {
    self.decisions = decisions
    var left: [String: Set<String>] = [:]
    for change in decisions.map(\.change) where change.identity.kind == .service && change.action != .noOp {
      guard let before = change.before else { continue }
      left[change.identity.cluster, default: []].formUnion(ServiceDocument(before).capacityProviders)
    }
    self.left = left
  }

  func ordered() -> [Decision] {
    decisions.map { decision in
      guard decision.change.identity.kind == .cluster, let left = left[decision.change.identity.name] else { return decision }
      return putOff(decision, left)
    }
  }

  private func putOff(_ decision: Decision, _ left: Set<String>) -> Decision {
    guard case .update(let whole)? = decision.work.first, decision.work.count == 1,
      whole.changedMembers.contains(ClusterDocument.capacityMember)
    else { return decision }
    let (before, after) = (ClusterDocument(whole.before), ClusterDocument(whole.after))
    let dropped = Set(before.capacityProviders).subtracting(after.capacityProviders)
    guard !dropped.isDisjoint(with: left) else { return decision }

    var first = whole
    let between = after.adding(providersOf: before)
    first.after = between.json
    if Set(between.capacityProviders) == Set(before.capacityProviders) {
      first.changedMembers.remove(ClusterDocument.capacityMember)
    }
    var last = whole
    last.changedMembers = [ClusterDocument.capacityMember]

    var decision = decision
    decision.work = first.changedMembers.isEmpty ? [] : [.update(first)]
    decision.lateWork = Decision.LateWork(work: .update(last), leaving: dropped)
    return decision
  }
}
