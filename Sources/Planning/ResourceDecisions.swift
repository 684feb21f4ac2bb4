import JSONDocument
import Resources

/// Decides for every wanted resource what has to be done, by comparing it with what is there.
struct ResourceDecisions {
  let wanted: [Resource]
  let recorded: RecordedState
  let observed: ObservedState
  let deletesData: Bool
  /// What the files of other environments declare.
  let declaredElsewhere: Set<ResourceIdentity>
  let ignoring: Ignoring
  /// Services that are deployed once more, whether anything differs or not.
  var redeploys: Set<Address> = []
  /// What any file stands for now: it must not be deleted under its old address.
  private let claimed: Set<ResourceIdentity>
  private let recordedByAddress: [Address: RecordedResource]
  private let recordedByIdentity: [ResourceIdentity: RecordedResource]
  private let choices: [Address: RevisionChoice]
  /// The bootstrap tag, by task definition that has images which carry it.
  private let bootstrapping: [Address: String]
  /// Those images, where others of the environment's own stand beside them in the definition.
  private let missing: [Address: [String]]
  /// Services whose number of tasks a scalable target of the files keeps.
  private let scaled: Set<ResourceIdentity>

  init(
    wanted: [Resource], everything: [Resource], recorded: RecordedState, observed: ObservedState,
    isOwn: (ImageReference) -> Bool, isBootstrap: (ImageReference) -> Bool,
    deletesData: Bool, declaredElsewhere: Set<ResourceIdentity> = [], ignoring: Ignoring = Ignoring()
  ) {
    self.wanted = wanted
    self.ignoring = ignoring
    self.recorded = recorded
    self.observed = observed
    self.deletesData = deletesData
    self.declaredElsewhere = declaredElsewhere
    claimed = Set(everything.map(\.identity))
    scaled = Set(
      everything.filter { $0.identity.kind == .scalableTarget }.compactMap { ScaledService($0.identity.name)?.identity })
    let byAddress = Dictionary(recorded.resources.map { ($0.address, $0) }, uniquingKeysWith: { $1 })
    let byIdentity = Dictionary(recorded.all.map { ($0.identity, $0) }, uniquingKeysWith: { first, _ in first })
    recordedByAddress = byAddress
    recordedByIdentity = byIdentity

    var used: [Address: [String]] = [:]
    for service in everything {
      guard let link = service.taskDefinitionLink, !ignoring.ignores(.revision, at: service.address),
        let running = observed.service(service.identity)?.taskDefinition
      else { continue }
      used[link, default: []].append(running.text)
    }
    var choices: [Address: RevisionChoice] = [:]
    var bootstrapping: [Address: String] = [:]
    var partlyMissing: [Address: [String]] = [:]
    for resource in everything where resource.identity.kind == .taskDefinition {
      choices[resource.address] = RevisionChoice.choose(
        wanted: resource, used: used[resource.address] ?? [],
        recorded: byAddress[resource.address] ?? byIdentity[resource.identity],
        known: recorded.revisions[resource.identity.name] ?? [], observed: observed, ignoring: ignoring)
      let images = TaskDefinitionDocument(resource.attributes).images
      let missing = images.filter(isBootstrap)
      guard let tag = missing.first?.tag else { continue }
      bootstrapping[resource.address] = tag
      if images.contains(where: { isOwn($0) && !isBootstrap($0) }) {
        partlyMissing[resource.address] = missing.map(\.description)
      }
    }
    self.choices = choices
    self.bootstrapping = bootstrapping
    self.missing = partlyMissing
  }

  func decisions() -> [Decision] {
    wanted.filter { $0.identity.kind != .oneOffTask }.flatMap { resource in
      let decision = resource.identity.kind == .taskDefinition ? taskDefinition(resource) : object(resource)
      guard let old = recordedByAddress[resource.address], isLeftBehind(old, by: resource) else { return [decision] }
      return renamed(decision, from: old)
    }
  }

  // MARK: Task definitions

  private func taskDefinition(_ declared: Resource) -> Decision {
    guard let choice = choices[declared.address] else { return Decision(change: noOp(declared, .differs)) }
    var decision = taskDefinition(choice.wanted, choice)
    if let before = choice.before, ignoring.concerns(declared.address) {
      let differ = Differ(.taskDefinition)
      let memory = recordedByAddress[declared.address]?.declared
      decision.ignored = ignoring.ignoredDifferences(
        in: differ.differencesOfWhole(before.content, declared.attributes, memory: memory).map(\.reversed),
        keeping: differ.differencesOfWhole(before.content, choice.wanted.attributes, memory: memory), at: declared.address)
    }
    return decision
  }

  private func taskDefinition(_ resource: Resource, _ choice: RevisionChoice) -> Decision {
    let record = recordedByAddress[resource.address]
    let memory = (record ?? recordedByIdentity[resource.identity])?.declared
    var change = Change(
      address: resource.address, identity: resource.identity, action: .noOp, reason: .differs,
      before: choice.before?.content, after: resource.attributes,
      revision: RevisionChange(before: choice.before?.shortName, after: choice.shortName))

    if let before = choice.before, choice.before?.arn != choice.arn {
      change.fields = Differ(.taskDefinition).differencesOfWhole(before.content, resource.attributes, memory: memory)
        .filter { $0.effect == .newRevision }
    }

    let work: [Step.Work]
    switch choice.target {
    case .current(let revision): return current(resource, revision, record: record, memory: memory, change)
    case .register:
      change.action = .create
      change.reason = choice.before.map { $0.isActive ? .differs : .deregistered(revision: $0.shortName) } ?? .notThere
      work = [.create(Step.Creation(of: resource))]
    case .reuse(let revision):
      change.action = .adopt
      change.reason = .sameContentAs(revision: revision.shortName)
      let tags = tagUpdate(resource, revision, memory: memory)
      change.fields += tags?.fields ?? []
      work = [tags?.work ?? .adopt(Step.Adoption(of: resource, as: Self.object(resource, revision)))]
    }
    return Decision(change: change, work: work)
  }

  /// The revision in use has the content: at most its tags differ, or our record of it.
  private func current(
    _ resource: Resource, _ revision: Revision, record: RecordedResource?, memory: JSON?, _ unchanged: Change
  ) -> Decision {
    var change = unchanged
    change.fields = []
    if let tags = tagUpdate(resource, revision, memory: memory) {
      change.action = .update
      change.fields = tags.fields
      return Decision(change: change, work: [tags.work])
    }
    let isRecorded = record?.identity == resource.identity
    if isRecorded, record?.arn == revision.arn { return Decision(change: change) }
    let known = isRecorded ? nil : recordedByIdentity[resource.identity]
    change.action = known == nil ? .adopt : .noOp
    change.reason = known.map { .moved(from: $0.address) } ?? .existsUnrecorded
    return Decision(change: change, work: [.adopt(Step.Adoption(of: resource, as: Self.object(resource, revision)))])
  }

  /// The object that the address named before, when nobody wants it any more.
  private func isLeftBehind(_ old: RecordedResource, by resource: Resource) -> Bool {
    old.identity != resource.identity && !claimed.contains(old.identity)
  }

  private static func object(_ resource: Resource, _ revision: Revision) -> ObservedObject {
    ObservedObject(identity: resource.identity, attributes: revision.content, arn: revision.arn)
  }

  /// What makes the tags of a revision the wanted ones; nil when they are. Tags that the file never mentioned are somebody
  /// else's. Whoever writes a revision's tags writes the revision down, too.
  private func tagUpdate(
    _ resource: Resource, _ revision: Revision, memory: JSON?
  ) -> (fields: [FieldChange], work: Step.Work)? {
    var wanted = JSON.object(JSONObject())
    wanted["tags"] = resource.attributes["tags"]
    guard let tags = EmptyingValues.completing(wanted, memory: memory, ResourceKind.taskDefinition.facts)["tags"] else {
      return nil
    }
    let fields = Differ(.taskDefinition).differencesOfDeclared(revision.content, ["tags": tags], memory: nil)
    guard !fields.isEmpty else { return nil }

    var after = resource.attributes
    after["tags"] = tags
    after[TaskDefinitionDocument.arnMember] = .string(revision.arn)
    var before = revision.content
    before[TaskDefinitionDocument.arnMember] = .string(revision.arn)
    let change = Step.ResourceChange(resource: resource, before: before, after: after, changedMembers: ["tags"])
    return (fields, .update(change))
  }

  // MARK: Everything else

  private func object(_ resource: Resource) -> Decision {
    let record = recordedByAddress[resource.address]
    let mine = record?.identity == resource.identity ? record : recordedByIdentity[resource.identity]
    return switch observed.objects[resource.identity] ?? .absent {
    case .absent, .draining: missing(resource, record: record)
    case .present(let live): existing(resource, live, record: mine)
    }
  }

  /// The object of the old name goes when the new one is there. What holds data is only left behind, and what is gone already
  /// is only forgotten.
  ///
  /// What was left over and is wanted again is there already: it is written down, and the other one is a change of its own.
  private func renamed(_ decision: Decision, from old: RecordedResource) -> [Decision] {
    var decision = decision
    let live = observed.objects[old.identity]?.object
    guard old.identity.kind == .taskDefinition || live != nil else {
      decision.work.append(.forget(old.identity))
      return [decision]
    }
    guard !declaredElsewhere.contains(old.identity) else {
      decision.work.append(.forget(old.identity))
      return [decision]
    }
    guard !old.identity.kind.holdsData || deletesData else {
      decision.change.reason = .renamed(from: old.identity)
      decision.work.append(.forget(old.identity))
      return [decision]
    }
    let deletion = recorded.deletion(of: old, withData: deletesData)
    if let left = recorded.deposed.first(where: { $0.identity == decision.change.identity }),
      [.noOp, .adopt, .update].contains(decision.change.action)
    {
      if decision.change.action == .noOp { decision.change.action = .adopt }
      decision.change.reason = .takenBack(run: left.run)
      let change = Change(
        address: old.address, identity: old.identity, action: .delete, reason: .givenUp, before: live?.attributes ?? old.observed)
      return [decision, Decision(change: change, work: [deletion])]
    }
    decision.change.reason = .renamed(from: old.identity)
    decision.change.action = .replace
    if let live { decision.change.before = live.attributes }
    decision.work.append(deletion)
    return [decision]
  }

  private func missing(_ resource: Resource, record: RecordedResource?) -> Decision {
    let isDeletedOutside = record?.identity == resource.identity
    let change = Change(
      address: resource.address, identity: resource.identity, action: .create,
      reason: isDeletedOutside ? .deletedOutside : .notThere, before: nil, after: resource.attributes,
      revision: revisionChange(resource, before: nil),
      rollout: creationRollout(resource))
    return Decision(change: change, work: creation(resource, change.rollout))
  }

  private func creation(_ resource: Resource, _ rollout: RolloutExpectation?) -> [Step.Work] {
    [.create(Step.Creation(of: resource, revision: revisionSource(resource)))]
      + (isWatched(rollout, resource) ? [.awaitRollout(wait(for: resource))] : [])
  }

  /// A wait for the deployments of a service, with the number of tasks that is the files' own business.
  func wait(for resource: Resource, resuming: ObservedRollout? = nil, isScaling: Bool = false) -> Step.RolloutWait {
    let isShared = ignoring.ignores(.desiredCount, at: resource.address) || scaled.contains(resource.identity)
    return Step.RolloutWait(
      for: resource.identity, resuming: resuming,
      count: isShared ? nil : ServiceDocument(resource.attributes).desiredCount, isScaling: isScaling,
      missingImages: resource.taskDefinitionLink.flatMap { missing[$0] } ?? [])
  }

  private func existing(_ resource: Resource, _ live: ObservedObject, record: RecordedResource?) -> Decision {
    let declared = completed(resource, live, memory: record?.declared)
    let left = left(resource, live, record)
    guard ignoring.concerns(resource.address) else {
      var decision = compared(resource, live, wanting: declared, record: record)
      if decision.change.action != .replace { decision.ignored = left }
      return decision
    }
    let after = ignoring.substituting(from: live.attributes, into: declared, at: resource.address, onlyDeclared: true)
    var decision = compared(resource, live, wanting: after, record: record)
    let all = Differ(resource.identity.kind).changes(from: live.attributes, to: declared, memory: record?.declared)
    decision.ignored = ignoring.ignoredDifferences(in: all.map(\.reversed), keeping: decision.change.fields, at: resource.address)
    if decision.change.action != .replace { decision.ignored += left }
    return decision
  }

  /// What left the files and stays.
  private func left(_ resource: Resource, _ live: ObservedObject, _ record: RecordedResource?) -> [IgnoredDifference] {
    guard resource.identity.kind.comparison == .declared else { return [] }
    return LeftMembers.differences(
      resource.attributes, memory: record?.declared, live: live.attributes, kind: resource.identity.kind
    ).filter { !ignoring.ignores($0.path, at: resource.address) }.map {
      IgnoredDifference(address: resource.address, field: $0, reason: LeftMembers.reason, isLeft: true)
    }
  }

  private func compared(
    _ resource: Resource, _ live: ObservedObject, wanting after: JSON, record: RecordedResource?
  ) -> Decision {
    let kind = resource.identity.kind
    var fields = Differ(kind).changes(from: live.attributes, to: after, memory: record?.declared)
    let follows = !ignoring.ignores(.revision, at: resource.address)
    if follows, let revision = revisionField(resource, live) { fields.append(revision) }
    fields.sort { $0.path < $1.path }

    let change = Change(
      address: resource.address, identity: resource.identity, action: .noOp, reason: .differs, fields: fields,
      before: live.attributes, after: after,
      revision: follows ? revisionChange(resource, before: ServiceDocument(live.attributes).taskDefinition) : nil)
    guard !fields.isEmpty else { return unchanged(resource, live, record: record, change: change) }
    return changed(resource, live, after, change, isRecorded: record != nil)
  }

  private func changed(
    _ resource: Resource, _ live: ObservedObject, _ after: JSON, _ unchanged: Change, isRecorded: Bool
  ) -> Decision {
    let kind = resource.identity.kind
    let fields = unchanged.fields
    var change = unchanged
    change.reason = isRecorded ? .differs : .existsUnrecorded
    let replacing = fields.filter { $0.effect == .replaces }
    if !replacing.isEmpty {
      change.reason = .cannotUpdate(replacing.map(\.path))
      if !kind.holdsData || deletesData { return replaced(resource, live, change) }
      change.action = .replace
      return Decision(change: change, isRefused: true)
    }
    change.action = .update
    change.rollout = updateRollout(resource, fields)
    let members = changedMembers(from: live.attributes, to: after, fields, kind: kind)
    var step = Step.ResourceChange(resource: resource, before: live.attributes, after: after, changedMembers: members)
    step.completedBefore = Self.completed(live)
    var resuming: ObservedRollout?
    if change.rollout == RolloutExpectation.none, let pending = pendingRollout(resource, live) {
      if case .failed(let reason) = pending.state {
        Self.force(&step)
        change.rollout = .awaited
        change.reason = .deploymentFailed(reason)
      } else {
        resuming = pending
      }
    }
    if !ignoring.ignores(.revision, at: resource.address) { step.revision = revisionSource(resource) }
    var work: [Step.Work] = [.update(step)]
    if case .bootstrap = change.rollout, live.isRunning {
      // Who names a service that runs means it; what runs may be lost, so it is waited for as any other.
      var wait = wait(for: resource)
      wait.missingImages = []
      work.append(.awaitRollout(wait))
    } else if isWatched(change.rollout, resource) || resuming != nil {
      work.append(.awaitRollout(wait(for: resource, resuming: resuming)))
    } else if change.rollout == RolloutExpectation.none, fields.contains(where: { $0.path == .desiredCount }),
      !isBootstrapping(resource, live)
    {
      work.append(.awaitRollout(wait(for: resource, isScaling: true)))
    }
    return Decision(change: change, work: work)
  }

  // MARK: Rollouts of before

  /// The newest deployment, when it is not complete and apply would care: tasks are wanted and their images exist.
  private func pendingRollout(_ resource: Resource, _ live: ObservedObject) -> ObservedRollout? {
    guard let rollout = live.rollout, rollout.state != .settled, !isBootstrapping(resource, live) else { return nil }
    let count = ServiceDocument(resource.attributes).desiredCount ?? ServiceDocument(live.attributes).desiredCount
    return count == 0 && rollout.state != .underWay ? nil : rollout
  }

  /// The revision that was complete last: what the service runs, unless its deployment did not succeed or has not yet.
  private static func completed(_ live: ObservedObject) -> String? {
    switch live.rollout?.state {
    case .settled, .unproven, nil: ServiceDocument(live.attributes).taskDefinition?.text
    case .underWay, .failed: live.rollout?.completedBefore
    }
  }

  /// UpdateService starts no deployment when nothing differs, unless it is told to.
  private static func force(_ step: inout Step.ResourceChange) {
    step.after = ServiceDocument(step.after).forcingDeployment.json
    step.changedMembers.insert(ServiceDocument.forceMember)
  }

  /// The old object makes room for the new one.
  private func replaced(_ resource: Resource, _ live: ObservedObject, _ change: Change) -> Decision {
    var change = change
    change.action = .replace
    change.rollout = creationRollout(resource)
    let deletion = Step.Work.delete(Step.Deletion(of: resource.identity, arn: live.arn, withData: deletesData))
    return Decision(change: change, work: [deletion] + creation(resource, change.rollout))
  }

  private func unchanged(
    _ resource: Resource, _ live: ObservedObject, record: RecordedResource?, change: Change
  ) -> Decision {
    let pending = pendingRollout(resource, live)
    if let pending, case .failed(let reason) = pending.state {
      return again(resource, live, .deploymentFailed(reason), change)
    }
    if redeploys.contains(resource.address), bootstrap(resource) == nil { return again(resource, live, .redeployed, change) }
    let waits = pending.map { [Step.Work.awaitRollout(wait(for: resource, resuming: $0))] } ?? []
    guard recordedByAddress[resource.address]?.identity != resource.identity else { return Decision(change: change, work: waits) }
    var change = change
    change.action = record == nil ? .adopt : .noOp
    change.reason = record.map { .moved(from: $0.address) } ?? .existsUnrecorded
    return Decision(change: change, work: [.adopt(Step.Adoption(of: resource, as: live))] + waits)
  }

  /// All is as wanted but for the tasks: the same is rolled out again.
  private func again(_ resource: Resource, _ live: ObservedObject, _ reason: ActionReason, _ unchanged: Change) -> Decision {
    var change = unchanged
    change.action = .update
    change.reason = reason
    change.rollout = .awaited
    var step = Step.ResourceChange(
      resource: resource, before: live.attributes, after: change.after ?? resource.attributes, changedMembers: [],
      revision: revisionSource(resource))
    if reason == .redeployed { step.completedBefore = Self.completed(live) }
    Self.force(&step)
    return Decision(
      change: change, work: [.update(step), .awaitRollout(wait(for: resource))])
  }

  /// The wanted attributes with the emptying values; the managed task definition is compared apart.
  private func completed(_ resource: Resource, _ live: ObservedObject, memory: JSON?) -> JSON {
    let facts = resource.identity.kind.facts(of: resource.attributes, live.attributes)
    let after = EmptyingValues.completing(resource.attributes, memory: memory, facts)
    guard resource.identity.kind == .service else { return after }
    let service = ServiceDocument(after)
    guard let wanted = service.taskDefinition else { return after }
    // Of a bare family that is not managed any revision will do.
    let isAnyOfFamily =
      wanted.isFamilyAlone && ServiceDocument(live.attributes).taskDefinition?.family == wanted.family
    return resource.taskDefinitionLink != nil || isAnyOfFamily ? service.running(nil).json : after
  }

  private func changedMembers(
    from before: JSON, to after: JSON, _ fields: [FieldChange], kind: ResourceKind
  ) -> Set<String> {
    let shown = Set(
      fields.compactMap { field -> String? in if case .member(let name)? = field.path.steps.first { name } else { nil } })
    return Set(shown.map { name in kind.facts.fields.first { $0.shownAs == name }?.name ?? name })
  }

  // MARK: The revision of a service

  /// What the files say about the task definition that a service or a one-off task runs; nil when it is not managed here.
  func definition(of runner: Resource) -> JSON? {
    runner.taskDefinitionLink.flatMap { choices[$0]?.wanted.attributes }
  }

  func revisionSource(_ service: Resource) -> Step.RevisionSource? {
    guard let link = service.taskDefinitionLink, let choice = choices[link] else { return nil }
    return choice.arn.map { .existing(arn: $0) } ?? .registered(by: link)
  }

  private func revisionField(_ service: Resource, _ live: ObservedObject) -> FieldChange? {
    guard let link = service.taskDefinitionLink, let choice = choices[link] else { return nil }
    let running = ServiceDocument(live.attributes).taskDefinition?.shortName
    guard choice.shortName == nil || choice.shortName != running else { return nil }
    return FieldChange(
      path: .revision, before: running.map { .known(.string($0)) } ?? .absent,
      after: choice.shortName.map { .known(.string($0)) } ?? .unknownUntilApplied, effect: .newDeployment)
  }

  func revisionChange(_ service: Resource, before: RevisionReference?) -> RevisionChange? {
    guard let link = service.taskDefinitionLink, let choice = choices[link] else { return nil }
    return RevisionChange(before: before?.shortName, after: choice.shortName)
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

  /// What is to be complete, and what may fail of nothing but its missing images.
  private func isWatched(_ rollout: RolloutExpectation?, _ resource: Resource) -> Bool {
    switch rollout {
    case .awaited: true
    case .bootstrap: resource.taskDefinitionLink.map { missing[$0] != nil } ?? false
    case .some(.none), nil: false
    }
  }

  func bootstrap(_ resource: Resource) -> RolloutExpectation? {
    resource.taskDefinitionLink.flatMap { bootstrapping[$0] }.map { .bootstrap(tag: $0) }
  }

  /// Its images are still to come, and nothing of it runs that could be lost.
  func isBootstrapping(_ resource: Resource, _ live: ObservedObject) -> Bool { bootstrap(resource) != nil && !live.isRunning }

  private func noOp(_ resource: Resource, _ reason: ActionReason) -> Change {
    Change(address: resource.address, identity: resource.identity, action: .noOp, reason: reason)
  }
}
