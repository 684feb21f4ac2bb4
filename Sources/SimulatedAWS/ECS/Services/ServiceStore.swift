import AWS
import FoundationEssentials
import JSONDocument
import Resources

/// Services with what goes on inside them: two documents that are always written together.
struct ServiceStore {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  struct Stored {
    var service: JSON
    var workload: Workload
  }

  func load(_ key: ServiceKey) throws(AWSError) -> Stored? {
    guard let service = try call.documents.document(.services, key.text), let workload = try workload(key) else { return nil }
    return Stored(service: service, workload: workload)
  }

  func workload(_ key: ServiceKey) throws(AWSError) -> Workload? {
    guard let text = try call.documents.text(.workloads, key.text) else { return nil }
    return try attempt { try JSONDecoder().decode(Workload.self, from: Data(text.utf8)) }
  }

  /// Writes both documents, the service as its inside says, and answers it.
  @discardableResult
  func save(_ key: ServiceKey, _ stored: Stored) throws(AWSError) -> JSON {
    guard !stored.workload.isGone else { return try retire(key, stored) }
    let service = stored.workload.rendered(into: stored.service)
    let data = try attempt { try JSONEncoder().encode(stored.workload) }
    try call.documents.put(
      .workloads, key.text, text: String(decoding: data, as: UTF8.self), due: stored.workload.due)
    try call.documents.put(.services, key.text, service)
    return service
  }

  /// The service has ended: it can be described as INACTIVE and is listed no more.
  private func retire(_ key: ServiceKey, _ stored: Stored) throws(AWSError) -> JSON {
    var service = stored.workload.rendered(into: stored.service)
    service["status"] = "INACTIVE"
    service["deployments"] = []
    service["currentServiceRevisions"] = []
    try call.documents.remove(.services, key.text)
    try call.documents.remove(.workloads, key.text)
    try call.documents.remove(.taskOwners, stored.workload.taskPrefix)
    try call.ecsTags.remove(key.arn(call.scope))
    try ScalableTargets(call).forget(key)
    try call.documents.put(.inactiveServices, key.text, service)
    return service
  }

  /// Lets a service live until now.
  func advance(_ text: String) throws(AWSError) {
    let key = ServiceKey(text: text)
    guard var stored = try load(key) else { return }
    try simulate(&stored) { simulation in simulation.advance(to: call.now) }
    try save(key, stored)
  }

  /// Tells the scheduler that the service was changed.
  func noticeChange(_ stored: inout Stored) throws(AWSError) {
    try simulate(&stored) { simulation in simulation.noticeChange(at: call.now) }
  }

  /// What somebody asked of a deployment.
  func change(_ stored: inout Stored, _ work: (inout RolloutSimulation) -> Void) throws(AWSError) {
    try simulate(&stored) { simulation in
      work(&simulation)
      simulation.noticeChange(at: call.now)
    }
  }

  private func simulate(_ stored: inout Stored, _ work: (inout RolloutSimulation) -> Void) throws(AWSError) {
    let cluster = Reference.last(stored.service.string("clusterArn") ?? "")
    let room = ServiceDocument(stored.service).asksForFargate ? nil : try Placements(call).room(of: cluster)
    var settings = RolloutSettings(stored.service, scope: call.scope)
    if let count = daemonCount(&stored, settings, in: room) {
      stored.service["desiredCount"] = .int(count)
      settings.desired = count
    }
    var simulation = RolloutSimulation(
      stored.workload, settings, images: try images(stored.workload), staging: call.scenario.tasks, room: room)
    work(&simulation)
    stored.workload = simulation.workload
    if let after = simulation.room, after != room { try Placements(call).save(after, of: cluster) }
  }

  /// A daemon service runs on each instance that fits; nil for other services, and where no instances are declared.
  private func daemonCount(_ stored: inout Stored, _ settings: RolloutSettings, in room: ClusterRoom?) -> Int? {
    guard settings.isDaemon, !settings.isDraining,
      let needs = stored.workload.primary.flatMap({ stored.workload.revision($0.revision) })?.needs
    else { return nil }
    if let knownAt = stored.workload.countKnownAt {
      guard knownAt <= call.now else { return 0 }
      stored.workload.countKnownAt = nil
      return room?.count(for: needs, constraints: settings.constraints) ?? ServiceDefaults.daemonCount
    }
    return room?.count(for: needs, constraints: settings.constraints)
  }

  /// What the registries hold of the images that tasks of this service pull.
  private func images(_ workload: Workload) throws(AWSError) -> [String: PulledImage] {
    var revisions = Set(workload.tasks.filter { $0.phase == .pending }.map(\.revision))
    if let primary = workload.primary { revisions.insert(primary.revision) }
    if let completed = workload.lastCompleted { revisions.insert(completed.revision) }
    let registries = Registries(call: call)
    var images: [String: PulledImage] = [:]
    for revision in workload.revisions where revisions.contains(revision.arn) {
      for container in revision.containers where images[container.image] == nil {
        images[container.image] = try registries.image(container.image)
      }
    }
    return images
  }

  /// A new revision of a service: `settings` are the members of `service` that take new tasks to change.
  func revision(of key: ServiceKey, _ service: JSON, _ definition: JSON, _ workload: inout Workload) throws(AWSError)
    -> ServiceRevision
  {
    var containers: [ServiceRevision.Container] = []
    let registries = Registries(call: call)
    for container in definition.list("containerDefinitions") {
      let image = container.string("image") ?? ""
      containers.append(
        ServiceRevision.Container(
          name: container.string("name") ?? "", image: image, digest: try registries.image(image).digest,
          isEssential: container["essential"]?.boolValue ?? true,
          healthCheck: container["healthCheck"].flatMap { ServiceRevision.HealthCheck($0) }))
    }
    let settings = (service.objectValue ?? JSONObject()).filter { ServiceDefaults.deployingMembers.contains($0.key) }
    let id = workload.newId().decimal(19)
    return ServiceRevision(
      arn: call.arn("ecs", "service-revision/\(key.cluster)/\(key.name)/\(id)"),
      taskDefinition: definition.string("taskDefinitionArn") ?? "", platform: TaskShape.platform(of: definition),
      containers: containers, settings: JSON.object(JSONObject(settings)).text(), createdAt: call.now,
      needs: TaskNeeds(definition))
  }
}

extension ServiceRevision.HealthCheck {
  /// Nil for a check that checks nothing.
  init?(_ check: JSON) {
    guard let first = check.texts("command").first, first != "NONE" else { return nil }
    self.init(
      interval: Double(check["interval"]?.intValue ?? 30), retries: Double(check["retries"]?.intValue ?? 3),
      startPeriod: Double(check["startPeriod"]?.intValue ?? 0))
  }
}
