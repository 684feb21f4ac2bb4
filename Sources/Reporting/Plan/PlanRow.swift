import Planning
import Resources

/// One entry of a plan as it is shown: a change, or a service together with the revision that only it runs.
enum PlanRow {
  case change(Change)
  /// The service changes nothing but its revision, and the revision nothing but tags and fields that repeat them.
  case tagBump(service: Change, taskDefinition: Change, tags: [ImageChangeText], repeated: [FieldChange])

  var change: Change {
    switch self {
    case .change(let change): change
    case .tagBump(let service, _, _, _): service
    }
  }

  /// The rows of the plan in the order of addresses.
  static func rows(of plan: Plan, images: ImageText) -> [PlanRow] {
    let changes = Dictionary(plan.changes.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
    let users = services(of: plan)
    var folded: [Address: PlanRow] = [:]
    var hidden: Set<Address> = []
    for (taskDefinition, services) in users where services.count == 1 {
      guard let change = changes[taskDefinition], let service = services.first.flatMap({ changes[$0] }),
        let row = bump(service: service, taskDefinition: change, images: images)
      else { continue }
      folded[service.address] = row
      hidden.insert(taskDefinition)
    }
    return plan.changes.filter { !hidden.contains($0.address) }.map { folded[$0.address] ?? .change($0) }
  }

  /// The services of the plan that run each managed task definition.
  private static func services(of plan: Plan) -> [Address: Set<Address>] {
    var users: [Address: Set<Address>] = [:]
    for step in plan.steps {
      let (resource, source): (Resource, Step.RevisionSource?)
      switch step.work {
      case .create(let creation): (resource, source) = (creation.resource, creation.revision)
      case .update(let change): (resource, source) = (change.resource, change.revision)
      case .delete, .awaitRollout, .adopt, .forget, .run: continue
      }
      if case .registered(let address) = source {
        users[address, default: []].insert(step.address)
      } else if let link = resource.taskDefinitionLink {
        users[link, default: []].insert(step.address)
      }
    }
    return users
  }

  private static func bump(service: Change, taskDefinition: Change, images: ImageText) -> PlanRow? {
    guard service.action == .update, service.reason == .differs, service.revision != nil,
      service.fields.allSatisfy({ $0.path == .member("taskDefinition") }),
      !taskDefinition.fields.isEmpty
    else { return nil }
    switch service.rollout {
    case .bootstrap, .some(.none): return nil
    case .awaited, nil: break
    }
    switch taskDefinition.action {
    case .create, .update, .adopt: break
    case .replace, .delete, .forget, .run, .noOp: return nil
    }
    let tags = taskDefinition.fields.compactMap { ImageChangeText($0, images: images) }
    let others = taskDefinition.fields.filter { ImageChangeText($0, images: images) == nil }
    guard !tags.isEmpty, others.allSatisfy({ field in tags.contains { $0.isRepeated(in: field) } }) else {
      return nil
    }
    return .tagBump(service: service, taskDefinition: taskDefinition, tags: tags, repeated: others)
  }
}
