import JSONDocument
import Resources

/// Decides for every wanted resource what has to be done, by comparing it with what is there.
struct Comparison {
  let wanted: [Resource]
  let recorded: RecordedState
  let observed: ObservedState
  let bootstrapTag: String?
  private let recordedByAddress: [Address: RecordedResource]
  private let recordedByIdentity: [ResourceIdentity: RecordedResource]
  private let choices: [Address: RevisionChoice]
  private let bootstrapping: [Address: String]

  init(
    wanted: [Resource], everything: [Resource], recorded: RecordedState, observed: ObservedState, bootstrapTag: String?
  ) {
    self.wanted = wanted
    self.recorded = recorded
    self.observed = observed
    self.bootstrapTag = bootstrapTag
    let byAddress = Dictionary(recorded.resources.map { ($0.address, $0) }, uniquingKeysWith: { $1 })
    let byIdentity = Dictionary(recorded.resources.map { ($0.identity, $0) }, uniquingKeysWith: { $1 })
    recordedByAddress = byAddress
    recordedByIdentity = byIdentity

    var used: [Address: [String]] = [:]
    for service in everything {
      guard let link = service.taskDefinitionLink,
        let arn = observed.objects[service.identity]?.object?.attributes["taskDefinition"]?.stringValue
      else { continue }
      used[link, default: []].append(arn)
    }
    var choices: [Address: RevisionChoice] = [:]
    var bootstrapping: [Address: String] = [:]
    for resource in everything where resource.identity.kind == .taskDefinition {
      choices[resource.address] = RevisionChoice.choose(
        wanted: resource, used: used[resource.address] ?? [],
        recorded: byAddress[resource.address] ?? byIdentity[resource.identity],
        known: recorded.revisions[resource.identity.name] ?? [], observed: observed)
      if let bootstrapTag, Self.images(of: resource).contains(where: { $0.tag == bootstrapTag }) {
        bootstrapping[resource.address] = bootstrapTag
      }
    }
    self.choices = choices
    self.bootstrapping = bootstrapping
  }

  func decisions() -> [Decision] {
    wanted.map { resource in
      resource.identity.kind == .taskDefinition ? taskDefinition(resource) : object(resource)
    }
  }

  static func images(of resource: Resource) -> [ImageReference] {
    (resource.attributes["containerDefinitions"]?.arrayValue ?? []).compactMap {
      $0["image"]?.stringValue.flatMap(ImageReference.init)
    }
  }

  // MARK: Task definitions

  private func taskDefinition(_ resource: Resource) -> Decision {
    guard let choice = choices[resource.address] else { return Decision(change: noOp(resource, .differs)) }
    let isRecorded = recordedByAddress[resource.address]?.identity == resource.identity
    let movedFrom = isRecorded ? nil : recordedByIdentity[resource.identity]?.address
    let fields = choice.before.map { Differ(.taskDefinition).whole($0.content, resource.attributes) } ?? []
    var change = Change(
      address: resource.address, identity: resource.identity, action: .noOp, reason: .differs,
      fields: fields.filter { $0.effect == .newRevision }, before: choice.before?.content, after: resource.attributes,
      revision: RevisionChange(before: choice.before?.shortName, after: choice.shortName))

    switch choice.target {
    case .register:
      change.action = .create
      change.reason = choice.before == nil ? .notThere : .differs
      return Decision(change: change, work: [.create(resource, nil)])
    case .reuse(let revision):
      change.action = .adopt
      change.reason = .sameContentAs(revision: revision.shortName)
      return Decision(change: change, work: [.adopt(resource, object: Self.object(resource, revision))])
    case .current(let revision):
      let tags = fields.filter { $0.effect == .inPlace }
      if !tags.isEmpty {
        change.action = .update
        change.fields = tags
        return Decision(change: change, work: [.update(Self.tagChange(resource, revision), nil)])
      }
      if isRecorded, recordedByAddress[resource.address]?.arn == revision.arn { return Decision(change: change) }
      change.action = movedFrom == nil ? .adopt : .noOp
      change.reason = movedFrom.map(ActionReason.moved) ?? .existsUnrecorded
      return Decision(change: change, work: [.adopt(resource, object: Self.object(resource, revision))])
    }
  }

  private static func object(_ resource: Resource, _ revision: Revision) -> ObservedObject {
    ObservedObject(identity: resource.identity, attributes: revision.content, arn: revision.arn)
  }

  private static func tagChange(_ resource: Resource, _ revision: Revision) -> Step.ResourceChange {
    var after = resource.attributes
    after["taskDefinitionArn"] = .string(revision.arn)
    var before = revision.content
    before["taskDefinitionArn"] = .string(revision.arn)
    return Step.ResourceChange(resource: resource, before: before, after: after, changedMembers: ["tags"])
  }

  // MARK: Everything else

  private func object(_ resource: Resource) -> Decision {
    let record = recordedByAddress[resource.address]
    let mine = record?.identity == resource.identity ? record : recordedByIdentity[resource.identity]
    let renamedFrom = record.flatMap { old in
      old.identity != resource.identity && observed.objects[old.identity]?.object != nil ? old : nil
    }
    switch observed.objects[resource.identity] ?? .absent {
    case .absent, .draining: return missing(resource, record: record, renamedFrom: renamedFrom)
    case .present(let live): return existing(resource, live, record: mine)
    }
  }

  private func missing(_ resource: Resource, record: RecordedResource?, renamedFrom: RecordedResource?) -> Decision {
    let source = revisionSource(resource)
    var change = Change(
      address: resource.address, identity: resource.identity, action: .create, reason: .notThere,
      before: nil, after: resource.attributes, revision: revisionChange(resource, before: nil),
      rollout: creationRollout(resource))
    var work: [Step.Work] = [.create(resource, source)]
    if change.rollout == .awaited { work.append(.awaitRollout(resource.identity)) }
    if let old = renamedFrom {
      change.action = .replace
      change.reason = .renamed(from: old.identity)
      change.before = observed.objects[old.identity]?.object?.attributes
      if !old.identity.kind.holdsData {
        work.append(.delete(old.identity, arn: old.arn, revisions: [], withData: false))
      }
    } else if record?.identity == resource.identity {
      change.reason = .deletedOutside
    }
    return Decision(change: change, work: work)
  }

  private func existing(_ resource: Resource, _ live: ObservedObject, record: RecordedResource?) -> Decision {
    let kind = resource.identity.kind
    let after = completed(resource, memory: record?.declared)
    var fields = Differ(kind).changes(from: live.attributes, to: after, memory: record?.declared)
    if let revision = revisionField(resource, live) { fields.append(revision) }
    fields.sort { $0.path < $1.path }

    var change = Change(
      address: resource.address, identity: resource.identity, action: .noOp, reason: .differs, fields: fields,
      before: live.attributes, after: after,
      revision: revisionChange(resource, before: live.attributes["taskDefinition"]?.stringValue))
    guard !fields.isEmpty else { return unchanged(resource, live, record: record, change: change) }

    let replacing = fields.filter { $0.effect == .replaces }
    if !replacing.isEmpty, !kind.holdsData {
      change.action = .replace
      change.reason = .cannotUpdate(replacing.map(\.path))
      change.rollout = creationRollout(resource)
      var work: [Step.Work] = [
        .delete(resource.identity, arn: live.arn, revisions: [], withData: false),
        .create(resource, revisionSource(resource)),
      ]
      if change.rollout == .awaited { work.append(.awaitRollout(resource.identity)) }
      return Decision(change: change, work: work)
    }
    change.action = .update
    change.reason = record == nil ? .existsUnrecorded : .differs
    change.rollout = updateRollout(resource, fields)
    let members = changedMembers(from: live.attributes, to: after, fields, kind: kind)
    let step = Step.ResourceChange(resource: resource, before: live.attributes, after: after, changedMembers: members)
    var work: [Step.Work] = [.update(step, revisionSource(resource))]
    if change.rollout == .awaited { work.append(.awaitRollout(resource.identity)) }
    return Decision(change: change, work: work)
  }

  private func unchanged(
    _ resource: Resource, _ live: ObservedObject, record: RecordedResource?, change: Change
  ) -> Decision {
    guard record?.address != resource.address else { return Decision(change: change) }
    var change = change
    change.action = record == nil ? .adopt : .noOp
    change.reason = record.map { .moved(from: $0.address) } ?? .existsUnrecorded
    return Decision(change: change, work: [.adopt(resource, object: live)])
  }

  /// The wanted attributes with the emptying values; the managed task definition is compared apart.
  private func completed(_ resource: Resource, memory: JSON?) -> JSON {
    var after = Removal.completing(resource.attributes, memory: memory, resource.identity.kind.facts)
    if resource.taskDefinitionLink != nil { after["taskDefinition"] = nil }
    if let wanted = after["taskDefinition"]?.stringValue, !wanted.contains(":"), isFamilyOf(wanted, resource) {
      after["taskDefinition"] = nil  // a bare family that is not managed: any revision of it will do
    }
    return after
  }

  private func isFamilyOf(_ family: String, _ resource: Resource) -> Bool {
    guard let arn = observed.objects[resource.identity]?.object?.attributes["taskDefinition"]?.stringValue else { return false }
    return Self.shortName(arn).hasPrefix(family + ":")
  }

  private func changedMembers(
    from before: JSON, to after: JSON, _ fields: [FieldChange], kind: ResourceKind
  ) -> Set<String> {
    let shown = Set(
      fields.compactMap { field -> String? in if case .member(let name)? = field.path.steps.first { name } else { nil } })
    return Set(shown.map { name in kind.facts.fields.first { $0.shownAs == name }?.name ?? name })
  }

  // MARK: The revision of a service

  private func revisionSource(_ service: Resource) -> Step.RevisionSource? {
    guard let link = service.taskDefinitionLink, let choice = choices[link] else { return nil }
    return choice.arn.map { .existing(arn: $0) } ?? .registered(by: link)
  }

  private func revisionField(_ service: Resource, _ live: ObservedObject) -> FieldChange? {
    guard let link = service.taskDefinitionLink, let choice = choices[link] else { return nil }
    let running = live.attributes["taskDefinition"]?.stringValue.map(Self.shortName)
    guard choice.shortName == nil || choice.shortName != running else { return nil }
    return FieldChange(
      path: .member("taskDefinition"), before: running.map { .known(.string($0)) } ?? .absent,
      after: choice.shortName.map { .known(.string($0)) } ?? .unknownUntilApplied, effect: .newDeployment)
  }

  private func revisionChange(_ service: Resource, before: String?) -> RevisionChange? {
    guard let link = service.taskDefinitionLink, let choice = choices[link] else { return nil }
    return RevisionChange(before: before.map(Self.shortName), after: choice.shortName)
  }

  private func creationRollout(_ resource: Resource) -> RolloutExpectation? {
    guard resource.identity.kind == .service else { return nil }
    return bootstrap(resource) ?? .awaited
  }

  private func updateRollout(_ resource: Resource, _ fields: [FieldChange]) -> RolloutExpectation? {
    guard resource.identity.kind == .service else { return nil }
    guard fields.contains(where: { $0.effect == .newDeployment }) else { return RolloutExpectation.none }
    return bootstrap(resource) ?? .awaited
  }

  private func bootstrap(_ resource: Resource) -> RolloutExpectation? {
    resource.taskDefinitionLink.flatMap { bootstrapping[$0] }.map { .bootstrap(tag: $0) }
  }

  private func noOp(_ resource: Resource, _ reason: ActionReason) -> Change {
    Change(address: resource.address, identity: resource.identity, action: .noOp, reason: reason)
  }

  private static func shortName(_ arn: String) -> String {
    arn.split(separator: "/").last.map(String.init) ?? arn
  }
}
