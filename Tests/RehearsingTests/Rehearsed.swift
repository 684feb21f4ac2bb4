import AWS
import Applying
import Engine
import JSONDocument
import Loading
import Planning
import ProviderConformance
import Providers
import Recording
import Rehearsing
import Resources
import SimulatedAWS
import Testing

/// A simulated cloud that stands for the real one, with a state, and environments in it.
struct Place {
  let cloud: SimulatedCloud
  let store = MemoryStateStore()
  let setting: ConformanceSetting
  /// Counts the calls that reach the cloud.
  let calls: CountingClient

  static let identity = ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "111111111111")

  init(account: String = identity.accountId, region: String = identity.region) async throws {
    cloud = try .inMemory(account: account, region: region)
    calls = CountingClient(cloud)
    let created = try await cloud.call(AWSRequest(.ecr, "CreateRepository", ["repositoryName": "images"]))
    let repository = try #require(created["repository"]?["repositoryUri"]?.stringValue)
    try await cloud.push(repository: "images", tag: "good")
    setting = ConformanceSetting(provider: Self.identity, prefix: "case", image: "\(repository):good")
  }

  func reconciler(_ desired: DesiredState, through client: (any AWSClient)? = nil) -> Reconciler {
    let environment = LoadedEnvironment(
      desired: desired,
      settings: EnvironmentSettings(
        provider: ProviderSettings(identity: desired.environment.provider), projectRoot: "/", stateDirectory: "/"), images: [:])
    return reconciler(environment, through: client)
  }

  func reconciler(_ environment: LoadedEnvironment, through client: (any AWSClient)? = nil) -> Reconciler {
    Reconciler(
      environment: environment, store: store,
      provider: AWSProvider(
        client: client ?? calls, identity: environment.desired.environment.provider, random: SeededGenerator(seed: 1)))
  }

  @discardableResult
  func apply(_ reconciler: Reconciler) async throws -> ApplyReport {
    var options = PlanOptions()
    options.deletesData = true
    let plan = try await reconciler.plan(options)
    return try await reconciler.apply(plan, Self.applying) { _ in }
  }

  static let applying = ApplyOptions(run: RunDescription(operation: "apply", who: "kim@laptop"))

  static func rehearsing(_ options: PlanOptions = PlanOptions(), scenario: Scenario = Scenario()) -> RehearsalOptions {
    RehearsalOptions(plan: options, apply: applying, scenario: scenario)
  }
}

/// What differs between a copy and what it is a copy of.
struct Differences {
  static func between(_ original: Reconciler, _ options: PlanOptions = PlanOptions()) async throws -> [String] {
    let look = try await original.observe(options)
    let copy = try await CloudCopy(of: original, look, isAsked: options.refresh).make()
    let there = try await copy.reconciler.observe(options)
    var problems: [String] = []
    for (identity, observation) in look.observed.objects {
      let (here, there) = (observation, there.observed.objects[identity])
      if describe(here) != describe(there) { problems.append("\(identity): \(describe(here)) is \(describe(there)) in the copy") }
    }
    let revisions = there.observed.revisions.mapValues(\.fingerprint)
    for (arn, revision) in look.observed.revisions where revisions[arn] != revision.fingerprint {
      problems.append("\(arn) is another revision in the copy")
    }
    let plan = try await original.plan(look, options)
    let copied = try await copy.reconciler.plan(there, options)
    let move = PlanStaleness(from: plan, to: copied)
    if !move.isEmpty { problems.append("the plans differ: \(move.deeds.map(\.address)) \(move.objects) \(move.records)") }
    if plan.state != copied.state || plan.unchanged != copied.unchanged { problems.append("the plans count otherwise") }
    if plan.drift != copied.drift || plan.ignored != copied.ignored || plan.newMembers != copied.newMembers {
      problems.append("drift \(plan.drift) \(plan.newMembers) is \(copied.drift) \(copied.newMembers) in the copy")
    }
    return problems
  }

  private static func describe(_ observation: Observation?) -> String {
    switch observation {
    case .absent: "absent"
    case .draining: "draining"
    case nil: "unknown"
    case .present(let object):
      """
      \(object.identity.kind.normalForm(of: object.attributes).text(.canonical)) \(object.arn ?? "") \
      \(object.rollout.map { "\($0)" } ?? "") \(object.deployments.map { "\($0.id) \($0.revision) \($0.running) \($0.pending)" }) \
      \(ServiceScaling(of: object.attributes).map { "\($0)" } ?? "")
      """
    }
  }
}
