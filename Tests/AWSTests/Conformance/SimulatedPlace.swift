import AWS
import Applying
import Foundation
import JSONDocument
import Planning
import ProviderConformance
import Providers
import Recording
import Refreshing
import Resources
import SimulatedAWS
import Testing

/// A simulated cloud of its own for one case, with the provider over it and what the cases need.
struct SimulatedPlace {
  let cloud: SimulatedCloud
  let setting: ConformanceSetting
  let provider: AWSProvider

  /// `client` puts something between the provider and the cloud.
  init(seed: UInt64 = 1, client: (SimulatedCloud) -> any AWSClient = { $0 }) async throws {
    cloud = try .inMemory()
    let identity = ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "111111111111")
    provider = AWSProvider(client: client(cloud), identity: identity, random: SeededGenerator(seed: seed))
    let created = try await cloud.call(AWSRequest(.ecr, "CreateRepository", ["repositoryName": "images"]))
    let repository = try #require(created["repository"]?["repositoryUri"]?.stringValue)
    try await cloud.push(repository: "images", tag: "good")
    try await cloud.push(repository: "images", tag: "failing", behaviour: .exits(code: 1))
    setting = ConformanceSetting(
      provider: identity, prefix: "case", image: "\(repository):good", failingImage: "\(repository):failing")
  }
}

/// Plans and applies as the engine does, with a state store of its own in a temporary directory.
struct Stages {
  let provider: AWSProvider
  let store: SQLiteStateStore
  private let directory: String

  init(_ place: SimulatedPlace) throws {
    provider = place.provider
    directory = NSTemporaryDirectory() + "reconcile-conformance-" + UUID().uuidString
    store = try SQLiteStateStore(
      path: directory + "/state.sqlite", environment: place.setting.prefix, provider: place.setting.provider)
  }

  func plan(_ desired: DesiredState) async throws -> Plan {
    let recorded = try await store.read()
    let observed = try await Refresher(reader: provider).refresh(desired: desired, recorded: recorded, archive: store)
    if !observed.newlyRead.isEmpty { try await store.remember(observed.newlyRead) }
    return Planner(
      desired: desired, recorded: recorded, observed: observed, scope: PlanScope(isDestroy: false, targets: [], deletesData: true)
    ).plan()
  }

  func apply(
    _ plan: Plan, parallelism: Int = 4, patience: RolloutPatience = RolloutPatience(timeout: .seconds(3600)),
    onFailure: FailureResponse = .report
  ) async throws -> ApplyReport {
    let lock = try await store.acquireLock(LockRequest(operation: "apply", who: "test@host", host: "host", pid: 1))
    let run = try await store.beginRun(RunDescription(operation: "apply", who: "test@host"))
    let applier = Applier(
      provider: provider, store: store, parallelism: parallelism, patience: patience, onFailure: onFailure,
      newToken: { UUID().uuidString.lowercased() })
    let report = await applier.apply(plan, run: run) { _ in }
    try await store.finishRun(run, outcome: RunOutcome(result: report.isSuccess ? .succeeded : .failed, summary: ""))
    try await store.releaseLock(lock)
    return report
  }

  func remove() { try? FileManager.default.removeItem(atPath: directory) }
}
