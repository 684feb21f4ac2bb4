import AWS
import JSONDocument
import Providers
import Resources
import SimulatedAWS
import Synchronization
import Testing

@Suite("Who scales a service")
struct ReadingScalingTests {
  private func requests(_ count: Int) -> [ReadRequest] {
    (0..<count).map { ReadRequest(ResourceIdentity(.service, name: "s\($0)", scope: "main")) }
  }

  private static let echo: ScriptedClient.Answer = { request, _ in
    let names = request.input["services"]?.arrayValue?.compactMap(\.stringValue) ?? []
    return ["services": .array(names.map { serviceDocument($0) }), "failures": []]
  }

  @Test("120 services cost three questions of at most fifty")
  func batches() async throws {
    let sizes = Mutex<[Int]>([])
    let client = ScriptedClient(Self.echo) { request, _ in
      sizes.withLock { $0.append(request.input["ResourceIds"]?.arrayValue?.count ?? 0) }
      return [
        "ScalableTargets": [["ResourceId": "service/main/s7", "MinCapacity": 2, "MaxCapacity": 8, "SuspendedState": [:]]]
      ]
    }
    let found = try await AWSProvider.scripted(client).read(requests(120))
    #expect(sizes.withLock { $0.sorted() } == [20, 50, 50])
    let scaled = found.filter { ServiceScaling(of: $0.value.object?.attributes) != nil }
    #expect(scaled.keys.map(\.name) == ["s7"])
    #expect(ServiceScaling(of: scaled.first?.value.object?.attributes) == .target(minimum: 2, maximum: 8))
  }

  @Test("whoever may not ask still reads, and knows that nobody could tell")
  func forbidden() async throws {
    let client = ScriptedClient(Self.echo) { _, _ throws(AWSError) in
      throw AWSError(
        code: "AccessDeniedException", message: "not authorized to perform: application-autoscaling:DescribeScalableTargets")
    }
    let found = try await AWSProvider.scripted(client).read(requests(1))
    guard case .unknown(let reason)? = ServiceScaling(of: found.first?.value.object?.attributes) else {
      Issue.record("it is taken for known")
      return
    }
    #expect(reason.contains("application-autoscaling:DescribeScalableTargets"))
  }

  @Test("an answer without a list of targets is no answer")
  func silence() async {
    let client = ScriptedClient(Self.echo) { _, _ in [:] }
    await #expect(throws: ProviderError.self) { _ = try await AWSProvider.scripted(client).read(requests(1)) }
  }

  @Test("services that are not there, and daemons, are not asked about")
  func none() async throws {
    let unfit: ScriptedClient.Answer = { _, _ in
      var daemon = serviceDocument("s0")
      daemon["schedulingStrategy"] = "DAEMON"
      return [
        "services": [daemon], "failures": [["arn": "arn:aws:ecs:eu-west-1:111111111111:service/main/s1", "reason": "MISSING"]],
      ]
    }
    let client = ScriptedClient(unfit) { _, _ throws(AWSError) in throw AWSError(code: "ValidationException", message: "asked") }
    #expect(try await AWSProvider.scripted(client).read(requests(2)).count == 2)
  }

  @Test("the simulated cloud keeps targets of services that exist")
  func simulated() async throws {
    let cloud = try SimulatedCloud.inMemory()
    func call(_ operation: String, _ more: JSON) async throws(AWSError) -> JSON {
      var input: JSON = ["ServiceNamespace": "ecs", "ScalableDimension": "ecs:service:DesiredCount"]
      for member in more.objectValue ?? JSONObject() { input[member.key] = member.value }
      return try await cloud.call(AWSRequest(.applicationAutoscaling, operation, input))
    }
    let id: JSON = "service/default/api"
    await #expect(throws: AWSError.self) {
      _ = try await call("RegisterScalableTarget", ["ResourceId": id, "MinCapacity": 1, "MaxCapacity": 2])
    }
    _ = try await cloud.call(AWSRequest(.ecs, "CreateCluster", [:]))
    _ = try await cloud.call(
      AWSRequest(
        .ecs, "RegisterTaskDefinition",
        ["family": "api", "containerDefinitions": [["name": "web", "image": "nginx", "memory": 64]]]))
    _ = try await cloud.call(
      AWSRequest(.ecs, "CreateService", ["serviceName": "api", "taskDefinition": "api", "desiredCount": 1]))
    await #expect(throws: AWSError.self) { _ = try await call("RegisterScalableTarget", ["ResourceId": id, "MinCapacity": 1]) }
    await #expect(throws: AWSError.self) {
      _ = try await call("RegisterScalableTarget", ["ResourceId": id, "MinCapacity": 3, "MaxCapacity": 2])
    }
    _ = try await call("RegisterScalableTarget", ["ResourceId": id, "MinCapacity": 1, "MaxCapacity": 4])
    _ = try await call("RegisterScalableTarget", ["ResourceId": id, "MaxCapacity": 6])
    let found = try await call("DescribeScalableTargets", ["ResourceIds": [id, "service/default/other"]])["ScalableTargets"]?
      .arrayValue
    #expect(found?.map { $0["MaxCapacity"] } == [6] && found?.first?["MinCapacity"] == 1)
    _ = try await call("DeregisterScalableTarget", ["ResourceId": id])
    #expect(try await call("DescribeScalableTargets", ["ResourceIds": [id]])["ScalableTargets"] == [])
    await #expect(throws: AWSError.self) { _ = try await call("DeregisterScalableTarget", ["ResourceId": id]) }
  }
}
