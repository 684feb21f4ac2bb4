import AWS
import Applying
import FoundationEssentials
import JSONDocument
import Planning
import ProviderConformance
import Providers
import Recording
import Refreshing
import Resources
import TestSupport
import Testing

@testable import AWSCommandLine

extension MotoTests {
  /// Whole environments: refreshed, planned, applied, recorded, and planned again, over the aws program.
  @Suite("Environments")
  struct Environments {
    /// The cases that need nothing of what moto forgets; the simulated cloud runs them all.
    private static let cases = ConvergenceCase.all.filter {
      ["a service is made, changed, and put back", "repositories and log groups"].contains($0.name)
    }

    @Test(
      "Converge over the aws program, and over HTTPS: the second plan is empty", arguments: cases,
      [ProviderName.awsCommandLine, .aws])
    func converge(example: ConvergenceCase, name: ProviderName) async throws {
      let number = Self.cases.firstIndex { $0.name == example.name } ?? 0
      let server = try #require(MotoServer.current)
      let client: any AWSClient = name == .aws ? server.httpsClient : server.client(isWarm: true)
      try await Self.converge(example, over: client, prefix: "environment-\(name == .aws ? "https-" : "")\(number)")
    }

    static func converge(_ example: ConvergenceCase, over client: any AWSClient, prefix: String) async throws {
      let identity = ProviderIdentity(name: .awsCommandLine, region: "eu-west-1", accountId: MotoServer.accountId)
      let provider = AWSProvider(
        client: HurriedClient(client: client), identity: identity, random: SeededGenerator(seed: 2))
      let setting = ConformanceSetting(provider: identity, prefix: prefix)
      let directory = FileManager.default.temporaryDirectory.path + "/reconcile-moto-\(UInt64.random(in: 0 ... .max))"
      defer { try? FileManager.default.removeItem(atPath: directory) }
      let store = try SQLiteStateStore(path: directory + "/state.sqlite", environment: setting.prefix, provider: identity)

      try await example.verify(in: setting) { desired in
        let recorded = try await store.read()
        let observed = try await Refresher(reader: provider).refresh(desired: desired, recorded: recorded, archive: store)
        try await store.remember(observed.newlyRead)
        return Planner(
          desired: desired, recorded: recorded, observed: observed, scope: PlanScope(deletesData: true)
        ).plan()
      } apply: { plan in
        let run = try await store.beginRun(RunDescription(operation: "apply", who: "test"))
        let applier = Applier(provider: provider, store: store, parallelism: 4, patience: RolloutPatience(timeout: .seconds(600)))
        let report = await applier.apply(plan, run: run) { _ in }
        try await store.finishRun(run, outcome: RunOutcome(result: .succeeded, summary: ""))
        return report
      }
    }
  }
}
