import Planning
import Resources

/// One entry of a plan as people read it: a change, or a service together with the revision that only it runs.
enum PlanRow: Sendable {
  case change(ChangeView)
  case tagBump(TagBump)

  var change: ChangeView {
    switch self {
    case .change(let change): change
    case .tagBump(let bump): bump.service
    }
  }

  /// The rows in the order of addresses; `users` are the services that run each managed task definition.
  static func rows(of changes: [ChangeView], users: [Address: Set<Address>]) -> [PlanRow] {
    let own = changes.filter { !$0.change.isLeftOver }
    let byAddress = Dictionary(own.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
    var folded: [Address: TagBump] = [:]
    var hidden: Set<Address> = []
    for (taskDefinition, services) in users where services.count == 1 {
      guard let change = byAddress[taskDefinition], let service = services.first.flatMap({ byAddress[$0] }),
        let bump = TagBump(service: service, taskDefinition: change)
      else { continue }
      folded[service.address] = bump
      hidden.insert(taskDefinition)
    }
    return changes.filter { $0.change.isLeftOver || !hidden.contains($0.address) }.map { change in
      guard !change.change.isLeftOver, let bump = folded[change.address] else { return .change(change) }
      return .tagBump(bump)
    }
  }
}

/// A service that changes nothing but its revision, and a revision that changes nothing but tags and fields that repeat
/// them.
struct TagBump: Sendable {
  let service: ChangeView
  let taskDefinition: ChangeView
  /// Fields that change only because they repeat a tag, as `RELEASE=${tag.api}` does.
  let repeated: [FieldView]

  init?(service: ChangeView, taskDefinition: ChangeView) {
    let (rollout, registration) = (service.change, taskDefinition.change)
    guard rollout.action == .update, rollout.reason == .differs, rollout.revision != nil,
      service.fields.allSatisfy({ $0.path == .revision }), !taskDefinition.tags.isEmpty
    else { return nil }
    switch rollout.rollout {
    case .bootstrap, .some(.none): return nil
    case .awaited, nil: break
    }
    switch registration.action {
    case .create, .update, .adopt: break
    case .replace, .delete, .forget, .run, .noOp: return nil
    }
    repeated = taskDefinition.fields.filter { $0.tag == nil }
    guard repeated.allSatisfy({ field in taskDefinition.tags.contains { field.repeats($0) } }) else { return nil }
    self.service = service
    self.taskDefinition = taskDefinition
  }
}

extension Plan {
  /// The services of the plan that run each managed task definition.
  var usersOfRevisions: [Address: Set<Address>] {
    var users: [Address: Set<Address>] = [:]
    for step in steps {
      let source: Step.RevisionSource?
      switch step.work {
      case .create(let creation): source = creation.revision
      case .update(let change): source = change.revision
      case .delete, .awaitRollout, .adopt, .forget, .run: continue
      }
      if case .registered(let address) = source {
        users[address, default: []].insert(step.address)
      } else if let link = step.work.resource?.taskDefinitionLink {
        users[link, default: []].insert(step.address)
      }
    }
    return users
  }
}
