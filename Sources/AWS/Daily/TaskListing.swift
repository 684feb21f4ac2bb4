import JSONDocument
package import Providers
package import Resources

extension AWSProvider {
  package func tasks(of services: [ResourceIdentity]) async throws(ProviderError) -> [ResourceIdentity: [ObservedTask]] {
    let calls = calls
    let wanted = services.flatMap { service in ["RUNNING", "STOPPED"].map { (service, $0) } }
    let listed = try await concurrently(wanted) { service, status throws(ProviderError) in
      (service, try await calls.taskReferences(of: service, status: status))
    }
    let clusters = Dictionary(grouping: listed, by: \.0.cluster).mapValues { Set($0.flatMap(\.1)).sorted() }
    let batches = clusters.sorted { $0.key < $1.key }.flatMap { cluster, arns in arns.pieces(of: 100).map { (cluster, $0) } }
    let described = try await concurrently(batches) { cluster, arns throws(ProviderError) in
      try await calls.tasks(arns, in: cluster)
    }
    let tasks = Dictionary(described.joined().map { ($0.arn, $0) }, uniquingKeysWith: { first, _ in first })
    return Dictionary(
      listed.map { ($0.0, Set($0.1)) }, uniquingKeysWith: { $0.union($1) }
    ).mapValues { arns in arns.compactMap { tasks[$0] }.inReadingOrder }
  }
}

extension APICalls {
  /// ARNs. A service that does not exist has none.
  fileprivate func taskReferences(of service: ResourceIdentity, status: String) async throws(ProviderError) -> [String] {
    let query: JSON = [
      "cluster": .string(service.cluster), "serviceName": .string(service.name), "desiredStatus": .string(status),
    ]
    do throws(ProviderError) {
      return try await pages(.ecs, "ListTasks", query, of: "taskArns").elements.compactMap(\.stringValue)
    } catch {
      guard error.isAbsence else { throw error }
      return []
    }
  }

  /// At most a hundred. What was forgotten since it was listed is left out.
  fileprivate func tasks(_ arns: [String], in cluster: String) async throws(ProviderError) -> [ObservedTask] {
    let input: JSON = ["cluster": .string(cluster), "tasks": .array(arns.map { .string($0) })]
    return (try await call(.ecs, "DescribeTasks", input)["tasks"]?.arrayValue ?? []).compactMap(ObservedTask.init)
  }
}

extension [ObservedTask] {
  /// As `TaskReader.tasks` promises. Tasks of one instant stand in the order of their ARNs.
  fileprivate var inReadingOrder: [ObservedTask] {
    let alive = filter { !$0.isStopped }.sorted { ($0.createdAt ?? 0, $0.arn) < ($1.createdAt ?? 0, $1.arn) }
    let stopped = filter(\.isStopped).sorted { (-($0.stoppedAt ?? 0), $0.arn) < (-($1.stoppedAt ?? 0), $1.arn) }
    return alive + stopped
  }
}

extension ObservedTask {
  /// What DescribeTasks says.
  fileprivate init?(_ task: JSON) {
    guard let arn = task["taskArn"]?.stringValue else { return nil }
    let containers = task["containers"]?.arrayValue ?? []
    self.init(
      arn: arn, revision: task[TaskDefinitionDocument.arnMember]?.stringValue ?? "",
      status: task["lastStatus"]?.stringValue ?? "", images: containers.compactMap { ContainerDocument($0).image },
      place: Place(task))
    let health = task["healthStatus"]?.stringValue
    self.health = health == "UNKNOWN" ? nil : health
    deployment = task["startedBy"]?.stringValue
    self.containers = containers.compactMap { ContainerDocument($0).name }
    entrance.isOpen = task[ServiceDocument.execMember]?.boolValue == true
    entrance.ready = Set(containers.filter(Self.isReady).compactMap { ContainerDocument($0).name })
    createdAt = APITime.seconds(task["createdAt"])
    startedAt = APITime.seconds(task["startedAt"])
    stoppedAt = APITime.seconds(task["stoppedAt"])
    if isStopped || task["stopCode"]?.stringValue != nil { stop = Stop(task) }
  }
}

extension ObservedTask {
  /// The agent of ECS Exec runs in it (`managedAgents` of Container in the API reference).
  fileprivate static func isReady(_ container: JSON) -> Bool {
    (container["managedAgents"]?.arrayValue ?? []).contains { agent in
      agent["name"]?.stringValue == "ExecuteCommandAgent" && agent["lastStatus"]?.stringValue == "RUNNING"
    }
  }
}

extension ObservedTask.Place {
  fileprivate init(_ task: JSON) {
    let attached = (task["attachments"]?.arrayValue ?? []).first { $0["type"]?.stringValue == "ElasticNetworkInterface" }
    let address = attached?["details"]?.arrayValue?.first { $0["name"]?.stringValue == "privateIPv4Address" }
    self.init(
      capacity: task["capacityProviderName"]?.stringValue ?? OneOffTaskDocument(task).launchType,
      zone: task["availabilityZone"]?.stringValue, instance: task["containerInstanceArn"]?.stringValue.map(ARN.lastName),
      address: address?["value"]?.stringValue)
  }
}

extension ObservedTask.Stop {
  fileprivate init(_ task: JSON) {
    let words = RolloutEvidence.StoppedTask(task)
    self.init(Occasion(task), words: words)
    if occasion == .other { causes = Symptoms(RolloutEvidence(tasks: [words])).causes() }
  }
}

extension ObservedTask.Stop.Occasion {
  /// By the code that ECS gives (`stopCode` of Task in the API reference), and by its reason for what a service does.
  init(_ task: JSON) {
    switch task["stopCode"]?.stringValue {
    case "UserInitiated": self = .byHand
    case "SpotInterruption", "TerminationNotice": self = .capacityTaken
    case _ where task["stoppedReason"]?.stringValue?.hasPrefix("Scaling activity initiated by") == true: self = .replaced
    default: self = .other
    }
  }
}
