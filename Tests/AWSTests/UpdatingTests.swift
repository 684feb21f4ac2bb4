import AWS
import JSONDocument
import Providers
import Resources
import Testing

@Suite("Changing services in place")
struct UpdatingServicesTests {
  private static func service(primary: String, tags: JSON = []) -> JSON {
    var document = serviceDocument("api", deployments: [deployment(primary, "PRIMARY")])
    document["tags"] = tags
    return document
  }

  private func update(_ after: JSON, _ changed: Set<String>) -> ResourceUpdate {
    ResourceUpdate(identity: .service("api"), before: [:], after: after, changedMembers: changed)
  }

  @Test("All changed members go in one call, and only a new primary deployment is a rollout", arguments: [true, false])
  func oneCall(startsDeployment: Bool) async throws {
    let client = ScriptedClient { request, _ in
      guard request.operation == "UpdateService" else { return ["services": [Self.service(primary: "ecs-svc/1")]] }
      return ["service": Self.service(primary: startsDeployment ? "ecs-svc/2" : "ecs-svc/1")]
    }
    let after: JSON = ["taskDefinition": "api:2", "desiredCount": 3, "enableExecuteCommand": true]
    let result = try await AWSProvider.scripted(client).update(
      update(after, ["taskDefinition", "desiredCount"]), token: OperationToken("1"))
    #expect(
      client.inputs(of: "UpdateService") == [["taskDefinition": "api:2", "desiredCount": 3, "cluster": "main", "service": "api"]])
    #expect(result.rollout?.deploymentId == (startsDeployment ? "ecs-svc/2" : nil))
  }

  @Test("Another capacity provider strategy forces a deployment")
  func strategy() async throws {
    let client = ScriptedClient { request, _ in
      guard request.operation == "UpdateService" else { return ["services": [Self.service(primary: "ecs-svc/1")]] }
      return ["service": Self.service(primary: "ecs-svc/2")]
    }
    let after: JSON = ["capacityProviderStrategy": [["capacityProvider": "FARGATE_SPOT", "weight": 1]]]
    _ = try await AWSProvider.scripted(client).update(
      update(after, ["capacityProviderStrategy", "launchType"]), token: OperationToken("1"))
    let input = client.inputs(of: "UpdateService").first
    #expect(input?["forceNewDeployment"] == true)
    #expect(input?["launchType"] == nil)
  }

  @Test("A forced deployment whose answer is lost is not forced twice")
  func lostForcedAnswer() async throws {
    let client = ScriptedClient { request, earlier throws(AWSError) in
      if request.operation == "UpdateService" { throw AWSError.lost() }
      return ["services": [Self.service(primary: earlier == 0 ? "ecs-svc/1" : "ecs-svc/2")]]
    }
    let result = try await AWSProvider.scripted(client).update(
      update(["capacityProviderStrategy": []], ["capacityProviderStrategy"]), token: OperationToken("1"))
    #expect(result.rollout?.deploymentId == "ecs-svc/2")
    #expect(client.inputs(of: "UpdateService").count == 1)
  }

  @Test("Tags alone start no deployment, and tags of AWS and of this program stay")
  func tagsOnly() async throws {
    let before: JSON = [
      ["key": "team", "value": "a"], ["key": "old", "value": "x"], ["key": "aws:cloudformation", "value": "s"],
      ["key": "reconcile:operation", "value": "op"],
    ]
    let client = ScriptedClient { _, _ in ["services": [Self.service(primary: "ecs-svc/1", tags: before)]] }
    let result = try await AWSProvider.scripted(client).update(
      update(["tags": [["key": "team", "value": "b"]]], ["tags"]), token: OperationToken("1"))
    #expect(client.operations == ["DescribeServices", "TagResource", "UntagResource"])
    #expect(client.inputs(of: "TagResource").first?["tags"] == [["key": "team", "value": "b"]])
    #expect(client.inputs(of: "UntagResource").first?["tagKeys"] == ["old"])
    #expect(result.rollout == nil)
    #expect(result.object.attributes["tags"]?.arrayValue?.count == 3)
  }

  @Test("A failure after the tags were written says that something changed")
  func partly() async throws {
    let client = ScriptedClient { request, _ throws(AWSError) in
      switch request.operation {
      case "DescribeServices": return ["services": [Self.service(primary: "ecs-svc/1")]]
      case "UpdateService": throw AWSError(code: "InvalidParameterException", message: "no")
      default: return [:]
      }
    }
    let after: JSON = ["tags": [["key": "team", "value": "b"]], "desiredCount": 1]
    let error = await #expect(throws: ProviderError.self) {
      _ = try await AWSProvider.scripted(client).update(update(after, ["tags", "desiredCount"]), token: OperationToken("1"))
    }
    #expect(error?.effect == .yes)
  }

  @Test("A member that only a new service can have is refused before any call", arguments: ["launchType", "schedulingStrategy"])
  func fixed(member: String) async throws {
    let client = ScriptedClient { _, _ in [:] }
    let error = await #expect(throws: ProviderError.self) {
      _ = try await AWSProvider.scripted(client).update(update([:], [member]), token: OperationToken("1"))
    }
    #expect(error?.kind == .refused)
    #expect(client.requests.isEmpty)
  }

  @Test("What the files leave out of a structure is sent as it is, but nothing that we do not know")
  func partlyDeclared() async throws {
    var live = Self.service(primary: "ecs-svc/1")
    live["deploymentConfiguration"] = [
      "maximumPercent": 150, "minimumHealthyPercent": 100, "earlySuccess": true, "alarms": [:],
      "deploymentCircuitBreaker": ["enable": true, "rollback": true],
    ]
    let described = live
    let client = ScriptedClient { request, _ in
      request.operation == "UpdateService" ? ["service": described] : ["services": [described]]
    }
    let after: JSON = [
      "deploymentConfiguration": ["minimumHealthyPercent": 50, "deploymentCircuitBreaker": ["rollback": false]]
    ]
    _ = try await AWSProvider.scripted(client).update(
      update(after, ["deploymentConfiguration"]), token: OperationToken("1"))
    #expect(
      client.inputs(of: "UpdateService").first?["deploymentConfiguration"] == [
        "minimumHealthyPercent": 50, "maximumPercent": 150,
        "deploymentCircuitBreaker": ["rollback": false, "enable": true],
      ])
  }

  @Test("A service that was deleted meanwhile is gone")
  func gone() async throws {
    let client = ScriptedClient { _, _ in ["services": [serviceDocument("api", status: "INACTIVE")]] }
    let error = await #expect(throws: ProviderError.self) {
      _ = try await AWSProvider.scripted(client).update(update(["desiredCount": 1], ["desiredCount"]), token: OperationToken("1"))
    }
    #expect(error?.kind == .gone)
  }
}

@Suite("Changing other resources in place")
struct UpdatingOthersTests {
  @Test("A cluster's capacity lists are replaced together, the unchanged one as it was")
  func capacity() async throws {
    let client = ScriptedClient { _, _ in ["clusters": [["clusterName": "main", "status": "ACTIVE"]]] }
    let strategy: JSON = [["capacityProvider": "FARGATE", "weight": 1]]
    _ = try await AWSProvider.scripted(client).update(
      ResourceUpdate(
        identity: ResourceIdentity(.cluster, name: "main"), before: ["defaultCapacityProviderStrategy": strategy],
        after: ["capacityProviders": ["FARGATE", "FARGATE_SPOT"]], changedMembers: ["capacityProviders"]),
      token: OperationToken("1"))
    #expect(client.operations == ["PutClusterCapacityProviders", "DescribeClusters"])
    #expect(client.inputs(of: "PutClusterCapacityProviders").first?["defaultCapacityProviderStrategy"] == strategy)
  }

  @Test("A policy that left the files is deleted")
  func policy() async throws {
    let client = ScriptedClient { request, _ throws(AWSError) in
      if request.operation == "DescribeRepositories" { return ["repositories": [["repositoryName": "api"]]] }
      throw AWSError(code: "LifecyclePolicyNotFoundException", message: "none")
    }
    _ = try await AWSProvider.scripted(client).update(
      ResourceUpdate(
        identity: ResourceIdentity(.repository, name: "api"), before: ["lifecyclePolicy": ["rules": []]], after: [:],
        changedMembers: ["lifecyclePolicy"]), token: OperationToken("1"))
    #expect(client.operations == ["DeleteLifecyclePolicy", "DescribeRepositories", "GetLifecyclePolicy"])
  }

  @Test(
    "Retention is set, and taken away again", arguments: [(JSON.int(30), "PutRetentionPolicy"), (.null, "DeleteRetentionPolicy")])
  func retention(days: JSON, operation: String) async throws {
    let client = ScriptedClient { _, _ in ["logGroups": [["logGroupName": "/ecs/api"]]] }
    _ = try await AWSProvider.scripted(client).update(
      ResourceUpdate(
        identity: ResourceIdentity(.logGroup, name: "/ecs/api"), before: [:], after: ["retentionInDays": days],
        changedMembers: ["retentionInDays"]), token: OperationToken("1"))
    #expect(client.operations == [operation, "DescribeLogGroups"])
  }
}
