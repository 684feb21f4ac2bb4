import AWS
import JSONDocument
import Providers
import Resources
import Testing

@Suite("Deleting")
struct DeletingTests {
  private func delete(_ identity: ResourceIdentity, withData: Bool = false, _ client: ScriptedClient) async throws {
    try await AWSProvider.scripted(client).delete(
      ResourceDeletion(identity: identity, withData: withData), token: OperationToken("1"))
  }

  @Test("A service is scaled to nothing, deleted, and waited for")
  func service() async throws {
    let client = ScriptedClient { request, earlier in
      guard request.operation == "DescribeServices" else { return [:] }
      return ["services": [serviceDocument("api", status: ["ACTIVE", "DRAINING", "DRAINING", "INACTIVE"][earlier])]]
    }
    try await delete(.service("api"), client)
    #expect(
      client.operations == [
        "DescribeServices", "UpdateService", "DeleteService", "DescribeServices", "DescribeServices", "DescribeServices",
      ])
    #expect(client.inputs(of: "UpdateService").first?["desiredCount"] == 0)
  }

  @Test("A daemon is not scaled down")
  func daemon() async throws {
    let client = ScriptedClient { request, earlier in
      guard request.operation == "DescribeServices" else { return [:] }
      var document = serviceDocument("api", status: earlier == 0 ? "ACTIVE" : "INACTIVE")
      document["schedulingStrategy"] = "DAEMON"
      return ["services": [document]]
    }
    try await delete(.service("api"), client)
    #expect(!client.operations.contains("UpdateService"))
  }

  @Test("A service that is gone already is a success")
  func goneAlready() async throws {
    let client = ScriptedClient { _, _ in ["services": [], "failures": [["arn": "service/main/api", "reason": "MISSING"]]] }
    try await delete(.service("api"), client)
    #expect(client.operations == ["DescribeServices"])
  }

  @Test("A service that never stops draining is reported after twenty minutes")
  func drainsForEver() async throws {
    let client = ScriptedClient { _, _ in ["services": [serviceDocument("api", status: "DRAINING")]] }
    let error = await #expect(throws: ProviderError.self) { try await delete(.service("api"), client) }
    #expect(error?.kind == .busy)
    #expect(client.times.contains { (1200...1200.1).contains($0) }, "the last look is at the deadline")
  }

  @Test("A cluster that still runs somebody's services is named, not waited for")
  func clusterInUse() async throws {
    let client = ScriptedClient { request, _ in
      switch request.operation {
      case "ListServices": ["serviceArns": ["arn:aws:ecs:eu-west-1:111111111111:service/main/api"]]
      case "DescribeServices": ["services": [serviceDocument("api")]]
      default: ["clusters": [["clusterName": "main", "status": "ACTIVE"]]]
      }
    }
    let error = await #expect(throws: ProviderError.self) { try await delete(ResourceIdentity(.cluster, name: "main"), client) }
    #expect(error?.kind == .busy)
    #expect(error?.message.contains("\"api\"") == true)
    #expect(!client.operations.contains("DeleteCluster"))
  }

  @Test("A cluster that is busy for a moment is tried again")
  func clusterBusy() async throws {
    let client = ScriptedClient { request, earlier throws(AWSError) in
      switch request.operation {
      case "ListServices": return ["serviceArns": []]
      case "DeleteCluster":
        if earlier < 2 { throw AWSError(code: "ClusterContainsTasksException", message: "The cluster contains tasks.") }
        return [:]
      default: return ["clusters": [["clusterName": "main", "status": earlier == 0 ? "ACTIVE" : "INACTIVE"]]]
      }
    }
    try await delete(ResourceIdentity(.cluster, name: "main"), client)
    #expect(client.operations.count { $0 == "DeleteCluster" } == 3)
  }

  @Test("Images are deleted only when that was asked for", arguments: [true, false])
  func repository(withData: Bool) async throws {
    let client = ScriptedClient { _, _ in [:] }
    try await delete(ResourceIdentity(.repository, name: "api"), withData: withData, client)
    #expect(client.inputs(of: "DeleteRepository").first?["force"] == .bool(withData))
  }

  @Test("A repository with images is not waited for")
  func repositoryNotEmpty() async throws {
    let client = ScriptedClient { _, _ throws(AWSError) in
      throw AWSError(code: "RepositoryNotEmptyException", message: "it still contains images")
    }
    let error = await #expect(throws: ProviderError.self) { try await delete(ResourceIdentity(.repository, name: "api"), client) }
    #expect(error?.kind == .busy)
    #expect(client.requests.count == 1)
  }

  @Test("A log group with logs is kept unless its data was named")
  func logGroup() async throws {
    let client = ScriptedClient { _, _ in ["logGroups": [["logGroupName": "/ecs/api", "storedBytes": 10]]] }
    let identity = ResourceIdentity(.logGroup, name: "/ecs/api")
    await #expect(throws: ProviderError.self) { try await delete(identity, client) }
    #expect(!client.operations.contains("DeleteLogGroup"))
    try await delete(identity, withData: true, client)
    #expect(client.operations.contains("DeleteLogGroup"))
  }
}
