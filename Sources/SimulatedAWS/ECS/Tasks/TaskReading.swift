import AWS
import JSONDocument

/// DescribeTasks and ListTasks, over tasks of services and tasks of their own.
struct TaskReading {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  func describe(_ input: JSON) throws(AWSError) -> JSON {
    let cluster = try Clusters(call).active(input.string("cluster")).string("clusterName") ?? ""
    let references = input.texts("tasks")
    guard (1...100).contains(references.count) else { throw .invalidParameter("Tasks must have 1 to 100 elements.") }
    let withTags = input.texts("include").contains("TAGS")
    var tasks: [JSON] = []
    var failures: [JSON] = []
    for reference in references {
      let id = Reference.last(reference)
      let lone = try call.documents.document(.tasks, "\(cluster) \(id)")
      let ofService = lone == nil ? try ServiceTasks(call).find(id, in: cluster) : nil
      guard let task = lone ?? ofService else {
        failures.append(["arn": .string(call.arn("ecs", "task/\(cluster)/\(id)")), "reason": "MISSING"])
        continue
      }
      let tags: JSON? = withTags ? try call.ecsTags.read(task.string("taskArn") ?? "") : nil
      tasks.append(TaskShape.shown(task).with("tags", tags))
    }
    return ["tasks": .array(tasks), "failures": .array(failures)]
  }

  func list(_ input: JSON) throws(AWSError) -> JSON {
    let cluster = try Clusters(call).active(input.string("cluster")).string("clusterName") ?? ""
    let candidates = try candidates(input, cluster)
    let status = input.string("desiredStatus") ?? "RUNNING"
    let wanted = candidates.filter { task in
      task.string("desiredStatus") == status
        && (input["startedBy"] == nil || input["startedBy"] == task["startedBy"])
        && (input["launchType"] == nil || input["launchType"] == task["launchType"])
        && (input.string("family").map { family($0, runs: task) } ?? true)
    }
    let page = try Page.slice(wanted, input: input, size: 1...100, usual: 100)
    return .members(
      ("taskArns", .array(page.elements.compactMap { $0["taskArn"] })), ("nextToken", page.nextToken))
  }

  private func candidates(_ input: JSON, _ cluster: String) throws(AWSError) -> [JSON] {
    if let service = input.string("serviceName") {
      let key = Reference.service(service, cluster: cluster)
      guard try call.documents.contains(.services, key.text) else {
        throw AWSError(code: "ServiceNotFoundException", message: "Service not found.")
      }
      return try ServiceTasks(call).all(of: key)
    }
    var tasks = try StandaloneTasks(call).all(in: cluster)
    for key in try call.documents.keys(.services, prefix: cluster + " ") {
      tasks += try ServiceTasks(call).all(of: ServiceKey(text: key))
    }
    return tasks
  }

  private func family(_ family: String, runs task: JSON) -> Bool {
    RevisionKey(task.string("taskDefinitionArn") ?? "")?.family == family
  }
}
