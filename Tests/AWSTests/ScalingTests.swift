import AWS
import JSONDocument
import ProviderConformance
import Providers
import Resources
import SimulatedAWS
import Testing

@Suite("Targets, policies and scheduled actions")
struct ScalingTests {
  private func policies(_ count: Int) -> [ReadRequest] {
    (0..<count).map { ReadRequest(ResourceIdentity(.scalingPolicy, name: "cpu", scope: "service/main/s\($0)")) }
  }

  private static func listed(_ range: Range<Int>, next: String?) -> JSON {
    .members(
      (
        "ScalingPolicies",
        .array(range.map { ["PolicyName": "cpu", "ResourceId": .string("service/main/s\($0)"), "PolicyARN": "arn"] })
      ), ("NextToken", next.map { .string($0) }))
  }

  @Test("policies of many services are listed by pages, not by service")
  func pages() async throws {
    let client = ScriptedClient { _, earlier in
      Self.listed(earlier * 10..<earlier * 10 + 10, next: earlier < 2 ? "page \(earlier + 1)" : nil)
    }
    let found = try await AWSProvider.scripted(client).read(policies(31))
    #expect(client.operations == ["DescribeScalingPolicies", "DescribeScalingPolicies", "DescribeScalingPolicies"])
    #expect(client.requests.map(\.input["NextToken"]) == [Optional.none, "page 1", "page 2"])
    #expect(client.requests.allSatisfy { $0.input["ResourceId"] == nil })
    #expect(found.count { $0.value.object != nil } == 30)
    #expect(found[ResourceIdentity(.scalingPolicy, name: "cpu", scope: "service/main/s30")] == .absent)
  }

  @Test("where others have many, the few of ours are asked about one by one")
  func others() async throws {
    let client = ScriptedClient { request, earlier in
      guard request.input["ResourceId"] == nil else { return Self.listed(0..<1, next: nil) }
      return Self.listed(100..<110, next: "page \(earlier + 1)")
    }
    let found = try await AWSProvider.scripted(client).read(policies(2))
    #expect(client.requests.count == 4)
    #expect(found.count { $0.value.object != nil } == 1)
  }

  @Test("tags of a target are made, changed and taken away, also of one that was there")
  func tags() async throws {
    let place = try await SimulatedPlace()
    _ = try await place.cloud.call(AWSRequest(.ecs, "CreateCluster", ["clusterName": "main"]))
    let definition: JSON = [
      "family": "api", "containerDefinitions": [["name": "api", "image": .string(place.setting.image), "memory": 64]],
    ]
    _ = try await place.cloud.call(AWSRequest(.ecs, "RegisterTaskDefinition", definition))
    let service: JSON = ["cluster": "main", "serviceName": "api", "taskDefinition": "api", "desiredCount": 1]
    _ = try await place.cloud.call(AWSRequest(.ecs, "CreateService", service))

    let declared: JSON = ["MinCapacity": 1, "MaxCapacity": 4, "Tags": ["team": "a", "stage": "b"]]
    let identity = ResourceKind.scalableTarget.identified(declared, stem: "api", cluster: "main").identity
    var attributes = declared
    func target() -> Resource {
      Resource(address: Address(.scalableTarget, "api"), identity: identity, attributes: attributes)
    }
    func tags() async throws -> JSON? {
      try await place.provider.read([ReadRequest(identity, costlyMembers: ["Tags"])])[identity]?.object?.attributes["Tags"]
    }
    _ = try await place.provider.create(target(), token: OperationToken("1"))
    #expect(try await tags() == ["team": "a", "stage": "b"])

    let before = attributes
    attributes["Tags"] = ["team": "c"]
    let update = ResourceUpdate(identity: identity, before: before, after: attributes, changedMembers: ["Tags"])
    let changed = try await place.provider.update(update, token: OperationToken("2"))
    #expect(changed.object.attributes["Tags"] == ["team": "c"])
    #expect(try await tags() == ["team": "c"])

    attributes["Tags"] = ["team": "d"]
    let made = try await place.provider.create(target(), token: OperationToken("3"))
    #expect(made.object.attributes["Tags"] == ["team": "d"])
    #expect(try await tags() == ["team": "d"])
  }
}
