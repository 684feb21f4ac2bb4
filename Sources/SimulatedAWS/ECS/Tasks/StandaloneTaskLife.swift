import AWS
import JSONDocument

/// What a lone task goes through while time passes: PROVISIONING, RUNNING for a while, STOPPED, forgotten.
///
/// Each container runs as long as it was staged. When an essential one ends, the others are told to stop.
package struct StandaloneTaskLife {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  /// Seconds that the work of a lone task takes.
  package static let workTime = 20.0
  /// When a task changes by itself; kept in its document, shown to nobody.
  private static let changesAt = "changesAt"
  /// How its containers fare, by name; kept in its document, shown to nobody.
  static let staging = "staging"
  /// How a staged container fares, in the words of `ContainerBehaviour`.
  static let fares = "fares"
  static let hidden: Set<String> = [changesAt, staging]
  /// What a process ends with when it is told to stop.
  private static let terminated = 143

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

  func save(_ task: inout JSON, changesAt due: Double) throws(AWSError) {
    task[Self.changesAt] = .time(due)
    let arn = task.string("taskArn") ?? ""
    let cluster = Reference.last(task.string("clusterArn") ?? "")
    try call.documents.put(.tasks, "\(cluster) \(Reference.last(arn))", task, due: due)
  }

  /// Goes on to the task's next phase, and answers when that ends.
  private func proceed(_ task: inout JSON, at now: Double) throws(AWSError) -> Double {
    switch task.string("lastStatus") {
    case "PROVISIONING":
      if let (name, reason) = try failureToStart(task) {
        task["stopCode"] = "TaskFailedToStart"
        task["stoppedReason"] = .string(reason)
        return try stop(&task, at: now) { container in
          container.string("name") == name ? container.with("reason", .string(reason)) : container
        }
      }
      task["lastStatus"] = "RUNNING"
      task["startedAt"] = .time(now)
      var containers: [JSON] = []
      for container in task.list("containers") {
        let digest = try Registries(call: call).image(container.string("image") ?? "").digest
        containers.append(container.with("lastStatus", "RUNNING").with("imageDigest", digest.map { .string($0) }))
      }
      task["containers"] = .array(containers)
      return try nextEnd(task) ?? now
    case "RUNNING":
      let ended = try endContainers(&task, at: now)
      guard ended || task.list("containers").allSatisfy({ $0.string("lastStatus") == "STOPPED" }) else {
        return try nextEnd(task) ?? now
      }
      let ending = try essentialEnding(task, at: now)
      task["stopCode"] = .string(ending?.stopCode ?? "EssentialContainerExited")
      task["stoppedReason"] = .string(ending?.stoppedReason ?? StopReason.essentialExited)
      return try stop(&task, at: now) { $0["exitCode"] == nil ? $0.with("exitCode", .int(Self.terminated)) : $0 }
    default:
      let ran = task["startedAt"] != nil
      return try stop(&task, at: now) { $0.with("exitCode", ran ? $0["exitCode"] ?? .int(Self.terminated) : nil) }
    }
  }

  // MARK: Containers

  private func staged(_ container: JSON, of task: JSON) throws(AWSError) -> StagedContainer {
    StagedContainer(task[Self.staging]?[container.string("name") ?? ""], try behaviour(of: container, in: task))
  }

  /// As was staged when the task began; else as its image does.
  private func behaviour(of container: JSON, in task: JSON) throws(AWSError) -> ContainerBehaviour {
    let staged = task[Self.staging]?[container.string("name") ?? ""]?.string(Self.fares).flatMap { ContainerBehaviour($0) }
    if let staged { return staged }
    return try Registries(call: call).image(container.string("image") ?? "").behaviour
  }

  /// How the essential container fared that ended now.
  private func essentialEnding(_ task: JSON, at now: Double) throws(AWSError) -> ContainerBehaviour.Ending? {
    let essential = try essentialContainers(task)
    for container in task.list("containers") where essential.contains(container.string("name") ?? "") {
      guard container["exitCode"] != nil, let ending = try behaviour(of: container, in: task).ending else { continue }
      return ending
    }
    return nil
  }

  /// When the next of its containers ends; nil when all have.
  private func nextEnd(_ task: JSON) throws(AWSError) -> Double? {
    let start = task["startedAt"]?.doubleValue ?? 0
    var next: Double?
    for container in task.list("containers") where container.string("lastStatus") != "STOPPED" {
      let end = start + (try staged(container, of: task)).seconds
      next = min(next ?? end, end)
    }
    return next
  }

  /// Ends the containers whose time has come; true when an essential one was among them.
  private func endContainers(_ task: inout JSON, at now: Double) throws(AWSError) -> Bool {
    let start = task["startedAt"]?.doubleValue ?? 0
    let essential = try essentialContainers(task)
    var hasEnded = false
    var containers: [JSON] = []
    for container in task.list("containers") {
      let staged = try staged(container, of: task)
      guard container.string("lastStatus") != "STOPPED", start + staged.seconds <= now + 0.001 else {
        containers.append(container)
        continue
      }
      hasEnded = hasEnded || essential.contains(container.string("name") ?? "")
      let reason = try behaviour(of: container, in: task).ending?.containerReason
      containers.append(
        container.with("lastStatus", "STOPPED").with("exitCode", .int(staged.exitCode))
          .with("reason", reason.map { .string($0) }))
    }
    task["containers"] = .array(containers)
    return hasEnded
  }

  private func essentialContainers(_ task: JSON) throws(AWSError) -> Set<String> {
    let definitions = try definition(of: task)?.list("containerDefinitions") ?? []
    return Set(definitions.filter { $0["essential"]?.boolValue != false }.compactMap { $0.string("name") })
  }

  private func definition(of task: JSON) throws(AWSError) -> JSON? {
    try RevisionKey(task.string("taskDefinitionArn") ?? "").flatMap { key throws(AWSError) in try Revisions(call).document(key) }
  }

  private func failureToStart(_ task: JSON) throws(AWSError) -> (container: String, reason: String)? {
    let definition = try definition(of: task)
    let platform = TaskShape.platform(of: definition ?? [:])
    for container in task.list("containers") {
      let image = container.string("image") ?? ""
      let name = container.string("name") ?? ""
      let reason = StopReason.ofStart(
        image, try Registries(call: call).image(image), try behaviour(of: container, in: task), container: name,
        platform: platform)
      if let reason { return (name, reason) }
    }
    return nil
  }

  private func stop(_ task: inout JSON, at now: Double, _ end: (JSON) -> JSON) throws(AWSError) -> Double {
    try leave(task)
    task["lastStatus"] = "STOPPED"
    task["desiredStatus"] = "STOPPED"
    task["stoppedAt"] = .time(now)
    task["containers"] = .array(task.list("containers").map { end($0.with("lastStatus", "STOPPED")) })
    return now + RolloutSimulation.memoryOfTasks
  }

  /// Gives its container instance back what the task had of it.
  private func leave(_ task: JSON) throws(AWSError) {
    let cluster = Reference.last(task.string("clusterArn") ?? "")
    guard let instance = task.string("containerInstanceArn"), let definition = try definition(of: task),
      var room = try Placements(call).room(of: cluster)
    else { return }
    room.release(TaskNeeds(definition), from: Reference.last(instance))
    try Placements(call).save(room, of: cluster)
  }
}
