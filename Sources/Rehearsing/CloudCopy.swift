import AWS
package import Applying
package import Engine
import JSONDocument
import Loading
import Providers
import Recording
import Resources
package import SimulatedAWS

/// Makes a simulated cloud and a state in memory that hold what an environment has now.
package struct CloudCopy {
  private let original: Reconciler
  private let inputs: PlanInputs
  /// The cloud may be asked; otherwise what is recorded is all there is.
  private let isAsked: Bool

  package struct RehearsalStage {
    package var cloud: SimulatedCloud
    /// Works on the copy as `apply` works on the original.
    package var reconciler: Reconciler
    package var assumptions: [RehearsalAssumption]
  }

  package init(of original: Reconciler, _ inputs: PlanInputs, isAsked: Bool) {
    self.original = original
    self.inputs = inputs
    self.isAsked = isAsked
  }

  private var desired: DesiredState { original.environment.desired }
  private var identity: ProviderIdentity { desired.environment.provider }

  package func make(_ scenario: Scenario = Scenario()) async throws(EngineError) -> RehearsalStage {
    let revisions = try await revisions()
    var seed = CloudSeed()
    seed.objects = inputs.observed.objects.values.compactMap(\.object).sorted { $0.identity < $1.identity }
    seed.draining = inputs.observed.objects.filter { $0.value == .draining }.map(\.key).sorted()
    seed.revisions = revisions
    let images = try await images(revisions)
    seed.images = images.there
    seed.assumed = assumed(images.there, revisions)
    try await lookAtClusters(&seed)
    try await lookAtOwners(&seed)

    let cloud: SimulatedCloud
    do {
      cloud = try SimulatedCloud.forRehearsal(
        account: identity.accountId, region: identity.region, startingAt: await original.now(),
        scenario: scenario)
      try await cloud.seed(seed)
    } catch {
      throw .provider(
        ProviderError(.unexpected, operation: "rehearse", message: "the simulated copy cannot be made: \(error)"))
    }
    _ = await cloud.clock.now()
    let provider = AWSProvider(client: scenario.client(over: cloud), identity: identity, random: SeededGenerator(seed: 1))
    let reconciler = Reconciler(
      environment: original.environment, store: try await state(revisions), provider: provider)
    return RehearsalStage(cloud: cloud, reconciler: reconciler, assumptions: assumptions(images.unknown, scenario))
  }

  private func assumptions(_ unknown: [ImageReference], _ scenario: Scenario) -> [RehearsalAssumption] {
    let start = Int(SimulatedCloud.taskStartTime)
    var assumptions: [RehearsalAssumption] = [
      .durations(start: start...start + SimulatedCloud.taskStartSpread, stop: Int(SimulatedCloud.taskStopTime)), .tasksFareWell,
    ]
    let onInstances = desired.resources.filter { $0.identity.kind == .service && !ServiceDocument($0.attributes).asksForFargate }
    if scenario.instances.isEmpty, !onInstances.isEmpty {
      assumptions.append(.instancesHaveRoom(onInstances.map(\.address)))
    }
    if !isAsked { assumptions.append(.recordedIsTrue) }
    if !unknown.isEmpty { assumptions.append(.imagesNotChecked(unknown)) }
    return assumptions
  }

  // MARK: Recorded

  private func state(_ known: [Revision]) async throws(EngineError) -> MemoryStateStore {
    let store = MemoryStateStore()
    guard let version = inputs.recorded.version else { return store }
    var revisions: [Revision] = []
    for recorded in inputs.recorded.revisions.values.joined() {
      guard let content = await original.store.content(ofRevision: recorded.arn) else { continue }
      revisions.append(
        Revision(
          arn: recorded.arn, family: recorded.family, number: recorded.number, isActive: true, content: content))
    }
    do {
      try await store.edit(
        StateEdit(
          written: inputs.recorded.resources, revisions: revisions + inputs.observed.newlyRead,
          deposed: inputs.recorded.deposed, version: version))
    } catch {
      throw .state(error)
    }
    return store
  }

  // MARK: Revisions

  /// Those that were looked at for the plan, and those that services run besides.
  private func revisions() async throws(EngineError) -> [Revision] {
    var found = inputs.observed.revisions
    for head in inputs.observed.heads.values { found[head.arn] = head }
    let objects = inputs.observed.objects.values.compactMap(\.object)
    var wanted = Set(objects.flatMap { $0.deployments.map(\.revision) })
    wanted.formUnion(objects.compactMap(\.runningRevision))
    wanted.formUnion(
      desired.resources.compactMap {
        $0.taskDefinitionLink == nil ? ServiceDocument($0.attributes).taskDefinition?.text : nil
      })
    let missing = wanted.filter { found[$0] == nil }.sorted()
    for revision in try await read(missing) { found[revision.arn] = revision }
    return found.values.sorted { ($0.family, $0.number) < ($1.family, $1.number) }
  }

  private func read(_ references: [String]) async throws(EngineError) -> [Revision] {
    guard !references.isEmpty else { return [] }
    guard isAsked else { return await kept(references) }
    do throws(ProviderError) {
      return Array(try await original.provider.revisions(references).values)
    } catch {
      throw .provider(error)
    }
  }

  private func kept(_ arns: [String]) async -> [Revision] {
    var found: [Revision] = []
    for arn in arns {
      let name = RevisionReference(arn)
      guard let number = name.number, let content = await original.store.content(ofRevision: arn) else { continue }
      found.append(Revision(arn: arn, family: name.family, number: number, isActive: true, content: content))
    }
    return found
  }

  // MARK: Images

  /// Of all images that tasks may pull, those that are there, and those of which nobody knows.
  private func images(
    _ revisions: [Revision]
  ) async throws(EngineError) -> (there: [SeededImage], unknown: [ImageReference]) {
    let wanted = desired.resources.filter { $0.identity.kind == .taskDefinition }.map(\.attributes)
    let named = Set((wanted + revisions.map(\.content)).flatMap { TaskDefinitionDocument($0).images })
      .sorted { $0.description < $1.description }
    let images = named.filter { $0.isOwn(of: identity) }
    // Those of other accounts and regions are taken to be there: nobody is asked about them.
    let foreign = named.filter { !$0.isOwn(of: identity) && $0.isInECR }.map { SeededImage($0) }
    guard isAsked else { return (images.map { SeededImage($0) } + foreign, []) }
    let answers: [Prerequisite: PrerequisiteAnswer]
    do throws(ProviderError) {
      answers = try await original.provider.answers(about: images.map(Prerequisite.image))
    } catch {
      throw .provider(error)
    }
    var there = foreign
    var unknown: [ImageReference] = []
    for image in images {
      switch answers[.image(image)] {
      case .present(.image(let digest, let platforms)): there.append(SeededImage(image, digest: digest, platforms: platforms))
      case .absent: break
      case .present, .unknown, nil:
        there.append(SeededImage(image))
        unknown.append(image)
      }
    }
    let behaviours = await original.behaviours(there.map(\.reference))
    for position in there.indices { there[position].behaviour = behaviours[there[position].reference] }
    return (there, unknown)
  }

  // MARK: What others own

  /// Repositories of images that are there, and log groups that are written to: who refers to them relies on them. Those that
  /// the environment owns were looked at.
  private func assumed(_ images: [SeededImage], _ revisions: [Revision]) -> Set<ResourceIdentity> {
    let logs =
      desired.resources.flatMap { $0.identity.kind.logs(in: $0.attributes, provider: identity) }
      + revisions.flatMap { ResourceKind.taskDefinition.logs(in: $0.content, provider: identity) }
    let own = images.map(\.reference).filter { $0.isOwn(of: identity) }
    var assumed = Set(own.map { ResourceIdentity(.repository, name: $0.repository) })
    assumed.formUnion(logs.map { ResourceIdentity(.logGroup, name: $0.group) })
    return assumed.filter { inputs.observed.objects[$0] == nil }
  }

  /// What objects of the environment belong to and that it does not own.
  private func lookAtOwners(_ seed: inout CloudSeed) async throws(EngineError) {
    let belongings = desired.resources.filter(\.identity.kind.isBelonging)
    let owners = Set(belongings.flatMap { $0.identity.uses(in: $0.attributes, provider: identity) })
      .subtracting(desired.resources.map(\.identity)).filter { inputs.observed.objects[$0] == nil }
    guard isAsked, !owners.isEmpty else { return }
    do throws(ProviderError) {
      let found = try await original.provider.read(owners.sorted().map { ReadRequest($0) })
      seed.objects += found.values.compactMap(\.object)
    } catch {
      throw .provider(error)
    }
  }

  /// Clusters that services are put into and that the environment does not own.
  private func lookAtClusters(_ seed: inout CloudSeed) async throws(EngineError) {
    let services = Set(desired.resources.map(\.identity)).union(inputs.observed.objects.keys).filter { $0.kind == .service }
    let tasks = desired.resources.map(\.identity).filter { $0.kind == .oneOffTask }
    let clusters = Set((services + tasks).map { ResourceIdentity(.cluster, name: $0.cluster) })
      .filter { inputs.observed.objects[$0] == nil }
    guard !clusters.isEmpty else { return }
    guard isAsked else { return seed.assumed.formUnion(clusters) }
    do throws(ProviderError) {
      let found = try await original.provider.read(clusters.sorted().map { ReadRequest($0) })
      seed.objects += found.values.compactMap(\.object)
    } catch {
      throw .provider(error)
    }
  }
}
