import AWS
import JSONDocument
import Providers
import Resources
import Testing

@Suite("Reading services")
struct ReadingServicesTests {
  private func requests(_ count: Int, cluster: String = "main") -> [ReadRequest] {
    (0..<count).map { ReadRequest(.service("s\($0)", in: cluster)) }
  }

  private static func echo(_ request: AWSRequest) -> JSON {
    let names = request.input["services"]?.arrayValue?.compactMap(\.stringValue) ?? []
    return ["services": .array(names.map { serviceDocument($0) }), "failures": []]
  }

  /// Rule a.8.
  @Test("25 services of one cluster and 3 of another cost four calls of at most ten")
  func batches() async throws {
    let client = ScriptedClient { request, _ in Self.echo(request) }
    let found = try await AWSProvider.scripted(client).read(requests(25) + requests(3, cluster: "other"))
    #expect(found.count == 28)
    let sizes = client.inputs(of: "DescribeServices").map { $0["services"]?.arrayValue?.count ?? 0 }
    #expect(sizes.sorted() == [3, 5, 10, 10])
    #expect(client.inputs(of: "DescribeServices").allSatisfy { $0["include"] == ["TAGS"] })
  }

  @Test("A service that is missing or INACTIVE is absent, one that drains is draining")
  func absence() async throws {
    let client = ScriptedClient { _, _ in
      [
        "services": [
          serviceDocument("s0"), serviceDocument("s1", status: "INACTIVE"), serviceDocument("s2", status: "DRAINING"),
        ],
        "failures": [["arn": "arn:aws:ecs:eu-west-1:111111111111:service/main/s3", "reason": "MISSING"]],
      ]
    }
    let found = try await AWSProvider.scripted(client).read(requests(4))
    #expect(found[.service("s0")]?.object != nil)
    #expect(found[.service("s1")] == .absent)
    #expect(found[.service("s2")] == .draining)
    #expect(found[.service("s3")] == .absent)
  }

  @Test("In a cluster that does not exist there are no services")
  func clusterMissing() async throws {
    let client = ScriptedClient { _, _ throws(AWSError) in
      throw AWSError(code: "ClusterNotFoundException", message: "Cluster not found.")
    }
    let found = try await AWSProvider.scripted(client).read(requests(2))
    #expect(found == [.service("s0"): .absent, .service("s1"): .absent])
  }

  @Test(
    "What was not answered is never absent",
    arguments: [
      #"{"services": [], "failures": []}"#,
      #"{"services": [], "failures": [{"arn": "s0", "reason": "ACCESS_DENIED"}]}"#,
    ])
  func silence(answer: String) async throws {
    let document = try json(answer)
    let client = ScriptedClient { _, _ in document }
    await #expect(throws: ProviderError.self) { _ = try await AWSProvider.scripted(client).read(requests(1)) }
  }

  @Test("Forbidden stops the read with the operation and no effect")
  func forbidden() async throws {
    let client = ScriptedClient { _, _ throws(AWSError) in
      throw AWSError(code: "AccessDeniedException", message: "User is not authorized to perform: ecs:DescribeServices")
    }
    let error = await #expect(throws: ProviderError.self) { _ = try await AWSProvider.scripted(client).read(requests(1)) }
    #expect(error?.kind == .forbidden)
    #expect(error?.operation == "DescribeServices")
    #expect(error?.effect == .no)
  }

  @Test("Service Connect, volumes and Lattice are lifted from the primary deployment, and bulky lists are left behind")
  func lifting() async throws {
    var primary = deployment("ecs-svc/1", "PRIMARY")
    primary["serviceConnectConfiguration"] = ["enabled": true, "namespace": "prod"]
    primary["volumeConfigurations"] = [["name": "data"]]
    let document = serviceDocument("s0", deployments: [deployment("ecs-svc/0", "ACTIVE"), primary])
    let client = ScriptedClient { _, _ in ["services": [document]] }
    let found = try await AWSProvider.scripted(client).read(requests(1))
    let attributes = try #require(found[.service("s0")]?.object?.attributes)
    #expect(attributes["serviceConnectConfiguration"] == ["enabled": true, "namespace": "prod"])
    #expect(attributes["volumeConfigurations"] == [["name": "data"]])
    #expect(attributes["deployments"] == nil)
  }

  @Test(
    "A load balancer's role is lifted, the role that ECS keeps for itself is not",
    arguments: [
      ("arn:aws:iam::111111111111:role/ecsServiceRole", true),
      ("arn:aws:iam::111111111111:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS", false),
    ])
  func role(arn: String, isLifted: Bool) async throws {
    var document = serviceDocument("s0")
    document["roleArn"] = .string(arn)
    let described = document
    let client = ScriptedClient { _, _ in ["services": [described]] }
    let found = try await AWSProvider.scripted(client).read(requests(1))
    #expect((found[.service("s0")]?.object?.attributes["role"] != nil) == isLifted)
  }
}
