import AWS
import Applying
import Engine
import Foundation
import JSONDocument
import Loading
import Planning
import ProviderConformance
import Resources
import SimulatedAWS
import Testing

/// A copy answers what the original answers, so the same plan comes of it.
@Suite("A copy of the cloud")
struct CopyTests {
  @Test("is like the original, in random states", arguments: 1...12)
  func random(seed: Int) async throws {
    try await verify(.random(seed: UInt64(seed), states: 4))
  }

  @Test("is like the original, in every state that providers converge to", arguments: ConvergenceCase.all)
  func convergence(story: ConvergenceCase) async throws {
    try await verify(story)
  }

  /// Both before and after each apply.
  private func verify(_ story: ConvergenceCase) async throws {
    let place = try await Place()
    for (number, state) in try story.states(in: place.setting).enumerated() {
      let reconciler = place.reconciler(state)
      let before = try await Differences.between(reconciler)
      #expect(before.isEmpty, "before state \(number) of \"\(story)\":\n\(before.joined(separator: "\n"))")
      try await place.apply(reconciler)
      let after = try await Differences.between(reconciler)
      #expect(after.isEmpty, "after state \(number) of \"\(story)\":\n\(after.joined(separator: "\n"))")
    }
  }

  @Test("is like the original in the environments of this repository", arguments: ["staging", "prod", "examples/arm64-fargate"])
  func examples(name: String) async throws {
    let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../envs/\(name)")
    let environment = try #require(EnvironmentLoader().load(directory.standardized.path).environment)
    let provider = environment.desired.environment.provider
    let place = try await Place(account: provider.accountId, region: provider.region)
    let reconciler = place.reconciler(environment)
    #expect(try await Differences.between(reconciler).isEmpty)
    try await place.apply(reconciler)
    #expect(try await Differences.between(reconciler).isEmpty)
    var recorded = PlanOptions()
    recorded.refresh = false
    #expect(try await Differences.between(reconciler, recorded).isEmpty)
  }

  @Test("has the tasks of a rollout that is under way, and of one that failed")
  func underWay() async throws {
    let place = try await Place()
    let reconciler = place.reconciler(try Example.desired(place, tag: "good", count: 4))
    try await place.apply(reconciler)
    let definition = try await place.cloud.call(
      AWSRequest(.ecs, "DescribeTaskDefinition", ["taskDefinition": "case-web"]))
    _ = try await place.cloud.call(
      AWSRequest(
        .ecs, "UpdateService",
        [
          "cluster": "case-cluster", "service": "case-web", "forceNewDeployment": true,
          "taskDefinition": definition["taskDefinition"]?["taskDefinitionArn"] ?? .null,
        ]))
    for seconds in [0, 3, 15, 10, 60] {
      await place.cloud.clock.sleep(for: .seconds(seconds))
      let differences = try await Differences.between(reconciler)
      #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
    }
  }
}
