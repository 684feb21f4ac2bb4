import AWS
import JSONDocument
import Resources

/// Tasks that run by themselves, outside of any service: RunTask and StopTask.
///
/// A lone task starts like a service's task, runs for a while and ends with the exit code of its image, or 0.
struct StandaloneTasks {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  // MARK: Running

  func run(_ input: JSON) throws(AWSError) -> JSON {
    let found = try Clusters(call).active(input.string("cluster"))
    let cluster = found.string("clusterName") ?? ""
    if let remembered = try remembered(input, cluster) { return remembered }
    let count = input["count"]?.intValue ?? 1
    guard (1...10).contains(count) else { throw .invalidParameter("count must be between 1 and 10.") }
    let definition = try Revisions(call).usable(input.string("taskDefinition") ?? "")
    let placed = Self.placed(input, in: found)
    try check(placed, definition)
    let answer = try answer(placed, definition, cluster, count: count)
    try remember(answer, input, cluster)
    return answer
  }

  /// "If no capacityProviderStrategy or launchType is specified, the defaultCapacityProviderStrategy for the cluster is used"
  /// (API reference, RunTask).
  private static func placed(_ input: JSON, in cluster: JSON) -> JSON {
    guard input["launchType"] == nil, input.list("capacityProviderStrategy").isEmpty,
      !cluster.list("defaultCapacityProviderStrategy").isEmpty
    else { return input }
    return input.with("capacityProviderStrategy", cluster["defaultCapacityProviderStrategy"])
  }

  private func answer(_ input: JSON, _ definition: JSON, _ cluster: String, count: Int) throws(AWSError) -> JSON {
    var staging = try staging(definition)
    var behaviours = try behaviours(of: definition, staging)
    if behaviours.contains(.cannotBePlaced) {
      let failure: JSON = [
        "arn": .string(call.arn("ecs", "container-instance/\(cluster)/\(StopReason.instance(of: cluster))")),
        "reason": .string(StopReason.notRun(onFargate: ServiceDocument(input).asksForFargate)),
      ]
      return ["tasks": [], "failures": .array(Array(repeating: failure, count: count))]
    }
    let tags = try tags(input, definition)
    var tasks: [JSON] = []
    for position in 0..<count {
      if position > 0 {
        staging = try self.staging(definition)
        behaviours = try self.behaviours(of: definition, staging)
      }
      let instance: String?
      switch try place(input, definition, cluster) {
      case .found(let found): instance = found
      case .none(.instances): throw .invalidParameter(StopReason.noInstances)
      case .none(.resource(let closest, let lack)):
        let failure: JSON = [
          "arn": .string(Placements(call).arn(closest, in: cluster)), "reason": .string(StopReason.notRun(lack)),
        ]
        return ["tasks": .array(tasks), "failures": .array(Array(repeating: failure, count: count - position))]
      }
      let startTime = RolloutSimulation.startTime(of: behaviours)
      tasks.append(try begin(input, definition, cluster, tags, staging, on: instance, startTime: startTime))
    }
    return ["tasks": .array(tasks), "failures": []]
  }

  private func begin(
    _ input: JSON, _ definition: JSON, _ cluster: String, _ tags: JSON, _ staging: JSON, on instance: String?,
    startTime: Double
  ) throws(AWSError) -> JSON {
    let id = try call.newId("task").hex(32)
    let arn = call.arn("ecs", "task/\(cluster)/\(id)")
    let family = definition.string("family") ?? ""
    let overrides = input["overrides"] ?? [:]
    let strategy = input.list("capacityProviderStrategy").first?["capacityProvider"]
    let launchType: JSON? = ServiceDocument(input).asksForFargate ? "FARGATE" : input["launchType"] ?? "EC2"
    var task: JSON = .members(
      ("taskArn", .string(arn)), ("clusterArn", .string(call.arn("ecs", "cluster/\(cluster)"))),
      ("taskDefinitionArn", definition["taskDefinitionArn"]), ("lastStatus", "PROVISIONING"), ("desiredStatus", "RUNNING"),
      ("group", input["group"] ?? .string("family:\(family)")), ("startedBy", input["startedBy"]),
      ("launchType", launchType), ("capacityProviderName", strategy),
      ("containerInstanceArn", instance.map { .string(Placements(call).arn($0, in: cluster)) }),
      ("overrides", overrides["containerOverrides"] == nil ? overrides.with("containerOverrides", []) : overrides),
      ("cpu", overrides["cpu"] ?? definition["cpu"]), ("memory", overrides["memory"] ?? definition["memory"]),
      ("createdAt", .time(call.now)), ("enableExecuteCommand", input["enableExecuteCommand"] ?? false),
      ("containers", .array(definition.list("containerDefinitions").map { TaskShape.container($0, arn: arn, status: "PENDING") }))
    )
    if staging.objectValue?.isEmpty == false { task[StandaloneTaskLife.staging] = staging }
    try call.ecsTags.begin(arn, tags)
    try StandaloneTaskLife(call).save(&task, changesAt: call.now + startTime)
    return TaskShape.shown(task).with("tags", tags)
  }

  private func place(_ input: JSON, _ definition: JSON, _ cluster: String) throws(AWSError) -> ClusterRoom.Place {
    guard !ServiceDocument(input).asksForFargate, var room = try Placements(call).room(of: cluster) else { return .found(nil) }
    let constraints = input.list("placementConstraints").compactMap { $0.string("expression") }
    let place = room.place(TaskNeeds(definition), constraints: constraints)
    try Placements(call).save(room, of: cluster)
    return place
  }

  /// What was staged for the containers of the next task of a definition, by name. What was said of the containers of its
  /// family counts before what the scenario says.
  private func staging(_ definition: JSON) throws(AWSError) -> JSON {
    let family = definition.string("family") ?? ""
    let number = call.scenario.tasks.isEmpty ? 1 : try call.documents.nextNumber("lone task \(family)")
    var staging: JSON = [:]
    for container in definition.list("containerDefinitions") {
      guard let name = container.string("name") else { continue }
      if let staged = try call.documents.document(.stagedTasks, "\(family) \(name)") {
        staging[name] = staged
      } else {
        let subject = StagedSubject(family: family, container: name, image: container.string("image") ?? "", number: number)
        guard let rule = call.scenario.tasks.first(for: subject) else { continue }
        staging[name] = .members((StandaloneTaskLife.fares, .string(rule.fares.text)), ("lines", rule.log.map { .strings($0) }))
      }
    }
    return staging
  }

  private func behaviours(of definition: JSON, _ staging: JSON) throws(AWSError) -> [ContainerBehaviour] {
    var behaviours: [ContainerBehaviour] = []
    for container in definition.list("containerDefinitions") {
      let staged = staging[container.string("name") ?? ""]?.string(StandaloneTaskLife.fares).flatMap { ContainerBehaviour($0) }
      let image = try Registries(call: call).image(container.string("image") ?? "").behaviour
      behaviours.append(staged ?? image)
    }
    return behaviours
  }

  /// Its own tags, and those of the task definition when they are to be propagated.
  private func tags(_ input: JSON, _ definition: JSON) throws(AWSError) -> JSON {
    try call.ecsTags.check(input["tags"])
    let own = input.list("tags")
    guard input.string("propagateTags") == "TASK_DEFINITION", let arn = definition.string("taskDefinitionArn") else {
      return .array(own)
    }
    let keys = Set(own.compactMap { $0.string("key") })
    let inherited = try call.ecsTags.read(arn).arrayValue ?? []
    return .array(own + inherited.filter { !keys.contains($0.string("key") ?? "") })
  }

  // MARK: What is refused

  /// Characters.
  private static let overridesLimit = 8192

  private func check(_ input: JSON, _ definition: JSON) throws(AWSError) {
    let strategy = input.list("capacityProviderStrategy")
    if input["launchType"] != nil, !strategy.isEmpty {
      throw .invalidParameter(
        "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.")
    }
    if ServiceDocument(input).asksForFargate, !definition.texts("compatibilities").contains("FARGATE") {
      throw .invalidParameter("Task definition does not support launch_type FARGATE.")
    }
    if definition.string("networkMode") == "awsvpc", input["networkConfiguration"] == nil {
      throw .invalidParameter("Network Configuration must be provided when networkMode 'awsvpc' is specified.")
    }
    if definition.string("networkMode") != "awsvpc", input["networkConfiguration"] != nil {
      throw .invalidParameter("Network Configuration is not valid for the given networkMode of this task definition.")
    }
    // Words of AWS from reports: boto/boto3#3173, convox/rack#1906.
    let overrides = input["overrides"] ?? [:]
    if OneOffTaskDocument(input).opensExec, TaskDefinitionDocument(definition).taskRole == nil,
      OneOffTaskDocument(input).taskRole == nil
    {
      throw .invalidParameter(
        "The execute command failed because a valid task role is not being used. Specify a valid task role in your task "
          + "definition or as a task override and try again.")
    }
    // "This limit includes the JSON formatting characters of the override structure" (API reference, RunTask).
    guard overrides.text().count <= Self.overridesLimit else {
      throw .invalidParameter("Container Overrides length must be at most \(Self.overridesLimit)")
    }
    guard (input.string("startedBy") ?? "").utf8.count <= 128 else {
      throw .invalidParameter("startedBy must be at most 128 characters.")
    }
    if let token = input.string("clientToken"), !(1...64).contains(token.utf8.count) {
      throw .invalidParameter("Client token must have 1 to 64 characters.")
    }
    let names = Set(definition.list("containerDefinitions").compactMap { $0.string("name") })
    for override in input["overrides"]?.list("containerOverrides") ?? [] {
      let name = override.string("name") ?? ""
      guard names.contains(name) else {
        throw .invalidParameter("Override for container named \(name.prefix(255)) is not a container in the TaskDefinition.")
      }
    }
  }

  // MARK: Doing it twice

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
      return ["task": TaskShape.shown(try ServiceTasks(call).stop(id, in: cluster, reason: input.string("reason")))]
    }
    if task.string("desiredStatus") != "STOPPED" {
      task["desiredStatus"] = "STOPPED"
      task["lastStatus"] = "DEACTIVATING"
      task["stopCode"] = "UserInitiated"
      task["stoppedReason"] = input["reason"] ?? "Task stopped by user"
      try StandaloneTaskLife(call).save(&task, changesAt: call.now + RolloutSimulation.stopTime)
    }
    return ["task": TaskShape.shown(task)]
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
