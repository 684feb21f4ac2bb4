import AWS
import Foundation
import JSONDocument
import Recording
import Resources
import SimulatedAWS

/// What is in the cloud and in the state file, in words: two runs that came to the same end have equal facts.
///
/// The cloud is asked directly, past everything that the program knows about it.
struct Facts: Equatable {
  /// Objects that live, each with what matters of it; every revision with its content.
  var cloud: [String] = []
  /// Services whose newest deployment has not ended.
  var rolling: [String] = []
  var recorded: [String] = []
  /// How the last run ended, as the history has it.
  var lastRun: RunResult?
  /// What must not be left behind: a lock, open operations.
  var litter: [String] = []

  init(_ place: Place) async throws {
    try await readCloud(SimulatedCloud(path: place.cloudFile, account: "111111111111", region: "eu-west-1"))
    try await readState(place.store())
  }

  private mutating func readCloud(_ cloud: SimulatedCloud) async throws {
    let clusters = try await cloud.call(AWSRequest(.ecs, "ListClusters", [:]))
    addCloud("cluster", clusters["clusterArns"])
    let groups = try await cloud.call(AWSRequest(.logs, "DescribeLogGroups", [:]))
    for group in groups["logGroups"]?.arrayValue ?? [] {
      self.cloud.append("log group \(group["logGroupName"]?.stringValue ?? "") \(group["retentionInDays"]?.text() ?? "-")")
    }
    let repositories = try await cloud.call(AWSRequest(.ecr, "DescribeRepositories", [:]))
    for repository in repositories["repositories"]?.arrayValue ?? [] {
      self.cloud.append("repository \(repository["repositoryName"]?.stringValue ?? "")")
    }
    try await readScaling(cloud)
    var contents: [String: String] = [:]
    for status in ["ACTIVE", "INACTIVE"] {
      let listed = try await cloud.call(AWSRequest(.ecs, "ListTaskDefinitions", ["status": .string(status)]))
      for arn in listed["taskDefinitionArns"]?.arrayValue ?? [] {
        let answer = try await cloud.call(AWSRequest(.ecs, "DescribeTaskDefinition", ["taskDefinition": arn]))
        let image = answer["taskDefinition"]?["containerDefinitions"]?.arrayValue?.first?["image"]?.stringValue ?? ""
        contents[arn.stringValue ?? ""] = image
        self.cloud.append("revision \(Self.short(arn)) \(status) \(image)")
      }
    }
    for cluster in clusters["clusterArns"]?.arrayValue ?? [] { try await readServices(of: cluster, cloud, contents) }
    self.cloud.sort()
  }

  private mutating func readScaling(_ cloud: SimulatedCloud) async throws {
    let targets = try await cloud.call(
      AWSRequest(.applicationAutoscaling, "DescribeScalableTargets", ["ServiceNamespace": "ecs"]))
    for target in targets["ScalableTargets"]?.arrayValue ?? [] {
      let bounds = "\(target["MinCapacity"]?.intValue ?? -1)–\(target["MaxCapacity"]?.intValue ?? -1)"
      self.cloud.append("scalable target \(target["ResourceId"]?.stringValue ?? "") \(bounds)")
    }
    let policies = try await cloud.call(
      AWSRequest(.applicationAutoscaling, "DescribeScalingPolicies", ["ServiceNamespace": "ecs"]))
    for policy in policies["ScalingPolicies"]?.arrayValue ?? [] {
      self.cloud.append(
        "scaling policy \(policy["PolicyName"]?.stringValue ?? "") of \(policy["ResourceId"]?.stringValue ?? "")")
    }
  }

  private mutating func readServices(
    of cluster: JSON, _ cloud: SimulatedCloud, _ contents: [String: String]
  ) async throws {
    let listed = try await cloud.call(AWSRequest(.ecs, "ListServices", ["cluster": cluster, "maxResults": 100]))
    for arn in listed["serviceArns"]?.arrayValue ?? [] {
      let answer = try await cloud.call(
        AWSRequest(.ecs, "DescribeServices", ["cluster": cluster, "services": .array([arn])]))
      guard let service = answer["services"]?.arrayValue?.first else { continue }
      // It is deleted, and goes by itself; a run that finds it so does not wait for that.
      if service["status"] == "DRAINING" { continue }
      let (name, revision) = (service["serviceName"]?.stringValue ?? "", service["taskDefinition"] ?? "")
      self.cloud.append(
        "service \(Self.short(cluster))/\(name) \(service["status"]?.stringValue ?? "") \(service["launchType"]?.stringValue ?? "") "
          + "×\(service["desiredCount"]?.intValue ?? -1) \(Self.short(revision)) \(contents[revision.stringValue ?? ""] ?? "?")")
      let deployments = service["deployments"]?.arrayValue ?? []
      let isSteady = deployments.count == 1 && deployments[0]["rolloutState"] == "COMPLETED"
      if !isSteady {
        rolling.append("service \(name): \(deployments.count) deployments, \(deployments.first?["rolloutState"]?.text() ?? "")")
      }
    }
  }

  private mutating func readState(_ store: any StateStore) async throws {
    let state = try await store.read()
    recorded = state.resources.map { resource in
      let revision = resource.observed["taskDefinition"] ?? resource.arn.map { .string($0) } ?? ""
      return "\(resource.address) \(resource.identity) \(Self.short(revision))"
    }.sorted()
    litter += state.deposed.map { "left over: \($0.name)" }
    if let lock = try await store.currentLock() { litter.append("a lock of process \(lock.request.pid)") }
    for operation in try await store.unfinishedOperations() {
      litter.append("an open operation: \(operation.intent.verb) \(operation.intent.address)")
    }
    lastRun = try await store.history(limit: 1).first?.outcome?.result
  }

  private mutating func addCloud(_ kind: String, _ arns: JSON?) {
    for arn in arns?.arrayValue ?? [] { cloud.append("\(kind) \(Self.short(arn))") }
  }

  private static func short(_ arn: JSON) -> String {
    arn.stringValue?.split(separator: "/").last.map(String.init) ?? ""
  }
}
