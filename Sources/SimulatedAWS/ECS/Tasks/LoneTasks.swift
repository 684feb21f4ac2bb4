import AWS
import JSONDocument

/// Tasks that run by themselves, outside of any service: RunTask and StopTask.
///
/// A lone task starts like a service's task, runs for a while and ends with the exit code of its image, or 0.
struct LoneTasks {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  /// Seconds that the work of a lone task takes.
  private static let workTime = 20.0
  /// When a task changes by itself; kept in its document, shown to nobody.
  private static let changesAt = "changesAt"

  // MARK: Running

  func run(_ input: JSON) throws(AWSError) -> JSON {
    let cluster = try Clusters(call).active(input.string("cluster")).string("clusterName") ?? ""
    if let remembered = try remembered(input, cluster) { return remembered }
    let count = input["count"]?.intValue ?? 1
    guard (1...10).contains(count) else { throw .invalidParameter("count must be between 1 and 10.") }
    let definition = try Revisions(call).usable(input.string("taskDefinition") ?? "")
    if definition.string("networkMode") == "awsvpc", input["networkConfiguration"] == nil {
      throw .invalidParameter("Network Configuration must be provided when networkMode 'awsvpc' is specified.")
    }
    try call.ecsTags.check(input["tags"])
    var tasks: [JSON] = []
    for _ in 0..<count { tasks.append(try begin(input, definition, cluster)) }
    let answer: JSON = ["tasks": .array(tasks), "failures": []]
    try remember(answer, input, cluster)
    return answer
  }

  private func begin(_ input: JSON, _ definition: JSON, _ cluster: String) throws(AWSError) -> JSON {
    let id = try call.newId("task").hex(32)
    let arn = call.arn("ecs", "task/\(cluster)/\(id)")
    let family = definition.string("family") ?? ""
    var task: JSON = .members(
      ("taskArn", .string(arn)), ("clusterArn", .string(call.arn("ecs", "cluster/\(cluster)"))),
      ("taskDefinitionArn", definition["taskDefinitionArn"]), ("lastStatus", "PROVISIONING"), ("desiredStatus", "RUNNING"),
      ("group", input["group"] ?? .string("family:\(family)")), ("startedBy", input["startedBy"]),
      ("launchType", input["launchType"] ?? "EC2"), ("overrides", input["overrides"] ?? ["containerOverrides": []]),
      ("cpu", definition["cpu"]), ("memory", definition["memory"]), ("createdAt", .time(call.now)),
      ("containers", .array(definition.list("containerDefinitions").map { TaskShape.container($0, arn: arn, status: "PENDING") })))
    try call.ecsTags.begin(arn, input["tags"])
    try save(&task, changesAt: call.now + RolloutSimulation.startTime)
    return TaskShape.shown(task)
  }

  /// A request that carries a token is carried out once.
  private func remembered(_ input: JSON, _ cluster: String) throws(AWSError) -> JSON? {
    guard let token = input.string("clientToken") else { return nil }
    guard let before = try call.documents.document(.clientTokens, "run-task \(cluster) \(token)") else { return nil }
    guard before["input"] == input else {
      throw AWSError(
        code: "ConflictException", message: "The request with the same client token had different parameters.")
    }
    return before["answer"]
  }

  private func remember(_ answer: JSON, _ input: JSON, _ cluster: String) throws(AWSError) {
    guard let token = input.string("clientToken") else { return }
    try call.documents.put(.clientTokens, "run-task \(cluster) \(token)", ["input": input, "answer": answer])
  }

  // MARK: Stopping

  /// Stops a task of its own at once; a task of a service stops and the service starts another.
  func stop(_ input: JSON) throws(AWSError) -> JSON {
    let cluster = try Clusters(call).active(input.string("cluster")).string("clusterName") ?? ""
    let id = Reference.last(input.string("task") ?? "")
    guard var task = try call.documents.document(.tasks, "\(cluster) \(id)") else {
      return ["task": try ServiceTasks(call).stop(id, in: cluster, reason: input.string("reason"))]
    }
    if task.string("desiredStatus") != "STOPPED" {
      task["desiredStatus"] = "STOPPED"
      task["lastStatus"] = "DEACTIVATING"
      task["stopCode"] = "UserInitiated"
      task["stoppedReason"] = input["reason"] ?? "Task stopped by user"
      try save(&task, changesAt: call.now + RolloutSimulation.stopTime)
    }
    return ["task": TaskShape.shown(task)]
  }

  // MARK: Time

  /// Lets the task under `key` live until now.
  func advance(_ key: String) throws(AWSError) {
    while var task = try call.documents.document(.tasks, key), let due = task[Self.changesAt]?.doubleValue, due <= call.now {
      guard task.string("lastStatus") != "STOPPED" else {
        try call.ecsTags.remove(task.string("taskArn") ?? "")
        return try call.documents.remove(.tasks, key)
      }
      let next = try proceed(&task, at: due)
      try save(&task, changesAt: next)
    }
  }

  /// Goes on to the task's next phase, and answers when that ends.
  private func proceed(_ task: inout JSON, at now: Double) throws(AWSError) -> Double {
    switch task.string("lastStatus") {
    case "PROVISIONING":
      for container in task.list("containers") {
        let image = container.string("image") ?? ""
        guard try Registries(call: call).image(image) == .missing else { continue }
        task["stopCode"] = "TaskFailedToStart"
        task["stoppedReason"] = .string(StopReason.cannotPull(image))
        return end(&task, exitCode: nil, at: now)
      }
      task["lastStatus"] = "RUNNING"
      task["startedAt"] = .time(now)
      task["containers"] = .array(task.list("containers").map { $0.with("lastStatus", "RUNNING") })
      return now + Self.workTime
    case "RUNNING":
      task["stopCode"] = "EssentialContainerExited"
      task["stoppedReason"] = "Essential container in task exited"
      return end(&task, exitCode: try exitCode(task), at: now)
    default: return end(&task, exitCode: 137, at: now)
    }
  }

  private func exitCode(_ task: JSON) throws(AWSError) -> Int {
    for container in task.list("containers") {
      if case .exits(let code) = try Registries(call: call).image(container.string("image") ?? "") { return code }
    }
    return 0
  }

  private func end(_ task: inout JSON, exitCode: Int?, at now: Double) -> Double {
    task["lastStatus"] = "STOPPED"
    task["desiredStatus"] = "STOPPED"
    task["stoppedAt"] = .time(now)
    task["containers"] = .array(
      task.list("containers").map { $0.with("lastStatus", "STOPPED").with("exitCode", exitCode.map { .int($0) }) })
    return now + RolloutSimulation.memoryOfTasks
  }

  private func save(_ task: inout JSON, changesAt due: Double) throws(AWSError) {
    task[Self.changesAt] = .time(due)
    let arn = task.string("taskArn") ?? ""
    let cluster = Reference.last(task.string("clusterArn") ?? "")
    try call.documents.put(.tasks, "\(cluster) \(Reference.last(arn))", task, due: due)
  }

  // MARK: Reading

  /// Tasks of the cluster that have not stopped.
  func running(in cluster: String) throws(AWSError) -> [JSON] {
    try all(in: cluster).filter { $0.string("lastStatus") != "STOPPED" }
  }

  func all(in cluster: String) throws(AWSError) -> [JSON] {
    var tasks: [JSON] = []
    for key in try call.documents.keys(.tasks, prefix: cluster + " ") {
      if let task = try call.documents.document(.tasks, key) { tasks.append(task) }
    }
    return tasks
  }
}
