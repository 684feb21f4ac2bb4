package import JSONDocument

/// What a one-off task ran: two runs with the same are one.
package struct TaskWork: Sendable, Equatable {
  /// Reference of the deciding container's image; the task definition's name where nobody here knows the image.
  package var image: String
  /// Digest of that image, when somebody said it.
  package var digest: String?
  /// The deciding container's command; nil: the image's own.
  package var command: [String]?

  package init(image: String, digest: String? = nil, command: [String]? = nil) {
    self.image = image
    self.digest = digest
    self.command = command
  }

  /// `definition` is the content of the task definition that is run; nil when it is not described here.
  package init(of task: Resource, container name: String?, definition: JSON?) {
    let launch = OneOffTaskDocument(task.attributes)
    let container = definition.flatMap { TaskDefinitionDocument($0).container(named: name) }
    self.init(
      image: container?.imageText ?? launch.taskDefinition?.text ?? "", digest: container?.image?.digest,
      command: launch.command(of: name) ?? container?.command)
  }
}

/// The runs of a one-off task that succeeded, newest first. It is kept as what was observed of the task.
package struct TaskRuns: Sendable, Equatable {
  package struct Run: Sendable, Equatable {
    package var work: TaskWork
    /// What the registry said of the tag, and what ECS said of the container; they differ for an image of several platforms.
    package var digests: [String]
    /// ARN of the revision.
    package var revision: String?
    package var task: String?
    /// Seconds since 1970, on the cloud's clock.
    package var startedAt: Double?
    package var stoppedAt: Double?

    package init(
      _ work: TaskWork, digests: [String] = [], revision: String? = nil, task: String? = nil, startedAt: Double? = nil,
      stoppedAt: Double? = nil
    ) {
      self.work = work
      self.digests = digests
      self.revision = revision
      self.task = task
      self.startedAt = startedAt
      self.stoppedAt = stoppedAt
    }
  }

  /// Older ones are forgotten.
  private static let limit = 200

  package private(set) var runs: [Run]

  package init(_ runs: [Run] = []) {
    self.runs = runs
  }

  /// Whether this was done before. An image is known by its digest; where one of the two has none, by its reference.
  package func include(_ work: TaskWork) -> Bool {
    runs.contains { run in
      guard run.work.command == work.command else { return false }
      if let digest = work.digest, !run.digests.isEmpty { return run.digests.contains(digest) }
      return run.work.image == work.image
    }
  }

  package mutating func add(_ run: Run) {
    runs.removeAll { $0.work == run.work }
    runs.insert(run, at: 0)
    if runs.count > Self.limit { runs.removeLast(runs.count - Self.limit) }
  }

  // MARK: As it is kept

  package var json: JSON { ["runs": .array(runs.map(\.json))] }

  package init(_ json: JSON?) {
    runs = (json?["runs"]?.arrayValue ?? []).map(Run.init)
  }
}

extension TaskRuns.Run {
  fileprivate var json: JSON {
    var json: JSON = ["image": .string(work.image), "digests": .array(digests.map { .string($0) })]
    json["command"] = work.command.map { .array($0.map { .string($0) }) }
    json["taskDefinition"] = revision.map { .string($0) }
    json["taskArn"] = task.map { .string($0) }
    json["startedAt"] = startedAt.map { .int(Int(saturating: $0)) }
    json["stoppedAt"] = stoppedAt.map { .int(Int(saturating: $0)) }
    return json
  }

  fileprivate init(_ json: JSON) {
    let digests = (json["digests"]?.arrayValue ?? []).compactMap(\.stringValue)
    self.init(
      TaskWork(
        image: json["image"]?.stringValue ?? "", digest: digests.first,
        command: json["command"]?.arrayValue?.compactMap(\.stringValue)),
      digests: digests, revision: json["taskDefinition"]?.stringValue, task: json["taskArn"]?.stringValue,
      startedAt: json["startedAt"]?.numberValue?.doubleValue, stoppedAt: json["stoppedAt"]?.numberValue?.doubleValue)
  }
}
