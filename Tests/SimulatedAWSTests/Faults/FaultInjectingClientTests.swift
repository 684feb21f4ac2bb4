import AWS
import JSONDocument
import SimulatedAWS
import Synchronization
import Testing

@Suite("Injected faults")
struct FaultInjectingClientTests {
  private final class Crashes: Sendable {
    private let number = Mutex(0)
    var count: Int { number.withLock { $0 } }
    func add() { number.withLock { $0 += 1 } }
  }

  private let cloud: SimulatedCloud
  private let crashes = Crashes()

  init() throws {
    cloud = try .inMemory()
  }

  private func client(_ rules: FaultPlan.Rule..., seed: UInt64 = 0) -> FaultInjectingClient {
    let crashes = crashes
    return FaultInjectingClient(cloud, plan: FaultPlan(rules, seed: seed), crash: { crashes.add() })
  }

  /// What a call of CreateCluster is answered; nil: it succeeded.
  private func create(_ name: String, _ client: FaultInjectingClient) async -> AWSError? {
    do {
      _ = try await client.call(AWSRequest(.ecs, "CreateCluster", ["clusterName": .string(name)]))
      return nil
    } catch {
      return error
    }
  }

  private func exists(_ name: String) async throws -> Bool {
    let answer = try await cloud.call(AWSRequest(.ecs, "DescribeClusters", ["clusters": [.string(name)]]))
    return answer.list(at: "clusters").count == 1
  }

  struct Case: Sendable, CustomStringConvertible {
    var fault: FaultPlan.Fault
    var code: String?
    var isCertain = true
    var isDone: Bool
    var crashes = 0
    var description: String { "\(fault)" }
  }

  static let cases: [Case] = [
    Case(fault: .throttle, code: "ThrottlingException", isDone: false),
    Case(fault: .refuse(code: "AccessDeniedException", message: "no"), code: "AccessDeniedException", isDone: false),
    Case(fault: .loseRequest, code: "Unreachable", isCertain: false, isDone: false),
    Case(fault: .loseAnswer, code: "Unreachable", isCertain: false, isDone: true),
    Case(fault: .delay(seconds: 30), code: nil, isDone: true),
    Case(fault: .crash(.before), code: "Unreachable", isCertain: false, isDone: false, crashes: 1),
    Case(fault: .crash(.after), code: "Unreachable", isCertain: false, isDone: true, crashes: 1),
  ]

  @Test("what the caller sees, and what was done", arguments: cases)
  func effects(row: Case) async throws {
    let start = await cloud.clock.now()
    let error = await create("main", client(.init(row.fault)))
    #expect(error?.code == row.code)
    #expect((error?.isCertain ?? true) == row.isCertain)
    #expect(try await exists("main") == row.isDone)
    #expect(crashes.count == row.crashes)
    #expect(await cloud.clock.now() - start == (row.fault == .delay(seconds: 30) ? 30 : 0))
  }

  @Test("an answer is lost also when it is a refusal")
  func lostRefusal() async throws {
    #expect(await create("a b", client(.init(.loseAnswer)))?.isCertain == false)
  }

  @Test("only the calls that are meant are struck")
  func selection() async throws {
    let client = client(.init(.throttle, operation: "CreateCluster", from: 2, times: 2))
    var codes: [String] = []
    for number in 0..<5 { codes.append(await create("c\(number)", client)?.code ?? "fine") }
    #expect(codes == ["fine", "ThrottlingException", "ThrottlingException", "fine", "fine"])
    _ = try await client.call(AWSRequest(.ecs, "ListClusters", [:]))
    #expect(client.strikes.map(\.operation) == ["CreateCluster", "CreateCluster"])
  }

  @Test(
    "operations are named with their service, without it, and by pattern",
    arguments: [
      ("TagResource", true), ("ecs:TagResource", true), ("ecr:TagResource", false), ("Tag*", true), ("*", true), ("ecs:*", true),
      ("Describe*", false),
    ])
  func operations(pattern: String, isStruck: Bool) async throws {
    let client = client(.init(.throttle, operation: pattern))
    await #expect(throws: AWSError.self) {
      try await client.call(AWSRequest(.ecs, "TagResource", ["resourceArn": "x", "tags": []]))
    }
    #expect(client.strikes.isEmpty == !isStruck)
  }

  @Test("chance follows from the seed, whatever else is called in between")
  func chance() async throws {
    func run(seed: UInt64, noise: Bool) async -> [Bool] {
      let client = client(.init(.throttle, operation: "CreateCluster", probability: 0.5), seed: seed)
      var struck: [Bool] = []
      for number in 0..<40 {
        if noise { _ = try? await client.call(AWSRequest(.ecs, "ListClusters", [:])) }
        struck.append(await create("c\(number)", client) != nil)
      }
      return struck
    }
    let first = await run(seed: 1, noise: false)
    #expect(await run(seed: 1, noise: true) == first)
    #expect(await run(seed: 2, noise: false) != first)
    #expect((10...30).contains(first.count { $0 }))
  }

  @Test("several faults of one call: delays add up, and the first failure decides")
  func several() async throws {
    let start = await cloud.clock.now()
    let client = client(.init(.delay(seconds: 5)), .init(.delay(seconds: 2)), .init(.loseAnswer), .init(.throttle))
    #expect(await create("main", client)?.code == "ThrottlingException")
    #expect(await cloud.clock.now() - start == 7)
    #expect(try await !exists("main"))
  }
}
