import AWS
import JSONDocument

/// GetLogEvents: what containers wrote before they ended, as far as the driver `awslogs` brings it here.
///
/// Nothing is kept: a stream follows from its task. It says that the container started and what it ended with, or what was
/// staged for a lone task.
struct LogEvents {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  func get(_ input: JSON) throws(AWSError) -> JSON {
    let identifier = input.string("logGroupIdentifier") ?? ""
    let group = input.string("logGroupName") ?? LogGroupTags.name(inARN: identifier) ?? identifier
    guard try call.documents.contains(.logGroups, group) else { throw missing("group") }
    let limit = input["limit"]?.intValue ?? 10000
    guard (1...10000).contains(limit) else { throw .invalidParameter("limit must be between 1 and 10000, inclusive.") }
    guard let events = try events(group, input.string("logStreamName") ?? "") else { throw missing("stream") }
    let start = input.string("nextToken").flatMap { Int($0.dropFirst(2)) } ?? 0
    let rest = Array(events.dropFirst(start))
    let isFromHead = input["startFromHead"]?.boolValue == true || input["nextToken"] != nil
    let page = Array(isFromHead ? rest.prefix(limit) : rest.suffix(limit))
    let end = isFromHead ? start + page.count : events.count
    return [
      "events": .array(page), "nextForwardToken": .string("f/\(end)"), "nextBackwardToken": "b/0",
    ]
  }

  private func missing(_ noun: String) -> AWSError {
    AWSError(code: "ResourceNotFoundException", message: "The specified log \(noun) does not exist.")
  }

  /// Events of a stream `prefix/container/task`; nil when no container ever wrote into it.
  private func events(_ group: String, _ stream: String) throws(AWSError) -> [JSON]? {
    let parts = stream.split(separator: "/").map(String.init)
    guard parts.count >= 3, let task = try task(parts[parts.count - 1]),
      let key = RevisionKey(task.string("taskDefinitionArn") ?? ""), let definition = try Revisions(call).document(key)
    else { return nil }
    let name = parts[parts.count - 2]
    let prefix = parts.dropLast(2).joined(separator: "/")
    let options = definition.list("containerDefinitions").first { $0.string("name") == name }?["logConfiguration"]?["options"]
    guard options?.string("awslogs-group") == group, options?.string("awslogs-stream-prefix") == prefix else { return nil }
    let container = task.list("containers").first { $0.string("name") == name }
    let exitCode = container?["exitCode"]?.intValue
    guard let started = task["startedAt"]?.doubleValue ?? exitCode.flatMap({ _ in task["createdAt"]?.doubleValue }) else {
      return nil
    }
    let staged = StagedContainer(task[StandaloneTaskLife.staging]?[name], .runs)
    let end = exitCode.map { (code: $0, at: task["stoppedAt"]?.doubleValue ?? call.now) }
    return staged.events(name, startedAt: started, ended: end, now: call.now).map { event($0.1, at: $0.0) }
  }

  private func task(_ id: String) throws(AWSError) -> JSON? {
    if let task = try ServiceTasks(call).find(id) { return task }
    for key in try call.documents.keys(.tasks) where key.hasSuffix(" \(id)") { return try call.documents.document(.tasks, key) }
    return nil
  }

  private func event(_ message: String, at instant: Double) -> JSON {
    let milliseconds = JSON.int(Int((instant * 1000).rounded()))
    return ["timestamp": milliseconds, "ingestionTime": milliseconds, "message": .string(message)]
  }
}
