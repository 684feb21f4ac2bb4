import AWS
import JSONDocument

/// Tasks that services run. They live in the service's workload; the first digits of an id lead there.
struct ServiceTasks {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  /// In whatever cluster it runs.
  func find(_ id: String) throws(AWSError) -> JSON? {
    guard let text = try call.documents.text(.taskOwners, String(id.prefix(8))) else { return nil }
    return try find(id, in: ServiceKey(text: text).cluster)
  }

  func find(_ id: String, in cluster: String) throws(AWSError) -> JSON? {
    guard let (key, stored) = try owner(of: id, in: cluster), let task = stored.workload.tasks.first(where: { $0.id == id })
    else {
      return nil
    }
    return shown(task, key, stored)
  }

  /// Tasks of one service, in the order in which they were started.
  func all(of key: ServiceKey) throws(AWSError) -> [JSON] {
    guard let stored = try ServiceStore(call).load(key) else { return [] }
    return stored.workload.tasks.map { shown($0, key, stored) }
  }

  /// Stops a task by hand. The service starts another in its place.
  func stop(_ id: String, in cluster: String, reason: String?) throws(AWSError) -> JSON {
    guard case (let key, var stored)? = try owner(of: id, in: cluster),
      let position = stored.workload.tasks.firstIndex(where: { $0.id == id })
    else { throw .invalidParameter("The referenced task was not found.") }
    if stored.workload.tasks[position].isAlive {
      stored.workload.tasks[position].phase = .stopping
      stored.workload.tasks[position].changesAt = call.now + RolloutSimulation.stopTime
      stored.workload.tasks[position].stopCode = "UserInitiated"
      stored.workload.tasks[position].stoppedReason = reason ?? "Task stopped by user"
      try ServiceStore(call).noticeChange(&stored)
      try ServiceStore(call).save(key, stored)
    }
    return shown(stored.workload.tasks[position], key, stored)
  }

  private func owner(of id: String, in cluster: String) throws(AWSError) -> (ServiceKey, ServiceStore.Stored)? {
    guard let text = try call.documents.text(.taskOwners, String(id.prefix(8))) else { return nil }
    let key = ServiceKey(text: text)
    guard key.cluster == cluster, let stored = try ServiceStore(call).load(key) else { return nil }
    return (key, stored)
  }

  private func shown(_ task: ServiceTask, _ key: ServiceKey, _ stored: ServiceStore.Stored) -> JSON {
    let arn = call.arn("ecs", "task/\(key.cluster)/\(task.id)")
    let revision = stored.workload.revision(task.revision)
    let containers = (revision?.containers ?? []).map { container in
      let hasFailed = container.name == task.failedContainer
      return TaskShape.container(
        ["name": .string(container.name), "image": .string(container.image)], arn: arn,
        status: TaskShape.containerStatus(task.phase)
      )
      .with("imageDigest", container.digest.map { .string($0) })
      .with("exitCode", hasFailed ? task.exitCode.map { .int($0) } : nil)
      .with(
        "reason",
        hasFailed ? (task.containerReason ?? (task.exitCode == nil ? task.stoppedReason : nil)).map { .string($0) } : nil
      )
      .with("managedAgents", Self.agents(of: task))
      .with("healthStatus", .string(container.healthCheck == nil ? "UNKNOWN" : (task.health ?? .unknown).rawValue))
    }
    return .members(
      ("taskArn", .string(arn)), ("clusterArn", .string(call.arn("ecs", "cluster/\(key.cluster)"))),
      ("taskDefinitionArn", revision.map { .string($0.taskDefinition) }), ("lastStatus", .string(task.phase.rawValue)),
      ("desiredStatus", task.isAlive ? "RUNNING" : "STOPPED"), ("group", .string("service:\(key.name)")),
      ("startedBy", .string(task.deployment)), ("enableExecuteCommand", .bool(task.opensExec == true)),
      ("launchType", stored.service["launchType"]),
      ("containerInstanceArn", task.instance.map { .string(Placements(call).arn($0, in: key.cluster)) }),
      ("createdAt", .time(task.createdAt)), ("startedAt", .time(task.startedAt)), ("stoppedAt", .time(task.stoppedAt)),
      ("stopCode", task.stopCode.map { .string($0) }), ("stoppedReason", task.stoppedReason.map { .string($0) }),
      ("healthStatus", .string((task.health ?? .unknown).rawValue)), ("containers", .array(containers)),
      (StandaloneTaskLife.staging, staging(of: task, key, revision)))
  }

  /// What runs beside each container of a task that may be entered (ECS API reference, ManagedAgent).
  private static func agents(of task: ServiceTask) -> JSON? {
    guard task.opensExec == true else { return nil }
    let status: JSON = task.phase == .running ? "RUNNING" : task.phase == .pending ? "PENDING" : "STOPPED"
    return [.members(("name", "ExecuteCommandAgent"), ("lastStatus", status), ("lastStartedAt", .time(task.startedAt)))]
  }

  /// What its containers write, where a scenario says so; shown to nobody.
  private func staging(of task: ServiceTask, _ key: ServiceKey, _ revision: ServiceRevision?) -> JSON? {
    guard let revision, call.scenario.tasks.contains(where: { $0.log != nil }) else { return nil }
    let life = task.stoppedAt.map { $0 - (task.startedAt ?? task.createdAt) }
    var staging: JSON = [:]
    for container in revision.containers {
      let subject = StagedSubject(
        service: key.name, family: revision.family, container: container.name, image: container.image,
        number: task.number ?? 1)
      guard let lines = call.scenario.tasks.first(for: subject)?.log else { continue }
      // A line keeps its time while the task runs.
      let seconds = life ?? Double(lines.count + 1)
      staging[container.name] = .members(("seconds", .time(seconds)), ("lines", .strings(lines)))
    }
    return staging
  }
}
