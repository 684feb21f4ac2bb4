import AWS
import JSONDocument
import Testing

@testable import SimulatedAWS

/// Inputs that no well-meaning caller sends. Each is answered, and none brings the cloud down.
@Suite("Hostile input")
struct HostileInputTests {
  struct Case: Sendable, CustomStringConvertible {
    var service: AWSRequest.Service
    var operation: String
    var input: String
    var description: String { "\(operation) \(input.prefix(60))" }

    init(_ service: AWSRequest.Service, _ operation: String, _ input: String) {
      self.service = service
      self.operation = operation
      self.input = input
    }
  }

  private static let registry = "111111111111.dkr.ecr.eu-west-1.amazonaws.com"
  private static let huge = String(repeating: "x", count: 1_000_000)

  static let refused: [Case] = [
    Case(.ecs, "Nothing", "{}"),
    Case(.ecs, "CreateCluster", "[]"),
    Case(.ecs, "CreateCluster", "7"),
    Case(.ecs, "CreateCluster", #"{"clusterName": 7}"#),
    Case(.ecs, "CreateCluster", #"{"clusterName": ["main"]}"#),
    Case(.ecs, "CreateCluster", #"{"clusterName": "main", "tags": {"a": "b"}}"#),
    Case(.ecs, "CreateCluster", #"{"clusterName": "main", "tags": ["a"]}"#),
    Case(.ecs, "CreateCluster", #"{"clusterName": "\#(huge)"}"#),
    Case(.ecs, "CreateCluster", #"{"clusterName": "a b"}"#),
    Case(.ecs, "DescribeServices", #"{"cluster": "main"}"#),
    Case(.ecs, "DescribeServices", #"{"cluster": "main", "services": "web"}"#),
    Case(.ecs, "DescribeServices", #"{"cluster": "main", "services": ["web"], "include": ["EVERYTHING"]}"#),
    Case(.ecs, "DescribeServices", #"{"cluster": "arn:", "services": ["web"]}"#),
    Case(.ecs, "UpdateService", #"{"cluster": "main", "service": "web", "desiredCount": 9223372036854775807}"#),
    Case(.ecs, "UpdateService", #"{"cluster": "main", "service": "web", "desiredCount": 2147483647}"#),
    Case(.ecs, "UpdateService", #"{"cluster": "main", "service": "web", "desiredCount": 1e300}"#),
    Case(.ecs, "UpdateService", #"{"cluster": "main", "service": "web", "desiredCount": 1.5}"#),
    Case(.ecs, "UpdateService", #"{"cluster": "main", "service": "web", "desiredCount": "3"}"#),
    Case(
      .ecs, "UpdateService",
      #"{"cluster": "main", "service": "web", "deploymentConfiguration": {"maximumPercent": 9223372036854775807}}"#),
    Case(
      .ecs, "UpdateService", #"{"cluster": "main", "service": "web", "deploymentConfiguration": {"minimumHealthyPercent": -5}}"#),
    Case(.ecs, "ListServices", #"{"cluster": "main", "maxResults": 0}"#),
    Case(.ecs, "ListServices", #"{"cluster": "main", "maxResults": 101}"#),
    Case(.ecs, "ListServices", #"{"cluster": "main", "nextToken": "nonsense"}"#),
    Case(.ecs, "ListTasks", #"{"cluster": "main", "nextToken": "776f"}"#),
    Case(.ecs, "ListServiceDeployments", #"{"cluster": "main", "service": "web", "nextToken": "776b"}"#),
    Case(.ecs, "DescribeTaskDefinition", #"{"taskDefinition": "web:99999999999999999999"}"#),
    Case(.ecs, "DescribeTaskDefinition", #"{"taskDefinition": ":"}"#),
    Case(.ecs, "DescribeTaskDefinition", #"{"taskDefinition": ""}"#),
    Case(.ecs, "DescribeTaskDefinition", #"{"taskDefinition": "///"}"#),
    Case(.ecs, "TagResource", #"{"resourceArn": "", "tags": []}"#),
    Case(.ecs, "TagResource", #"{"resourceArn": "arn:aws:ecs:eu-west-1:111111111111:task/x", "tags": []}"#),
    Case(.ecs, "TagResource", #"{"resourceArn": "arn:aws:ecs:eu-west-1:111111111111:task/main/x", "tags": []}"#),
    Case(.ecs, "RunTask", #"{"cluster": "main", "taskDefinition": "web", "overrides": 3}"#),
    Case(.ecs, "RunTask", #"{"cluster": "main", "taskDefinition": "web", "count": 1000000}"#),
    Case(.ecs, "StopTask", #"{"cluster": "main", "task": "0"}"#),
    Case(.ecr, "PutImage", #"{"repositoryName": "app", "imageManifest": "{}", "imageTag": "a b"}"#),
    Case(.ecr, "PutImage", #"{"repositoryName": "app", "imageManifest": "not json"}"#),
    Case(.ecr, "DescribeRepositories", #"{"nextToken": "zz"}"#),
    Case(.ecr, "DescribeImages", #"{"repositoryName": "app", "registryId": "a/b"}"#),
    Case(
      .ecr, "CreateRepository",
      """
      {"repositoryName": "immutable", "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION", "imageTagMutabilityExclusionFilters":
        [{"filterType": "WILDCARD", "filter": "a b"}]}
      """),
    Case(.logs, "PutRetentionPolicy", #"{"logGroupName": "g", "retentionInDays": -9223372036854775808}"#),
    Case(.logs, "TagResource", #"{"resourceArn": ":::::::", "tags": {"a": "b"}}"#),
  ]

  @Test("is refused with an error of AWS", arguments: refused)
  func refuses(row: Case) async throws {
    let account = try Account()
    try await account.createService()
    _ = try await account.repository()
    let refusal = try #require(try await account.refusal(row.service, row.operation, row.input))
    #expect(!["ServerException", "InternalError"].contains(refusal.code), "\(refusal)")
    #expect(refusal.isCertain)
    #expect(refusal.message.utf8.count < 2000)
    #expect(try await account.service().text(at: "status") == "ACTIVE")
  }

  @Test(
    "images that name nothing are missing, not a crash",
    arguments: [
      "\(registry)/@", "\(registry)/:@x", "\(registry)/", "\(registry)/a@b@c", "\(registry)//", "\(registry)/app:",
      "111111111111.dkr.ecr.eu-west-1.amazonaws.com.evil/app", "/", "@", ":", "a/", String(repeating: "/", count: 500),
    ])
  func images(image: String) async throws {
    let account = try Account()
    try await account.ecs("CreateCluster", #"{"clusterName": "main"}"#)
    guard (try? await account.register(image: image)) != nil else { return }
    try await account.ecs(
      "CreateService", #"{"cluster": "main", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1}"#)
    await account.pass(60)
    #expect(try await account.service().text(at: "status") == "ACTIVE")
  }

  @Test(
    "sizes beyond all measure are refused", arguments: ["1e300 vCPU", "nan vCPU", "inf vCPU", "-1 vCPU", "999999999999999999999"])
  func sizes(cpu: String) async throws {
    let account = try Account()
    let refusal = try await account.refusal(
      .ecs, "RegisterTaskDefinition", #"{"family": "web", "cpu": "\#(cpu)", \#(Account.bridge)}"#)
    #expect(refusal?.message == "Invalid 'cpu' setting for task.")
  }

  @Test("a pattern of many stars is matched in little time")
  func stars() {
    let tag = String(repeating: "a", count: 128)
    let pattern = String(repeating: "*a", count: 60)
    #expect(!Wildcard(text: pattern + "b").matches(tag))
    #expect(Wildcard(text: pattern + "*").matches(tag))
  }

  @Test(
    "patterns match as written",
    arguments: [
      ("v1", "v*", true), ("v1", "*", true), ("v1", "v1", true), ("v1", "v", false), ("", "*", true), ("x-v1-y", "*v1*", true),
      ("abab", "*ab", true), ("aba", "*ab", false),
    ])
  func patterns(tag: String, pattern: String, matches: Bool) {
    #expect(Wildcard(text: pattern).matches(tag) == matches)
  }

  @Test("nulls are as good as absent")
  func nulls() async throws {
    let account = try Account()
    try await account.ecs("CreateCluster", #"{"clusterName": "main", "tags": null, "settings": [null]}"#)
    try await account.register("web", #""taskRoleArn": null, \#(Account.bridge)"#)
    let read = try await account.ecs("DescribeTaskDefinition", #"{"taskDefinition": "web"}"#)
    #expect(read["taskDefinition"]?["taskRoleArn"] == nil)
  }
}
