import JSONDocument
import Providers
import Resources
import Testing

@testable import AWS

@Suite("Trying again")
struct RetryTests {
  private let reading = [ReadRequest(.service("api"))]
  private static let answer: JSON = ["services": [serviceDocument("api")]]

  @Test("Throttled calls wait longer and longer, and do not fail")
  func throttled() async throws {
    let client = ScriptedClient { _, earlier throws(AWSError) in
      if earlier < 12 { throw AWSError(code: "ThrottlingException", message: "Rate exceeded") }
      return Self.answer
    }
    let found = try await AWSProvider.scripted(client).read(reading)
    #expect(found.count == 1)
    #expect(client.requests.count == 13)
    #expect(client.secondsPassed > 60)
  }

  @Test("A cloud that throttles for ever is given up after ten minutes")
  func throttledForEver() async throws {
    let client = ScriptedClient { _, _ throws(AWSError) in throw AWSError(code: "SlowDown", message: "slow down") }
    let error = await #expect(throws: ProviderError.self) { _ = try await AWSProvider.scripted(client).read(reading) }
    #expect(error?.kind == .throttled)
    #expect(client.secondsPassed < 1200)
  }

  @Test(
    "What will not pass is not tried again",
    arguments: [
      ("LimitExceededException", "You have reached the limit", ProviderError.Kind.quota),
      ("AccessDeniedException", "User is not authorized to perform: iam:PassRole on resource x", .forbidden),
      ("ClientException", "is not authorized to perform: iam:PassRole", .forbidden),
      ("ExpiredTokenException", "The security token is expired", .credentials),
      ("NoCredentials", "Unable to locate credentials", .credentials),
      ("InvalidParameterException", "Container list cannot be empty.", .refused),
      ("ProgramMissing", "aws was not found", .unreachable),
      ("BadAnswer", "not JSON", .unexpected),
      ("SomethingNew", "?", .unexpected),
    ])
  func lasting(code: String, message: String, kind: ProviderError.Kind) async throws {
    let client = ScriptedClient { _, _ throws(AWSError) in throw AWSError(code: code, message: message) }
    let error = await #expect(throws: ProviderError.self) { _ = try await AWSProvider.scripted(client).read(reading) }
    #expect(error?.kind == kind)
    #expect(error?.effect == .no)
    #expect(client.requests.count == 1)
  }

  @Test("A service that fails for a moment is asked again up to five times")
  func transient() async throws {
    let client = ScriptedClient { _, _ throws(AWSError) in throw AWSError(code: "ServerException", message: "oops") }
    let error = await #expect(throws: ProviderError.self) { _ = try await AWSProvider.scripted(client).read(reading) }
    #expect(error?.kind == .unreachable)
    #expect(client.requests.count == 6)
  }

  @Test("CreateService is sent again with the same token when its answer is lost")
  func createService() async throws {
    let client = ScriptedClient { _, earlier throws(AWSError) in
      if earlier == 0 { throw AWSError.lost() }
      return ["service": serviceDocument("api", deployments: [deployment("ecs-svc/1", "PRIMARY")])]
    }
    let made = try await AWSProvider.scripted(client).create(
      resource(.service("api"), ["taskDefinition": "api:1", "tags": []]), token: OperationToken("op-1"))
    #expect(made.rollout?.deploymentId == "ecs-svc/1")
    #expect(client.inputs(of: "CreateService").map { $0["clientToken"] } == ["op-1", "op-1"])
    #expect(client.inputs(of: "CreateService").first?.objectValue?.keys.contains("tags") == false)
  }

  @Test("When no answer ever comes, the effect is unknown")
  func neverAnswered() async throws {
    let client = ScriptedClient { _, _ throws(AWSError) in throw AWSError.lost() }
    let error = await #expect(throws: ProviderError.self) {
      _ = try await AWSProvider.scripted(client).create(resource(.service("api"), [:]), token: OperationToken("op-1"))
    }
    #expect(error?.kind == .unreachable)
    #expect(error?.effect == .unknown)
  }

  @Test("When the request could never be sent, nothing was changed")
  func neverSent() async throws {
    let client = ScriptedClient { _, _ throws(AWSError) in throw AWSError(code: "Unreachable", message: "no route to host") }
    let error = await #expect(throws: ProviderError.self) {
      _ = try await AWSProvider.scripted(client).create(resource(.service("api"), [:]), token: OperationToken("op-1"))
    }
    #expect(error?.kind == .unreachable)
    #expect(error?.effect == .no)
    #expect(client.requests.count == 6)
  }

  @Test("A cluster made a moment ago may not be seen yet; one made by nobody is refused at once")
  func settlingCluster() async throws {
    let client = ScriptedClient { request, earlier throws(AWSError) in
      switch request.operation {
      case "CreateCluster": return ["cluster": ["clusterName": "main"]]
      case "DescribeClusters": return ["clusters": [["clusterName": "main", "status": "ACTIVE"]]]
      default:
        if earlier < 3 { throw AWSError(code: "ClusterNotFoundException", message: "Cluster not found.") }
        return ["service": serviceDocument("api")]
      }
    }
    let provider = AWSProvider.scripted(client)
    let service = resource(.service("api"), [:])
    let error = await #expect(throws: ProviderError.self) { _ = try await provider.create(service, token: OperationToken("1")) }
    #expect(error?.kind == .gone)
    _ = try await provider.create(resource(ResourceIdentity(.cluster, name: "main"), [:]), token: OperationToken("2"))
    _ = try await provider.create(service, token: OperationToken("3"))
    #expect(client.operations.count { $0 == "CreateService" } == 4)
  }

  @Test("A run of calls keeps to the rate of its group once the burst is used up")
  func pacing() async throws {
    let client = ScriptedClient { request, _ in
      ["taskDefinition": ["taskDefinitionArn": .string(revisionARN("\(request.input["taskDefinition"]?.stringValue ?? ""):1"))]]
    }
    // Half of 50 tokens at once, then 16 a second: (185 - 25) / 16 = 10 seconds.
    let provider = AWSProvider.scripted(client)
    for number in 0..<185 { _ = try await provider.revisions(["f\(number)"]) }
    #expect(abs(client.secondsPassed - 10) < 0.5)
  }

  @Test("A cancelled task makes no call")
  func cancelled() async throws {
    let client = ScriptedClient { _, _ in Self.answer }
    let provider = AWSProvider.scripted(client)
    let reading = reading
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return await #expect(throws: ProviderError.self) { _ = try await provider.read(reading) }
    }
    task.cancel()
    #expect(await task.value?.kind == .cancelled)
    #expect(client.requests.isEmpty)
  }
}

@Suite("Meaning of errors")
struct FailureClassTests {
  @Test(
    "Codes and words of AWS",
    arguments: [
      (
        "ClientException", "Too many concurrent attempts to create a new revision of the specified family.",
        "RegisterTaskDefinition", FailureClass.throttled
      ),
      ("ClientException", "Role is not valid", "RegisterTaskDefinition", .settling),
      ("ClientException", "Role is not valid", "UpdateService", .refused),
      ("ClientException", "Unable to describe task definition.", "DescribeTaskDefinition", .absent),
      ("ClientException", "Tags can not be empty.", "RegisterTaskDefinition", .refused),
      ("InvalidParameterException", "The target group tg does not have an associated load balancer.", "CreateService", .settling),
      ("InvalidParameterException", "Creation of service was not idempotent.", "CreateService", .exists),
      ("InvalidParameterException", "Unable to Start a service that is still Draining.", "CreateService", .busy),
      ("InvalidParameterException", "The service cannot be stopped while deployments are active.", "DeleteService", .busy),
      ("InvalidParameterException", "Invalid repository policy provided", "SetRepositoryPolicy", .settling),
      ("ClientException", "Cluster was not ACTIVE.", "PutClusterCapacityProviders", .busy),
      ("ClientException", "TaskDefinition is inactive", "UpdateService", .gone),
      ("ClusterContainsServicesException", "The cluster contains services.", "DeleteCluster", .busy),
      ("RepositoryNotEmptyException", "cannot be deleted because it still contains images", "DeleteRepository", .blocked),
      ("LimitExceededException", "Too many", "CreateRepository", .quota),
      ("InvalidParameterException", "You have reached the service quota", "CreateService", .quota),
      ("Unreachable", "timed out", "DescribeServices", .transient),
    ])
  func table(code: String, message: String, operation: String, meaning: FailureClass) {
    #expect(FailureClass(AWSError(code: code, message: message), operation: operation) == meaning)
  }
}
