import ProviderConformance
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

  private func verify(_ story: ConvergenceCase) async throws {
    let place = try await SimulatedPlace()
    let stages = try Stages(place)
    defer { stages.remove() }
    try await story.verify(in: place.setting, plan: { try await stages.plan($0) }, apply: { try await stages.apply($0) })
  }
}
