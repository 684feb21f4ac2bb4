import AWS
import JSONDocument
import Testing

@Suite("Capacity providers")
struct CapacityProviderTests {
  private static let group =
    #""autoScalingGroupProvider": {"autoScalingGroupArn": "arn:aws:autoscaling:eu-west-1:111111111111:autoScalingGroup:1:autoScalingGroupName/a", "managedScaling": {"status": "ENABLED", "targetCapacity": 80}}"#

  private func account() async throws -> Account {
    let account = try Account()
    try await account.ecs("CreateCapacityProvider", #"{"name": "spot", \#(Self.group), "tags": [{"key": "a", "value": "b"}]}"#)
    return account
  }

  private func names(_ account: Account, _ input: String = "{}") async throws -> [String] {
    try await account.ecs("DescribeCapacityProviders", input).list(at: "capacityProviders").compactMap { $0.text(at: "name") }
  }

  @Test("those of Fargate are there, those that are made come with what was left out")
  func description() async throws {
    let account = try await account()
    #expect(try await names(account) == ["FARGATE", "FARGATE_SPOT", "spot"])
    let answer = try await account.ecs(
      "DescribeCapacityProviders", #"{"capacityProviders": ["spot", "nothing"], "include": ["TAGS"]}"#)
    let provider = try #require(answer.list(at: "capacityProviders").first)
    #expect(
      provider["autoScalingGroupProvider"]?["managedScaling"] == [
        "status": "ENABLED", "targetCapacity": 80, "minimumScalingStepSize": 1, "maximumScalingStepSize": 10000,
        "instanceWarmupPeriod": 300,
      ])
    #expect(provider["autoScalingGroupProvider"]?["managedDraining"] == "ENABLED")
    #expect(provider["tags"] == [["key": "a", "value": "b"]])
    #expect(answer.list(at: "failures").compactMap { $0.text(at: "reason") } == ["MISSING"])
  }

  @Test("an update changes what it mentions, and one in use cannot be deleted")
  func changes() async throws {
    let account = try await account()
    try await account.ecs(
      "UpdateCapacityProvider", #"{"name": "spot", "autoScalingGroupProvider": {"managedScaling": {"targetCapacity": 50}}}"#)
    let provider = try await account.ecs("DescribeCapacityProviders", #"{"capacityProviders": ["spot"]}"#)
      .list(at: "capacityProviders").first
    #expect(provider?["autoScalingGroupProvider"]?["managedScaling"]?["targetCapacity"] == 50)
    #expect(provider?["autoScalingGroupProvider"]?["managedScaling"]?["status"] == "ENABLED")
    try await account.ecs("CreateCluster", #"{"clusterName": "main", "capacityProviders": ["spot"]}"#)
    let refusal = try await account.refusal(.ecs, "DeleteCapacityProvider", #"{"capacityProvider": "spot"}"#)
    #expect(refusal?.code == "ClientException" && refusal?.message.contains("associated with cluster: main") == true)
    try await account.ecs("DeleteCluster", #"{"cluster": "main"}"#)
    try await account.ecs("DeleteCapacityProvider", #"{"capacityProvider": "spot"}"#)
    #expect(try await names(account) == ["FARGATE", "FARGATE_SPOT"])
  }

  @Test("names that are reserved or taken are refused", arguments: ["FARGATE", "aws-mine", "ecs1", "a b", "spot"])
  func names(name: String) async throws {
    let account = try await account()
    #expect(try await account.refusal(.ecs, "CreateCapacityProvider", #"{"name": "\#(name)", \#(Self.group)}"#) != nil)
  }
}
