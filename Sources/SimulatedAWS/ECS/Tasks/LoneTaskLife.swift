import AWS
import JSONDocument

/// What a lone task goes through while time passes: PROVISIONING, RUNNING for a while, STOPPED, forgotten.
struct LoneTaskLife {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  /// Seconds that the work of a lone task takes.
  static let workTime = 20.0
  /// When a task changes by itself; kept in its document, shown to nobody.
  private static let changesAt = "changesAt"
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
      if let (name, reason) = try failedPull(task) {
        task["stopCode"] = "TaskFailedToStart"
        task["stoppedReason"] = .string(reason)
        return stop(&task, at: now) { container in
          container.string("name") == name ? container.with("reason", .string(reason)) : container
        }
      }
      task["lastStatus"] = "RUNNING"
      task["startedAt"] = .time(now)
      task["containers"] = .array(task.list("containers").map { $0.with("lastStatus", "RUNNING") })
      return now + Self.workTime
    case "RUNNING":
      let codes = try exitCodes(task)
      task["stopCode"] = "EssentialContainerExited"
      task["stoppedReason"] = .string(StopReason.essentialExited)
      return stop(&task, at: now) { $0.with("exitCode", .int(codes[$0.string("name") ?? ""] ?? 0)) }
    default:
      let ran = task["startedAt"] != nil
      return stop(&task, at: now) { $0.with("exitCode", ran ? .int(Self.terminated) : nil) }
    }
  }

  private func failedPull(_ task: JSON) throws(AWSError) -> (container: String, reason: String)? {
    let definition = try RevisionKey(task.string("taskDefinitionArn") ?? "").flatMap { key throws(AWSError) in
      try Revisions(call).document(key)
    }
    let platform = TaskShape.platform(of: definition ?? [:])
    for container in task.list("containers") {
      let image = container.string("image") ?? ""
      let pulled = try Registries(call: call).image(image)
      if let reason = StopReason.ofPull(image, pulled, platform: platform) { return (container.string("name") ?? "", reason) }
    }
    return nil
  }

  /// What containers end with that do not end well.
  private func exitCodes(_ task: JSON) throws(AWSError) -> [String: Int] {
    var codes: [String: Int] = [:]
    for container in task.list("containers") {
      if case .exits(let code) = try Registries(call: call).image(container.string("image") ?? "").behaviour {
        codes[container.string("name") ?? ""] = code
      }
    }
    return codes
  }

  private func stop(_ task: inout JSON, at now: Double, _ end: (JSON) -> JSON) -> Double {
    task["lastStatus"] = "STOPPED"
    task["desiredStatus"] = "STOPPED"
    task["stoppedAt"] = .time(now)
    task["containers"] = .array(task.list("containers").map { end($0.with("lastStatus", "STOPPED")) })
    return now + RolloutSimulation.memoryOfTasks
  }
}
