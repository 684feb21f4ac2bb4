import AWS
import JSONDocument
import Providers
import Resources
import Testing

@Suite("Reading clusters, repositories, log groups and revisions")
struct ReadingOthersTests {
  private static func repository(_ name: String) -> JSON {
    ["repositoryName": .string(name), "repositoryArn": .string("arn:aws:ecr:eu-west-1:111111111111:repository/\(name)")]
  }

  @Test("Repositories are asked for by name; when one is missing each is asked for by itself, and none of others")
  func repositories() async throws {
    let client = ScriptedClient { request, _ throws(AWSError) in
      guard request.input["repositoryNames"] == ["a"] else {
        throw AWSError(code: "RepositoryNotFoundException", message: "'b' does not exist")
      }
      return ["repositories": [Self.repository("a")]]
    }
    let requests = ["a", "b"].map { ReadRequest(ResourceIdentity(.repository, name: $0)) }
    let found = try await AWSProvider.scripted(client).read(requests)
    #expect(found[requests[0].identity]?.object != nil)
    #expect(found[requests[1].identity] == .absent)
    #expect(client.operations.count == 3)
  }

  @Test("A single missing repository needs no listing")
  func oneRepository() async throws {
    let client = ScriptedClient { _, _ throws(AWSError) in
      throw AWSError(code: "RepositoryNotFoundException", message: "'b' does not exist")
    }
    let found = try await AWSProvider.scripted(client).read([ReadRequest(ResourceIdentity(.repository, name: "b"))])
    #expect(found.values.map { $0 } == [.absent])
    #expect(client.operations == ["DescribeRepositories"])
  }

  @Test("Policies and tags of a repository are read only when somebody compares them")
  func costlyMembers() async throws {
    let client = ScriptedClient { request, _ throws(AWSError) in
      switch request.operation {
      case "DescribeRepositories": return ["repositories": [Self.repository("a")]]
      case "GetLifecyclePolicy": return ["lifecyclePolicyText": #"{"rules": []}"#]
      case "GetRepositoryPolicy": throw AWSError(code: "RepositoryPolicyNotFoundException", message: "none")
      default: return ["tags": [["Key": "team", "Value": "a"]]]
      }
    }
    let provider = AWSProvider.scripted(client)
    let identity = ResourceIdentity(.repository, name: "a")
    _ = try await provider.read([ReadRequest(identity)])
    #expect(client.operations == ["DescribeRepositories"])
    let found = try await provider.read([
      ReadRequest(identity, costlyMembers: ["tags", "lifecyclePolicy", "repositoryPolicy"])
    ])
    let attributes = try #require(found[identity]?.object?.attributes)
    #expect(attributes["lifecyclePolicy"] == ["rules": []])
    #expect(attributes["repositoryPolicy"] == nil)
    #expect(attributes["tags"] == [["Key": "team", "Value": "a"]])
  }

  @Test("Clusters are asked for with all that is left out otherwise")
  func clusters() async throws {
    let client = ScriptedClient { _, _ in
      [
        "clusters": [["clusterName": "main", "status": "ACTIVE"], ["clusterName": "old", "status": "INACTIVE"]],
        "failures": [["arn": "arn:aws:ecs:eu-west-1:111111111111:cluster/none", "reason": "MISSING"]],
      ]
    }
    let requests = ["main", "old", "none"].map { ReadRequest(ResourceIdentity(.cluster, name: $0)) }
    let found = try await AWSProvider.scripted(client).read(requests)
    #expect(requests.map { found[$0.identity]?.object != nil } == [true, false, false])
    #expect(client.inputs(of: "DescribeClusters").first?["include"] == ["TAGS", "SETTINGS", "CONFIGURATIONS", "ATTACHMENTS"])
  }

  @Test("Log groups are found by the prefix they share, and a longer name is not taken for a shorter one")
  func logGroups() async throws {
    let client = ScriptedClient { _, _ in
      ["logGroups": [["logGroupName": "/ecs/api-2"], ["logGroupName": "/ecs/worker", "retentionInDays": 30]]]
    }
    let requests = ["/ecs/api", "/ecs/worker"].map { ReadRequest(ResourceIdentity(.logGroup, name: $0)) }
    let found = try await AWSProvider.scripted(client).read(requests)
    #expect(found[requests[0].identity] == .absent)
    #expect(found[requests[1].identity]?.object?.attributes["retentionInDays"] == 30)
    #expect(client.requests.map(\.input) == [["logGroupNamePrefix": "/ecs/", "limit": 50]])
  }

  @Test("A prefix with more pages than names is given up, and the names are looked up one by one")
  func crowdedLogGroups() async throws {
    let client = ScriptedClient { request, earlier in
      if request.input["logGroupNamePrefix"] == "/e" {
        return ["logGroups": [["logGroupName": .string("/ea\(earlier)")]], "nextToken": .string("\(earlier)")]
      }
      return ["logGroups": [.members(("logGroupName", request.input["logGroupNamePrefix"]))]]
    }
    let requests = ["/ecs/api", "/etc"].map { ReadRequest(ResourceIdentity(.logGroup, name: $0)) }
    let found = try await AWSProvider.scripted(client).read(requests)
    #expect(found.values.allSatisfy { $0.object != nil })
    #expect(client.requests.count == 4)
  }

  @Test("Revisions are keyed by what was asked for, and those that are missing are left out")
  func revisions() async throws {
    let client = ScriptedClient { request, _ throws(AWSError) in
      guard request.input["taskDefinition"] == "api" else {
        throw AWSError(code: "ClientException", message: "Unable to describe task definition.")
      }
      return [
        "taskDefinition": ["taskDefinitionArn": .string(revisionARN("api:7")), "family": "api", "status": "ACTIVE"],
        "tags": [["key": "team", "value": "a"]],
      ]
    }
    let found = try await AWSProvider.scripted(client).revisions(["api", "worker", "api"])
    #expect(found.keys.sorted() == ["api"])
    #expect(found["api"]?.number == 7)
    #expect(found["api"]?.isActive == true)
    #expect(found["api"]?.content["tags"] == [["key": "team", "value": "a"]])
    #expect(client.requests.count == 2)
  }

  @Test("Only images of the account's own registry can be missing")
  func images() async throws {
    let client = ScriptedClient { request, _ throws(AWSError) in
      guard request.input["repositoryName"] == "api" else {
        throw AWSError(code: "RepositoryNotFoundException", message: "no such repository")
      }
      return ["images": [], "failures": [["imageId": ["imageTag": "new"], "failureCode": "ImageNotFound"]]]
    }
    let host = "111111111111.dkr.ecr.eu-west-1.amazonaws.com"
    let images = try ["\(host)/api:old", "\(host)/api:new", "\(host)/gone:1", "nginx:1"].map { try #require(ImageReference($0)) }
    let missing = try await AWSProvider.scripted(client).missingImages(images)
    #expect(missing == [images[1], images[2]])
    #expect(client.requests.count == 2)
  }

  @Test("A service without an answer about an image is trouble, not absence")
  func imageTrouble() async throws {
    let client = ScriptedClient { _, _ in
      ["failures": [["imageId": ["imageTag": "new"], "failureCode": "KmsError"]]]
    }
    let image = try #require(ImageReference("111111111111.dkr.ecr.eu-west-1.amazonaws.com/api:new"))
    await #expect(throws: ProviderError.self) { _ = try await AWSProvider.scripted(client).missingImages([image]) }
  }
}

extension JSON {
  fileprivate static func members(_ pair: (String, JSON?)) -> JSON {
    var document = JSON.object(JSONObject())
    document[pair.0] = pair.1
    return document
  }
}
