import AWS
import Planning
import ProviderConformance
import Providers
import Resources
import SimulatedAWS
import Synchronization
import Testing

/// The provider keeps the contract over the simulated cloud: every case, each in a cloud of its own.
@Suite("AWS over the simulated cloud")
struct ConformanceTests {
  @Test("keeps the contract", arguments: ConformanceCase.all)
  func contract(promise: ConformanceCase) async throws {
    let place = try await SimulatedPlace()
    #expect(promise.isFor(place.provider), "the simulated cloud can do everything that a case needs")
    try await promise.verify(place.provider, in: place.setting)
  }

  @Test("converges: after each apply the second plan is empty", arguments: ConvergenceCase.all)
  func converges(story: ConvergenceCase) async throws {
    try await verify(story)
  }

  @Test("converges through random states", arguments: 1...12)
  func convergesAtRandom(seed: Int) async throws {
    try await verify(.random(seed: UInt64(seed), states: 5))
  }

  /// Replicas lag behind while apply waits; whoever plans next comes later.
  private func verify(_ story: ConvergenceCase) async throws {
    let replicas = Mutex<LaggingReplicas?>(nil)
    let place = try await SimulatedPlace { cloud in
      let lagging = LaggingReplicas(cloud, seed: 7)
      replicas.withLock { $0 = lagging }
      return lagging
    }
    let stages = try Stages(place)
    defer { stages.remove() }
    try await story.verify(
      in: place.setting, plan: { try await stages.plan($0) },
      apply: { plan in
        let report = try await stages.apply(plan)
        replicas.withLock { $0?.catchUp() }
        return report
      })
  }
}
