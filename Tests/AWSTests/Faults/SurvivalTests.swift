import AWS
import Applying
import JSONDocument
import Planning
import ProviderConformance
import Providers
import Resources
import SimulatedAWS
import Testing

/// Applying through a connection that fails: what passes is survived, what may have been done is never called undone,
/// and the next run finds everything.
@Suite("Applying with faults")
struct SurvivalTests {
  private struct Troubled {
    var place: SimulatedPlace
    var stages: Stages
    var client: FaultInjectingClient
  }

  private func place(_ rules: [FaultPlan.Rule], seed: UInt64 = 0) async throws -> Troubled {
    var faulty: FaultInjectingClient?
    let place = try await SimulatedPlace(seed: seed + 1) { cloud in
      let client = FaultInjectingClient(cloud, plan: FaultPlan(rules, seed: seed), crash: {})
      faulty = client
      return client
    }
    return Troubled(place: place, stages: try Stages(place), client: try #require(faulty))
  }

  private func story(_ seed: UInt64) -> ConvergenceCase { .random(seed: seed, states: 3) }

  // MARK: Throttling

  @Test("a throttled account only takes longer", arguments: 1...4)
  func throttled(seed: Int) async throws {
    let troubled = try await place([.init(.throttle, probability: 0.3)], seed: UInt64(seed))
    defer { troubled.stages.remove() }
    try await story(UInt64(seed)).verify(
      in: troubled.place.setting, plan: { try await troubled.stages.plan($0) },
      apply: { try await troubled.stages.apply($0) })
    #expect(!troubled.client.strikes.isEmpty)
  }

  @Test(
    "an operation that is throttled twenty times in a row succeeds in the end",
    arguments: [
      "CreateCluster", "RegisterTaskDefinition", "CreateService", "UpdateService", "DescribeServices", "CreateLogGroup",
    ])
  func longThrottling(operation: String) async throws {
    let troubled = try await place([.init(.throttle, operation: operation, times: 20)])
    defer { troubled.stages.remove() }
    try await story(1).verify(
      in: troubled.place.setting, plan: { try await troubled.stages.plan($0) },
      apply: { try await troubled.stages.apply($0) })
    #expect(troubled.client.strikes.count == 20)
  }

  // MARK: Lost answers

  static let mutations = [
    "CreateCluster", "RegisterTaskDefinition", "CreateService", "UpdateService", "CreateRepository", "CreateLogGroup",
    "PutRetentionPolicy", "TagResource", "PutLifecyclePolicy",
  ]

  @Test("one lost answer is found out, and nothing is made twice", arguments: mutations)
  func oneLostAnswer(operation: String) async throws {
    let troubled = try await place([.init(.loseAnswer, operation: operation, times: 1)])
    defer { troubled.stages.remove() }
    try await converge(troubled, story(3).states(in: troubled.place.setting))
    #expect(troubled.client.strikes.count == 1, "the case calls \(operation)")
  }

  @Test("an answer that never comes is not called a failure that changed nothing", arguments: mutations)
  func neverAnAnswer(operation: String) async throws {
    let troubled = try await place([.init(.loseAnswer, operation: operation, times: 40)])
    defer { troubled.stages.remove() }
    let states = try story(3).states(in: troubled.place.setting)
    for state in states {
      let report = try await troubled.stages.apply(try await troubled.stages.plan(state))
      expectHonest(report)
    }
    #expect(!troubled.client.strikes.isEmpty)
    try await converge(troubled, [try #require(states.last)], rounds: 12)
  }

  @Test("what was lost at random is found again, and converges without duplicates", arguments: 1...8)
  func randomLosses(seed: Int) async throws {
    let troubled = try await place(
      [.init(.throttle, probability: 0.1), .init(.loseAnswer, probability: 0.1), .init(.loseRequest, probability: 0.1)],
      seed: UInt64(seed))
    defer { troubled.stages.remove() }
    try await converge(troubled, story(UInt64(seed)).states(in: troubled.place.setting), rounds: 8)
  }

  // MARK: Refusals

  @Test("a refusal changes nothing, is said, and stops what depends on it")
  func refused() async throws {
    let troubled = try await place([
      .init(.refuse(code: "AccessDeniedException", message: "not today"), operation: "RegisterTaskDefinition", times: 1)
    ])
    defer { troubled.stages.remove() }
    let state = try #require(ConvergenceCase.all.first).states(in: troubled.place.setting)[0]
    let report = try await troubled.stages.apply(try await troubled.stages.plan(state))
    let failures = report.outcomes.values.compactMap { if case .failed(let error) = $0 { error } else { nil } }
    #expect(failures.map(\.kind) == [.forbidden])
    #expect(failures.map(\.effect) == [.no])
    let services = try await troubled.place.cloud.call(
      AWSRequest(.ecs, "ListServices", ["cluster": .string(troubled.place.setting.name("cluster"))]))
    #expect(services["serviceArns"] == [])
    try await converge(troubled, [state])
  }

  // MARK: Judging

  /// Applies each state until its plan is empty.
  private func converge(_ troubled: Troubled, _ states: [DesiredState], rounds: Int = 3) async throws {
    for (number, state) in states.enumerated() {
      var left = rounds
      var plan = try await troubled.stages.plan(state)
      while !plan.isEmpty, left > 0 {
        expectHonest(try await troubled.stages.apply(plan))
        plan = try await troubled.stages.plan(state)
        left -= 1
      }
      #expect(plan.isEmpty, "state \(number) does not converge: \(plan.changes)")
    }
    try await expectNoDuplicates(troubled)
  }

  /// No step that lost an answer says that nothing was changed.
  private func expectHonest(_ report: ApplyReport) {
    for (id, outcome) in report.outcomes {
      guard case .failed(let error) = outcome, error.code == "Unreachable" else { continue }
      #expect(error.effect != .no, "step \(id): \(error)")
    }
  }

  /// Each revision was registered by a step of its own.
  private func expectNoDuplicates(_ troubled: Troubled) async throws {
    let listed = try await troubled.place.cloud.call(AWSRequest(.ecs, "ListTaskDefinitions", [:]))
    var tokens: [String] = []
    for arn in listed["taskDefinitionArns"]?.arrayValue ?? [] {
      let tags = try await troubled.place.cloud.call(AWSRequest(.ecs, "ListTagsForResource", ["resourceArn": arn]))
      tokens += (tags["tags"]?.arrayValue ?? []).filter { $0["key"] == "reconcile:operation" }.compactMap {
        $0["value"]?.stringValue
      }
    }
    #expect(Set(tokens).count == tokens.count)
  }
}
