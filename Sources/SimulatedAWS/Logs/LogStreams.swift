import AWS
import JSONDocument

/// What containers wrote before they ended, as far as the driver `awslogs` brings it to a group.
///
/// Nothing is kept: a stream follows from its task and is there as long as ECS knows the task. It says that the container
/// started and what it ended with, or what a scenario or a staging says.
struct LogStreams {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  /// One container's lines.
  struct Stream {
    var name: String
    /// In seconds since 1970, the oldest first.
    var events: [(at: Double, message: String)]
  }

  /// A stream `prefix/container/task`; nil when no container ever wrote into it.
  func stream(_ name: String, of group: String) throws(AWSError) -> Stream? {
    guard let task = try task(Reference.last(name)) else { return nil }
    return try streams(of: task, in: group).first { $0.name == name }
  }

  /// All that were written into, by name.
  func all(of group: String) throws(AWSError) -> [Stream] {
    var streams: [Stream] = []
    for key in try call.documents.keys(.tasks) {
      if let task = try call.documents.document(.tasks, key) { streams += try self.streams(of: task, in: group) }
    }
    for key in try call.documents.keys(.services) {
      for task in try ServiceTasks(call).all(of: ServiceKey(text: key)) { streams += try self.streams(of: task, in: group) }
    }
    return streams.sorted { $0.name < $1.name }
  }

  private func streams(of task: JSON, in group: String) throws(AWSError) -> [Stream] {
    guard let id = task.string("taskArn").map(Reference.last), let key = RevisionKey(task.string("taskDefinitionArn") ?? ""),
      let definition = try Revisions(call).document(key)
    else { return [] }
    return definition.list("containerDefinitions").compactMap { container in
      let options = container["logConfiguration"]?["options"]
      guard options?.string("awslogs-group") == group, let prefix = options?.string("awslogs-stream-prefix"),
        let name = container.string("name"), let events = events(of: name, task)
      else { return nil }
      return Stream(name: "\(prefix)/\(name)/\(id)", events: events)
    }
  }

  /// Nil for a container that never started.
  private func events(of name: String, _ task: JSON) -> [(at: Double, message: String)]? {
    let container = task.list("containers").first { $0.string("name") == name }
    let exitCode = container?["exitCode"]?.intValue
    guard let started = task["startedAt"]?.doubleValue ?? exitCode.flatMap({ _ in task["createdAt"]?.doubleValue }) else {
      return nil
    }
    let staged = StagedContainer(task[StandaloneTaskLife.staging]?[name], .runs)
    let end = exitCode.map { (code: $0, at: task["stoppedAt"]?.doubleValue ?? call.now) }
    return staged.events(name, startedAt: started, ended: end, now: call.now).map { (at: $0.0, message: $0.1) }
  }

  private func task(_ id: String) throws(AWSError) -> JSON? {
    if let task = try ServiceTasks(call).find(id) { return task }
    for key in try call.documents.keys(.tasks) where key.hasSuffix(" \(id)") { return try call.documents.document(.tasks, key) }
    return nil
  }
}

extension LogStreams.Stream {
  /// As `LogStream` of the API shows it. What is stored is 0 for every stream (API reference, LogStream, `storedBytes`).
  func document(group arn: String) -> JSON {
    .members(
      ("logStreamName", .string(name)), ("creationTime", .milliseconds(events.first?.at ?? 0)),
      ("firstEventTimestamp", events.first.map { .milliseconds($0.at) }),
      ("lastEventTimestamp", events.last.map { .milliseconds($0.at) }),
      ("lastIngestionTime", events.last.map { .milliseconds($0.at) }),
      ("arn", .string("\(arn):log-stream:\(name)")), ("storedBytes", 0))
  }
}

extension JSON {
  /// Since 1970, as CloudWatch Logs tells instants.
  static func milliseconds(_ instant: Double) -> JSON { .int(Int((instant * 1000).rounded())) }
}
