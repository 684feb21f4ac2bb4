import AWS
import Applying
import JSONDocument
import Planning
import ProviderConformance
import Providers
import Recording
import Resources
import SimulatedAWS
import Synchronization
import Testing

/// One service on a simulated cloud, planned and applied as the engine does, while others do things to it.
private struct Story {
  let place: SimulatedPlace
  let stages: Stages
  var count: Int? = 2
  var breaker: Bool? = nil
  var image = "good"
  var healthCheck: JSON?

  static let cluster = ResourceIdentity(.cluster, name: "case-cluster")
  static let service = ResourceIdentity(.service, name: "case-web", scope: "case-cluster")
  static let address = Address(.service, "web")

  init(breaker: Bool? = nil, client: (SimulatedCloud) -> any AWSClient = { $0 }) async throws {
    place = try await SimulatedPlace(client: client)
    stages = try Stages(place)
    self.breaker = breaker
    try await place.cloud.push(repository: "images", tag: "better")
    try await place.cloud.push(repository: "images", tag: "slow", behaviour: .startsSlowly(seconds: 300))
  }

  var desired: DesiredState {
    let reference = place.setting.image.replacing(":good", with: ":\(image)")
    var container: JSON = ["name": "web", "image": .string(reference), "memory": 128]
    container["healthCheck"] = healthCheck
    let definition = Resource(
      address: Address(.taskDefinition, "web"), identity: ResourceIdentity(.taskDefinition, name: "case-web"),
      attributes: ["family": "case-web", "containerDefinitions": [container]])
    var attributes: JSON = [
      "serviceName": "case-web", "cluster": "case-cluster", "launchType": "EC2", "taskDefinition": "case-web",
    ]
    attributes["desiredCount"] = count.map { .int($0) }
    attributes["deploymentConfiguration"] = breaker.map {
      ["deploymentCircuitBreaker": ["enable": true, "rollback": .bool($0)]]
    }
    let service = Resource(
      address: Self.address, identity: Self.service, attributes: attributes,
      links: [Resource.Link(member: "taskDefinition", target: definition.address)])
    let cluster = Resource(
      address: Address(.cluster, "cluster"), identity: Self.cluster, attributes: ["clusterName": "case-cluster"])
    return DesiredState(
      environment: EnvironmentIdentity(
        name: "case", directory: "envs/case", provider: place.setting.provider, cluster: "case-cluster"),
      resources: [cluster, definition, service])
  }

  func plan() async throws -> Plan { try await stages.plan(desired) }

  /// Plans, applies, and answers how the service's rollout ended; nil when there was none.
  @discardableResult
  func apply(
    _ patience: RolloutPatience = RolloutPatience(timeout: .seconds(3600)), onFailure: FailureResponse = .report
  ) async throws -> RolloutVerdict? {
    let plan = try await plan()
    let report = try await stages.apply(plan, patience: patience, onFailure: onFailure)
    let wait = plan.steps.first { $0.address == Self.address && $0.isWait }
    guard let wait, case .rollout(let verdict) = report.outcomes[wait.id] else { return nil }
    return verdict
  }

  /// Somebody else calls.
  @discardableResult
  func call(_ operation: String, _ more: JSON) async throws -> JSON {
    var input: JSON = ["cluster": "case-cluster", "service": "case-web"]
    for member in more.objectValue ?? JSONObject() { input[member.key] = member.value }
    return try await place.cloud.call(AWSRequest(.ecs, operation, input))
  }

  var live: JSON {
    get async throws {
      let answer = try await place.cloud.call(
        AWSRequest(.ecs, "DescribeServices", ["cluster": "case-cluster", "services": ["case-web"]]))
      return answer["services"]?.arrayValue?.first ?? .null
    }
  }

  func primary() async throws -> String? {
    try await live["deployments"]?.arrayValue?.first { $0["status"] == "PRIMARY" }?["id"]?.stringValue
  }
}

/// Lets somebody else act while an apply waits: at the second look after a service was changed.
private final class Meddler: AWSClient {
  typealias Deed = @Sendable (SimulatedCloud) async -> Void

  private let cloud: SimulatedCloud
  private let state = Mutex<(looks: Int?, deed: Deed?)>((nil, nil))

  init(_ cloud: SimulatedCloud) {
    self.cloud = cloud
  }

  var clock: any AWSClock { cloud.clock }

  func expect(_ deed: @escaping Deed) { state.withLock { $0 = (nil, deed) } }

  func call(_ request: AWSRequest) async throws(AWSError) -> JSON {
    let deed = state.withLock { state -> Deed? in
      if request.operation == "UpdateService" { state.looks = 0 }
      guard request.operation == "DescribeServices", let looks = state.looks else { return nil }
      state.looks = looks + 1
      guard looks == 1 else { return nil }
      defer { state.deed = nil }
      return state.deed
    }
    if let deed { await deed(cloud) }
    return try await cloud.call(request)
  }
}

private let soon = RolloutPatience(timeout: .seconds(40))

@Suite("Rollouts, told truly")
struct RolloutStoryTests {
  @Test("A failed deployment without a way back is visible to the next plan, and is rolled out again")
  func failed() async throws {
    var story = try await Story(breaker: false)
    defer { story.stages.remove() }
    #expect(try await story.apply()?.outcome == .completed)
    story.image = "failing"
    #expect(try await story.apply()?.outcome == .failed)
    let again = try await story.plan()
    #expect(!again.isEmpty)
    #expect(again.changes.map(\.reason) == [.deploymentFailed("tasks failed to start.")])
    #expect(try await story.apply()?.outcome == .failed, "it fails again, under an id of its own")

    try await story.place.cloud.push(repository: "images", tag: "failing")
    #expect(try await story.apply()?.outcome == .completed)
    #expect(try await story.plan().steps.isEmpty)
  }

  @Test("A deployment that is still under way is waited for by the next apply, and not begun again")
  func underWay() async throws {
    var story = try await Story()
    defer { story.stages.remove() }
    try await story.apply()
    story.image = "slow"
    #expect(try await story.apply(soon)?.outcome == .timedOut)
    let began = try await story.primary()
    let plan = try await story.plan()
    #expect(plan.isEmpty && plan.underWay.map(\.rollout.deploymentId) == [began])
    #expect(try await story.apply(soon)?.outcome == .timedOut)
    #expect(try await story.apply()?.outcome == .completed)
    #expect(try await story.primary() == began)
    #expect(try await story.plan().steps.isEmpty)
  }

  @Test("A deployment that somebody began before us is waited for, however it ends", arguments: [true, false])
  func others(good: Bool) async throws {
    var story = try await Story(breaker: true)
    defer { story.stages.remove() }
    try await story.apply()
    story.image = good ? "slow" : "failing"
    let first = try await story.live["taskDefinition"]
    try await story.apply(RolloutPatience(timeout: .seconds(5)))
    if good {
      try await story.call("UpdateService", ["forceNewDeployment": true])
      #expect(try await story.apply()?.outcome == .completed)
    } else {
      let verdict = try #require(try await story.apply())
      #expect(verdict.outcome == .rolledBack)
      #expect(verdict.runningRevision == first?.stringValue)
      #expect(try await story.plan().changes.map(\.address).contains(Story.address), "the wanted change is there again")
    }
  }

  @Test("Rolled back to the very revision that was asked for: a failure now, and nothing left to change")
  func sameRevision() async throws {
    var story = try await Story(breaker: true)
    defer { story.stages.remove() }
    try await story.apply()
    // The tag is moved to an image that fails, and somebody forces a deployment of it.
    try await story.place.cloud.push(repository: "images", tag: "good", behaviour: .exits(code: 1))
    let answer = try await story.call("UpdateService", ["forceNewDeployment": true])
    let own = try #require(answer["service"]?["deployments"]?.arrayValue?.first?["id"]?.stringValue)
    let revision = try #require(answer["service"]?["taskDefinition"]?.stringValue)
    let rollout = Rollout(service: Story.service, deploymentId: own, revision: revision)
    let verdict = await story.place.provider.follow(rollout, patience: RolloutPatience(timeout: .seconds(7200))) { _ in }
    #expect(verdict.outcome == .rolledBack, "the same revision runs, and still it is no success: \(verdict)")
    #expect(verdict.runningRevision == revision)
    story.image = "good"
    #expect(try await story.plan().changes.isEmpty)
  }

  @Test("A newer deployment of somebody else is neither a success nor a rollback")
  func superseded() async throws {
    var story = try await Story(breaker: true)
    defer { story.stages.remove() }
    try await story.apply()
    let first = try #require(try await story.live["taskDefinition"])
    story.image = "slow"
    #expect(try await story.apply(soon)?.outcome == .timedOut)
    let ours = try #require(try await story.plan().underWay.first?.rollout)
    try await story.call("UpdateService", ["taskDefinition": first])
    let rollout = Rollout(service: Story.service, deploymentId: ours.deploymentId, revision: ours.revision)
    let verdict = await story.place.provider.follow(rollout, patience: RolloutPatience(timeout: .seconds(600))) { _ in }
    #expect(verdict.outcome == .superseded, "\(verdict)")
    #expect(verdict.runningRevision == first.stringValue)
  }

  @Test("No task is wanted: done when none runs, also with an image that cannot start")
  func nothing() async throws {
    var story = try await Story(breaker: false)
    defer { story.stages.remove() }
    story.count = 0
    story.image = "failing"
    #expect(try await story.apply()?.outcome == .completed)
    #expect(try await story.plan().steps.isEmpty)
  }

  @Test("Scaled to nothing after a failure, a service is left alone")
  func scaledDown() async throws {
    var story = try await Story(breaker: false)
    defer { story.stages.remove() }
    story.image = "failing"
    #expect(try await story.apply()?.outcome == .failed)
    story.count = 0
    try await story.apply()
    #expect(try await story.plan().steps.isEmpty)
  }

  @Test("A service that somebody deletes during its rollout has failed, and is made again by the next apply")
  func deleted() async throws {
    var story = try await Story()
    defer { story.stages.remove() }
    try await story.apply()
    story.image = "slow"
    try await story.apply(soon)
    try await story.call("DeleteService", ["force": true])
    let rollout = Rollout(service: Story.service, deploymentId: "ecs-svc/1", revision: "case-web:2")
    let verdict = await story.place.provider.follow(rollout, patience: RolloutPatience(timeout: .seconds(600))) { _ in }
    #expect(verdict.outcome == .failed, "\(verdict)")
    story.image = "good"
    #expect(try await story.apply()?.outcome == .completed)
  }

  @Test("An autoscaler that moves the desired count neither ends nor fails a rollout", arguments: [1, 5])
  func autoscaled(count: Int) async throws {
    var story = try await Story(breaker: true)
    defer { story.stages.remove() }
    story.count = 3
    try await story.apply()
    story.count = nil
    story.image = "slow"
    #expect(try await story.apply(soon)?.outcome == .timedOut)
    try await story.call("UpdateService", ["desiredCount": .int(count)])
    let verdict = try await story.apply()
    #expect(verdict?.outcome == .completed, "\(String(describing: verdict))")
    #expect(verdict?.runningCount == count)
    #expect(try await story.plan().steps.isEmpty)
  }

  // MARK: While apply waits

  struct Deed: Sendable, CustomStringConvertible {
    var description: String
    var operation = "UpdateService"
    var input: JSON
    var outcome: RolloutVerdict.Outcome
    /// What the next plan does about the service.
    var next: [Action] = []
    var nextWaits = false
  }

  static let deeds: [Deed] = [
    Deed(
      description: "puts the old revision in place", input: ["taskDefinition": "case-web:1"], outcome: .superseded,
      next: [.update]),
    Deed(
      description: "forces a deployment of the same revision", input: ["forceNewDeployment": true], outcome: .superseded,
      nextWaits: true),
    Deed(
      description: "deletes the service", operation: "DeleteService", input: ["force": true], outcome: .failed, next: [.create]),
    Deed(description: "scales to nothing", input: ["desiredCount": 0], outcome: .superseded, next: [.update]),
    Deed(description: "scales out", input: ["desiredCount": 5], outcome: .superseded, next: [.update]),
  ]

  @Test(
    "Somebody acts while apply waits: the verdict is true, what runs is on record, and the next plan puts it right",
    arguments: deeds)
  func meddling(deed: Deed) async throws {
    var meddlers: [Meddler] = []
    var story = try await Story(breaker: true) { cloud in
      let meddler = Meddler(cloud)
      meddlers.append(meddler)
      return meddler
    }
    defer { story.stages.remove() }
    try await story.apply()
    let (operation, input) = (deed.operation, deed.input)
    meddlers.first?.expect { cloud in
      var whole: JSON = ["cluster": "case-cluster", "service": "case-web"]
      for member in input.objectValue ?? JSONObject() { whole[member.key] = member.value }
      _ = try? await cloud.call(AWSRequest(.ecs, operation, whole))
    }
    story.image = "slow"
    let verdict = try #require(try await story.apply())
    #expect(verdict.outcome == deed.outcome, "\(verdict)")

    let record = try await story.stages.store.read().resources.first { $0.address == Story.address }
    let live = try await story.live
    if deed.operation == "UpdateService" {
      #expect(record?.observed["taskDefinition"] == live["taskDefinition"], "what is recorded is what really runs")
    }
    let next = try await story.plan()
    #expect(next.changes.filter { $0.address == Story.address }.map(\.action) == deed.next)
    #expect(!next.underWay.isEmpty == deed.nextWaits)
  }

  @Test(
    "A soak sees tasks that die after all was complete, which no first look does: as many as there are, at most three",
    arguments: [(Duration?.none, 2, nil), (.seconds(600), 4, 3), (.seconds(90), 1, 1)] as [(Duration?, Int, Int?)])
  func soak(soak: Duration?, count: Int, deaths: Int?) async throws {
    var story = try await Story()
    defer { story.stages.remove() }
    story.count = count
    try await story.apply()
    try await story.place.cloud.push(repository: "images", tag: "late", behaviour: .exits(code: 1, after: 60))
    story.image = "late"
    var patience = Self.fast
    patience.soak = soak
    let verdict = try #require(try await story.apply(patience))
    #expect(verdict.outcome == (deaths == nil ? .completed : .failed), "\(verdict)")
    guard let deaths else { return }
    let told = try #require(verdict.reason?.split(separator: " ").first.flatMap { Int($0) })
    #expect(told >= deaths && verdict.reason?.hasSuffix("stopped after it was complete") == true, "\(verdict)")
  }

  @Test("Not to fail fast is no reason to be content with tasks that die while a soak looks on")
  func patientSoak() async throws {
    var story = try await Story()
    defer { story.stages.remove() }
    try await story.apply()
    try await story.place.cloud.push(repository: "images", tag: "late", behaviour: .exits(code: 1, after: 60))
    story.image = "late"
    let patience = RolloutPatience(timeout: .seconds(7200), soak: .seconds(600))
    let verdict = try #require(try await story.apply(patience))
    #expect(verdict.outcome == .failed, "\(verdict)")
  }

  @Test("A soak may be longer than a rollout may take, and a death late in it is no lack of time")
  func longSoak() async throws {
    var story = try await Story()
    defer { story.stages.remove() }
    try await story.apply()
    try await story.place.cloud.push(repository: "images", tag: "late", behaviour: .exits(code: 1, after: 600))
    story.image = "late"
    let patience = RolloutPatience(timeout: .seconds(300), failures: 3, soak: .seconds(3600))
    let verdict = try #require(try await story.apply(patience))
    #expect(verdict.outcome == .failed, "\(verdict)")
    story.image = "better"
    #expect(try await story.apply(patience)?.outcome == .completed)
  }

  // MARK: Health

  @Test("More tasks are there when they are healthy, where their health is checked", arguments: [true, false])
  func health(isChecked: Bool) async throws {
    var story = try await Story()
    defer { story.stages.remove() }
    story.healthCheck = isChecked ? ["command": ["CMD", "true"], "interval": 30, "retries": 3] : nil
    story.count = 1
    try await story.apply()
    try await story.place.cloud.push(repository: "images", tag: "good", behaviour: .neverHealthy)
    story.count = 3
    let verdict = try #require(try await story.apply(Self.fast))
    #expect(verdict.outcome == (isChecked ? .failed : .completed), "\(verdict)")
  }

  @Test("Tasks that failed before their number was changed are not counted, and tell nothing")
  func earlierFailures() async throws {
    var story = try await Story(breaker: true)
    defer { story.stages.remove() }
    story.count = 1
    try await story.apply()
    try await story.place.cloud.push(repository: "images", tag: "good", behaviour: .exits(code: 1, after: 5))
    story.count = 3
    #expect(try await story.apply(Self.fast)?.outcome == .failed)
    try await story.place.cloud.push(repository: "images", tag: "good")
    story.count = 4
    let verdict = try #require(try await story.apply(Self.fast))
    #expect(verdict.outcome == .completed, "\(verdict)")
  }

  @Test("A complete service that lacks tasks is looked at until it has them", arguments: [true, false])
  func short(comes: Bool) async throws {
    var story = try await Story()
    defer { story.stages.remove() }
    try await story.apply()
    try await story.place.cloud.push(
      repository: "images", tag: "good", behaviour: comes ? .startsSlowly(seconds: 200) : .cannotBePlaced)
    story.count = 3
    #expect(try await story.apply(soon)?.outcome == .timedOut)
    let plan = try await story.plan()
    #expect(plan.isEmpty && plan.unproven.map(\.rollout.state) == [.unproven("2 of 3 tasks run")])
    #expect(try await story.apply(Self.fast)?.outcome == (comes ? .completed : .failed))
    #expect(try await story.plan().steps.isEmpty == comes)
  }

  // MARK: Replicas that lag

  struct Shape: Sendable, CustomStringConvertible {
    var image: String
    var breaker: Bool?
    var onFailure = FailureResponse.report
    var count = 2

    var description: String { "\(image), breaker \(breaker.map(String.init) ?? "none"), \(onFailure), \(count) tasks" }
  }

  static let shapes: [Shape] = ["better", "failing", "dying"].flatMap { image in
    ([nil, true, false] as [Bool?]).flatMap { breaker in
      [FailureResponse.report, .rollback].flatMap { response in
        [1, 3].map { Shape(image: image, breaker: breaker, onFailure: response, count: $0) }
      }
    }
  }

  @Test(
    "On replicas that lag, a success is what really runs, and nothing else is one", arguments: shapes, [UInt64(1), 2, 3])
  func lagging(shape: Shape, seed: UInt64) async throws {
    var story = try await Story(breaker: shape.breaker) { LaggingReplicas($0, seed: seed) }
    defer { story.stages.remove() }
    try await story.place.cloud.push(repository: "images", tag: "dying", behaviour: .exits(code: 1, after: 5))
    story.count = shape.count
    #expect(try await story.apply(Self.fast)?.outcome == .completed)
    // The lag of the last write is over before anybody plans.
    for _ in 1...2 { _ = try await story.place.provider.read([ReadRequest(Story.service)]) }

    story.image = shape.image
    let verdict = try #require(try await story.apply(Self.fast, onFailure: shape.onFailure))
    let live = try await story.live
    let deployments = live["deployments"]?.arrayValue ?? []
    let primary = deployments.first { $0["status"] == "PRIMARY" }
    let runs = primary?["taskDefinition"]?.stringValue?.hasSuffix(":2") == true
    let isFull = primary?["runningCount"]?.intValue == shape.count && deployments.count == 1
    #expect((verdict.outcome == .completed) == (runs && isFull), "\(verdict) beside \(live)")
    #expect((verdict.outcome == .completed) == (shape.image == "better"))
    if verdict.outcome == .rolledBack { #expect(!runs && isFull, "the revision of before runs: \(live)") }
    if shape.image != "better", shape.onFailure == .rollback || shape.breaker == true && shape.image == "failing" {
      #expect(verdict.outcome == .rolledBack)
    }
  }

  // MARK: Failing fast

  private static let fast = RolloutPatience(timeout: .seconds(7200), failures: 3)

  @Test("Without a circuit breaker three stopped tasks end the wait, and ECS is said to go on")
  func fast() async throws {
    var story = try await Story()
    defer { story.stages.remove() }
    try await story.apply()
    let before = await story.place.cloud.clock.now()
    story.image = "failing"
    let verdict = try #require(try await story.apply(Self.fast))
    #expect(verdict.outcome == .failed && verdict.isStillTried)
    #expect(verdict.reason?.contains("none stayed up, while case-web:1 runs on") == true, "\(verdict.reason ?? "")")
    #expect(verdict.evidence?.causes.map(\.code) == ["exited-with-error"])
    #expect(await story.place.cloud.clock.now() - before < 300)
    #expect(try await story.plan().underWay.count == 1)
  }

  @Test("A circuit breaker that will decide soon is left to decide", arguments: [true, false])
  func breaker(rollback: Bool) async throws {
    var story = try await Story(breaker: rollback)
    defer { story.stages.remove() }
    try await story.apply()
    story.image = "failing"
    let verdict = try #require(try await story.apply(Self.fast))
    #expect(verdict.outcome == (rollback ? .rolledBack : .failed))
    #expect(!verdict.isStillTried)
  }

  @Test("A task that finds no place for minutes ends the wait, and it is said why")
  func placeless() async throws {
    var story = try await Story()
    defer { story.stages.remove() }
    try await story.apply()
    try await story.place.cloud.push(repository: "images", tag: "huge", behaviour: .cannotBePlaced)
    let before = await story.place.cloud.clock.now()
    story.image = "huge"
    let verdict = try #require(try await story.apply(Self.fast))
    #expect(verdict.outcome == .failed && verdict.isStillTried)
    #expect(verdict.reason == "no task found a place for minutes, while case-web:1 runs on")
    #expect(verdict.evidence?.causes.isEmpty == false)
    #expect(await story.place.cloud.clock.now() - before < 400)
    #expect(try await story.apply(RolloutPatience(timeout: .seconds(600)))?.outcome == .timedOut, "asked to wait, it waits")
  }

  @Test("A slow start is no failure")
  func slow() async throws {
    var story = try await Story()
    defer { story.stages.remove() }
    story.image = "slow"
    #expect(try await story.apply(Self.fast)?.outcome == .completed)
  }

  @Test("The revision of before is put back and waited for, and the next plan wants the new one again", arguments: [nil, false])
  func putBack(breaker: Bool?) async throws {
    var story = try await Story(breaker: breaker)
    defer { story.stages.remove() }
    try await story.apply()
    story.image = "failing"
    let verdict = try #require(try await story.apply(Self.fast, onFailure: .rollback))
    #expect(verdict.outcome == .rolledBack)
    #expect(verdict.putBack?.outcome == .completed)
    #expect(verdict.runningRevision?.hasSuffix("case-web:1") == true && verdict.runningCount == 2)
    let next = try await story.plan()
    #expect(next.drift.isEmpty, "what was put back is written down")
    #expect(next.change(at: Story.address)?.revision == RevisionChange(before: "case-web:1", after: "case-web:2"))
  }

  @Test("So it is when the rollout was begun by an earlier apply")
  func putBackLater() async throws {
    var story = try await Story()
    defer { story.stages.remove() }
    try await story.apply()
    story.image = "failing"
    #expect(try await story.apply(Self.fast)?.outcome == .failed)
    let verdict = try #require(try await story.apply(Self.fast, onFailure: .rollback))
    #expect(verdict.outcome == .rolledBack)
    #expect(verdict.runningRevision?.hasSuffix("case-web:1") == true && verdict.runningCount == 2)
  }

  @Test("A first deployment has nothing to go back to")
  func nothingBefore() async throws {
    var story = try await Story()
    defer { story.stages.remove() }
    story.image = "failing"
    let verdict = try #require(try await story.apply(Self.fast, onFailure: .rollback))
    #expect(verdict.outcome == .failed && verdict.putBack == RolloutVerdict.PutBack(revision: nil))
  }
}

extension Plan {
  fileprivate func change(at address: Address) -> Change? { changes.first { $0.address == address } }
}
