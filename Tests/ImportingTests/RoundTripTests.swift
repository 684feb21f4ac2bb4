import AWS
import Applying
import Diagnostics
import Engine
import Foundation
import Importing
import JSONDocument
import Loading
import Planning
import ProviderConformance
import Providers
import Recording
import Refreshing
import Resources
import SimulatedAWS
import TestSupport
import Testing

/// Whatever an apply made: imported into a fresh directory with a fresh state, the very next plan is empty.
@Suite struct RoundTripTests {
  @Test("after random states", arguments: 1...12)
  func random(seed: Int) async throws {
    try await verify(.random(seed: UInt64(seed), states: 3))
  }

  @Test("after every state that providers converge to", arguments: ConvergenceCase.all)
  func convergence(story: ConvergenceCase) async throws {
    try await verify(story)
  }

  private func verify(_ story: ConvergenceCase) async throws {
    let world = try await World()
    for (number, state) in try story.states(in: world.setting).enumerated() {
      try await world.apply(state)
      guard state.resources.contains(where: { $0.identity.kind == .cluster }) else { continue }
      for withData in [false, true] {
        let changes = try await world.importing(withData: withData)
        #expect(changes.isEmpty, "state \(number) of \"\(story)\":\n\(changes.joined(separator: "\n"))")
      }
    }
  }
}

/// A simulated cloud, and an environment in it whose files nobody has.
struct World {
  let cloud: SimulatedCloud
  let provider: AWSProvider
  let setting: ConformanceSetting
  private let store = MemoryStateStore()

  init() async throws {
    cloud = try .inMemory()
    let identity = ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "111111111111")
    provider = AWSProvider(client: cloud, identity: identity, random: Seeded())
    let created = try await cloud.call(AWSRequest(.ecr, "CreateRepository", ["repositoryName": "images"]))
    let repository = try #require(created["repository"]?["repositoryUri"]?.stringValue)
    try await cloud.push(repository: "images", tag: "good")
    setting = ConformanceSetting(provider: identity, prefix: "case", image: "\(repository):good")
  }

  func apply(_ desired: DesiredState) async throws {
    let recorded = try await store.read()
    let observed = try await Refresher(reader: provider).refresh(desired: desired, recorded: recorded, archive: store)
    let plan = Planner(desired: desired, recorded: recorded, observed: observed, scope: PlanScope(deletesData: true)).plan()
    let run = try await store.beginRun(RunDescription(operation: "apply", who: "test@host"))
    let report = await Applier(
      provider: provider, store: store, parallelism: 4, patience: RolloutPatience(timeout: .seconds(3600))
    )
    .apply(plan, run: run) { _ in }
    #expect(report.isSuccess)
  }

  /// What the first plan after an import would change, a line each; findings of the files count as well.
  func importing(
    withData: Bool = false, services: [String] = [], files extra: [String: String] = [:]
  ) async throws -> [String] {
    let (directory, draft, live) = try await draft(withData: withData, services: services, files: extra)
    defer { withExtendedLifetime(directory) {} }
    let result = EnvironmentLoader().load("\(directory.path)/envs/copy")
    // Warnings about what runs are true, and no fault of the import.
    let findings = result.diagnostics.filter { $0.severity == .error }.map { "\($0.code): \($0.message) \($0.details)" }
    guard let environment = result.environment else { return findings }
    let reconciler = Reconciler(environment: environment, store: MemoryStateStore(), provider: provider)
    let attempt = LockAttempt(LockRequest(operation: "import", who: "test@host", host: "host", pid: 1))
    _ = try await reconciler.record(
      draft.objects(live), draft.revisions, attempt, RunDescription(operation: "import", who: "test@host"))
    return ConvergenceCase.changes(of: try await reconciler.plan())
  }

  func draft(
    withData: Bool = false, services: [String] = [], files extra: [String: String] = [:]
  ) async throws -> (TemporaryDirectory, EnvironmentDraft, LiveEnvironment) {
    let request = ImportRequest(cluster: setting.name("cluster"), services: services, withDataResources: withData)
    let live = try await LiveEnvironment.read(request, from: provider)
    let place: JSON = ["name": "simulated-aws", "region": "eu-west-1", "accountId": "111111111111"]
    let draft = EnvironmentDraft(live, .fresh(name: "copy", provider: place), registry: setting.provider.registry)
    let directory = try TemporaryDirectory()
    for file in draft.files { try directory.write(file.text, to: "envs/copy/\(file.path)") }
    for (path, text) in extra { try directory.write(text, to: "envs/copy/\(path)") }
    return (directory, draft, live)
  }
}

/// SplitMix64.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64 = 7

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
