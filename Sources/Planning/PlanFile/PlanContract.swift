import JSONDocument
import Resources

/// What two plans must share to be the same deed: the cloud, the changes and the steps.
///
/// Live objects are taken in normal form, so that a running count or a member that AWS added since is no difference; where
/// the files lie and why an action was chosen is no part of it, and neither is drift elsewhere.
enum PlanContract {
  static func json(of plan: Plan) -> JSON {
    var environment = PlanCoding.encode(plan.environment)
    environment["directory"] = Optional.none
    return [
      "environment": environment,
      "isDestroy": .bool(plan.isDestroy),
      "deletesData": .bool(plan.deletesData),
      "changes": .array(plan.changes.map(json)),
      "steps": .array(deeds(plan.steps).map { PlanCoding.encode(deed($0)) }),
    ]
  }

  static func json(of change: Change) -> JSON {
    var change = change
    change.before = change.before.map { normal($0, change.identity.kind, mentionedBy: change.after) }
    var json = PlanCoding.encode(change)
    json["reason"] = Optional.none
    return json
  }

  /// Without the waits for rollouts of before, which may end between the two plans, and numbered as if they were not there.
  private static func deeds(_ steps: [Step]) -> [Step] {
    guard steps.contains(where: { $0.resumed != nil }) else { return steps }
    return Plan.numbered(steps.filter { $0.resumed == nil })
  }

  private static func deed(_ step: Step) -> Step {
    var step = step
    switch step.work {
    case .create(var creation):
      creation.resource = unplaced(creation.resource)
      step.work = .create(creation)
    case .update(var change):
      change.before = normal(change.before, change.resource.identity.kind, mentionedBy: change.after)
      change.resource = unplaced(change.resource)
      step.work = .update(change)
    case .adopt(var adoption):
      let resource = adoption.resource
      adoption.object.attributes = normal(
        adoption.object.attributes, resource.identity.kind, mentionedBy: resource.attributes)
      adoption.resource = unplaced(resource)
      step.work = .adopt(adoption)
    case .run(var run):
      run.resource = unplaced(run.resource)
      run.isNew = false
      step.work = .run(run)
    case .awaitRollout(var wait):
      for check in wait.checks.indices { wait.checks[check].isNew = false }
      step.work = .awaitRollout(wait)
    case .delete, .forget: break
    }
    return step
  }

  private static func normal(_ live: JSON, _ kind: ResourceKind, mentionedBy after: JSON?) -> JSON {
    kind.normalForm(of: live, mentions: kind.mentions(in: after))
  }

  private static func unplaced(_ resource: Resource) -> Resource {
    var resource = resource
    resource.file = ""
    return resource
  }
}
