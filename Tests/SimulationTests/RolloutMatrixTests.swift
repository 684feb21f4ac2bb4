import AWS
import Applying
import Engine
import Foundation
import JSONDocument
import Loading
import Planning
import ProviderConformance
import Providers
import Recording
import Reporting
import Resources
import SimulatedAWS
import Synchronization
import Testing

/// Images that behave in each way, deployments of each shape, and somebody who does each thing in the middle: what an apply
/// says, what the history, the next plan and the machine's lines say, and what the cloud's own database says are the same.
///
/// `RECONCILE_MATRIX=all` tries every moment of meddling, by three seeds of lagging replicas.
@Suite("What an apply says is so")
struct RolloutMatrixTests {
  @Test("for every image, shape, answer to failure and deed of somebody else")
  func matrix() async throws {
    let cases = RolloutCase.all
    var endings: [String: Int] = [:]
    var findings: [String] = []
    for one in cases {
      let (ending, found) = try await one.play()
      endings[ending, default: 0] += 1
      findings += found.map { "\(one): \($0)" }
    }
    let counts = endings.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    print("rollout matrix: \(cases.count) rollouts, \(findings.count) violations; \(counts.joined(separator: ", "))")
    for finding in findings.prefix(20) { Issue.record("\(finding)") }
    #expect(findings.count <= 20)
    #expect(endings.count >= 4, "the matrix has successes, failures, ways back and rollouts that others replaced")
  }
}

struct RolloutCase: Sendable, CustomStringConvertible {
  enum Image: String, CaseIterable { case good, failing, dying, huge }
  enum Deed: String, CaseIterable {
    case nothing, scalesToNothing, scalesUp, deploysAnother, goesBack, deletes, stops, deregisters
  }

  var image: Image
  /// Nil: no circuit breaker; else whether it rolls back.
  var breaker: Bool?
  var onFailure: FailureResponse
  var count: Int
  var deed: Deed
  /// At the so many-th look after the service was changed.
  var moment: Int
  var seed: UInt64

  static var all: [RolloutCase] {
    let isWhole = ProcessInfo.processInfo.environment["RECONCILE_MATRIX"] == "all"
    var all: [RolloutCase] = []
    for image in Image.allCases {
      for breaker in [nil, true, false] as [Bool?] {
        for onFailure in [FailureResponse.report, .rollback] {
          for deed in Deed.allCases {
            for moment in deed == .nothing ? [0] : isWhole ? [1, 2, 3, 5, 8] : [2] {
              for count in isWhole ? [1, 3] : [2] {
                for seed in isWhole ? [1, 2, 3] : [UInt64(all.count)] {
                  all.append(
                    RolloutCase(
                      image: image, breaker: breaker, onFailure: onFailure, count: count, deed: deed, moment: moment, seed: seed))
                }
              }
            }
          }
        }
      }
    }
    return all
  }

  var description: String {
    "\(count) × \(image), breaker \(breaker.map(String.init) ?? "none"), \(onFailure), somebody \(deed) at \(moment), seed \(seed)"
  }

  private static let service = Address(.service, "web")
  private static let patience = RolloutPatience(timeout: .seconds(7200), failures: 3)

  /// How the apply ended, and what is not as it says.
  func play() async throws -> (ending: String, findings: [String]) {
    let cloud = try SimulatedCloud.inMemory()
    let store = MemoryStateStore()
    let meddler = Meddler(LaggingReplicas(cloud, seed: seed), cloud: cloud)
    func reconciler(_ tag: String) -> Reconciler {
      Reconciler(
        environment: environment(tag), store: store,
        provider: AWSProvider(client: meddler, identity: Files.provider, random: SeededGenerator(seed: seed)))
    }
    func apply(_ reconciler: Reconciler) async throws -> ApplyReport {
      var options = ApplyOptions(run: RunDescription(operation: "apply", who: "kim@laptop"))
      options.patience = Self.patience
      options.onFailure = onFailure
      return try await reconciler.apply(try await reconciler.plan(), options) { _ in }
    }

    try await cloud.push(images: Self.behaviours)
    let first = try await apply(reconciler("old"))
    guard first.isSuccess else { return ("", ["the first apply does not succeed: \(first.outcomes)"]) }
    for _ in 1...2 { _ = try await reconciler("old").plan() }

    meddler.act(at: moment) { await perform($0) }
    let report = try await apply(reconciler(image.rawValue))
    let truth = try await Truth(cloud)
    for _ in 1...2 { _ = try await reconciler(image.rawValue).plan() }
    var options = PlanOptions()
    options.confirmsRevisions = true
    let next = try await reconciler(image.rawValue).plan(options)
    let history = try await store.history(limit: 1)
    return (ApplyConclusion(report).rawValue, judge(report, truth, next, history.first, hasMeddled: meddler.hasActed))
  }

  private func judge(
    _ report: ApplyReport, _ truth: Truth, _ next: Plan, _ run: RunRecord?, hasMeddled: Bool
  ) -> [String] {
    let conclusion = ApplyConclusion(report)
    let runsAsWanted = truth.runs(Self.image(image.rawValue), count: count)
    var findings: [String] = []
    if conclusion == .succeeded, !runsAsWanted { findings.append("it says success, and there is \(truth)") }
    if conclusion != .succeeded, runsAsWanted, !hasMeddled { findings.append("it says \(conclusion), and all is as wanted") }
    if conclusion == .rolledBack, !truth.serves(Self.image("old")) {
      findings.append("it says that the old revision runs, and there is \(truth)")
    }

    let verdict = report.plan.steps.lazy.compactMap { step -> RolloutVerdict? in
      if case .rollout(let verdict)? = report.outcomes[step.id] { verdict } else { nil }
    }.first
    if run?.outcome?.result.rawValue != conclusion.rawValue { findings.append("the history says \(run?.outcome as Any)") }
    if run?.outcome?.verdicts[Self.service.description] != verdict?.outcome.rawValue {
      findings.append("the history's verdict is \(run?.outcome?.verdicts ?? [:])")
    }
    let line = ApplyJSON.outcome(ApplyView(report))
    if line["result"]?.stringValue != conclusion.rawValue { findings.append("the last line of -json is \(line.text())") }

    let isSilent = next.isEmpty && next.rolloutNotes.isEmpty && next.unproven.isEmpty && next.drift.isEmpty
    if !runsAsWanted, isSilent { findings.append("the next plan is silent about \(truth)") }
    if truth.isGone, !next.drift.contains(where: { $0.address == Self.service && $0.kind == .deleted }) {
      findings.append("the service is gone, and the drift is \(next.drift)")
    }
    if conclusion == .succeeded, !hasMeddled, !isSilent {
      findings.append("it says success, and the next plan has \(next.changes.map(\.address)) \(next.rolloutNotes)")
    }
    if hasMeddled, deed == .deregisters, conclusion == .succeeded, next.isEmpty {
      findings.append("what runs was deregistered, and the next plan is empty")
    }
    return findings
  }

  // MARK: The files

  private static let repository = "app"
  static let cluster = "life-cluster"

  private static let behaviours: [(tag: String, ContainerBehaviour)] = [
    ("old", .runs), ("other", .runs), ("good", .runs), ("failing", .exits(code: 1)), ("dying", .exits(code: 1, after: 5)),
    ("huge", .cannotBePlaced),
  ]

  static func image(_ tag: String) -> String { "111111111111.dkr.ecr.eu-west-1.amazonaws.com/\(repository):\(tag)" }

  private static func definition(_ tag: String) -> JSON {
    [
      "family": "web", "containerDefinitions": [["name": "app", "image": .string(image(tag)), "memory": 128]],
    ]
  }

  private func environment(_ tag: String) -> LoadedEnvironment {
    let identity = EnvironmentIdentity(name: "life", directory: "envs/life", provider: Files.provider, cluster: Self.cluster)
    var service: JSON = [
      "serviceName": "web", "cluster": .string(Self.cluster), "launchType": "EC2", "taskDefinition": "web",
      "desiredCount": .int(count),
    ]
    service["deploymentConfiguration"] = breaker.map {
      ["deploymentCircuitBreaker": ["enable": true, "rollback": .bool($0)]]
    }
    let definition = Address(.taskDefinition, "web")
    let resources = [
      Resource(
        address: Address(.cluster, "main"), identity: ResourceIdentity(.cluster, name: Self.cluster),
        attributes: ["clusterName": .string(Self.cluster)]),
      Resource(
        address: definition, identity: ResourceIdentity(.taskDefinition, name: "web"), attributes: Self.definition(tag)),
      Resource(
        address: Self.service, identity: ResourceIdentity(.service, name: "web", scope: Self.cluster), attributes: service,
        links: [Resource.Link(member: "taskDefinition", target: definition)]),
    ]
    return LoadedEnvironment(
      desired: DesiredState(environment: identity, resources: resources),
      settings: EnvironmentSettings(
        provider: ProviderSettings(identity: Files.provider), projectRoot: "/", stateDirectory: "/"), images: [:])
  }

  // MARK: Somebody else

  private func perform(_ cloud: SimulatedCloud) async {
    func call(_ operation: String, _ more: JSON) async {
      var input: JSON = ["cluster": .string(Self.cluster), "service": "web"]
      for member in more.objectValue ?? JSONObject() { input[member.key] = member.value }
      _ = try? await cloud.call(AWSRequest(.ecs, operation, input))
    }
    switch deed {
    case .nothing: break
    case .scalesToNothing: await call("UpdateService", ["desiredCount": 0])
    case .scalesUp: await call("UpdateService", ["desiredCount": .int(count + 2)])
    case .deploysAnother:
      _ = try? await cloud.call(AWSRequest(.ecs, "RegisterTaskDefinition", Self.definition("other")))
      await call("UpdateService", ["taskDefinition": "web"])
    case .goesBack: await call("UpdateService", ["taskDefinition": "web:1"])
    case .deletes: await call("DeleteService", ["force": true])
    case .stops:
      let input: JSON = ["cluster": .string(Self.cluster), "service": "web"]
      let listed = try? await cloud.call(AWSRequest(.ecs, "ListServiceDeployments", input))
      guard let arn = listed?["serviceDeployments"]?.arrayValue?.first?["serviceDeploymentArn"] else { return }
      _ = try? await cloud.call(AWSRequest(.ecs, "StopServiceDeployment", ["serviceDeploymentArn": arn]))
    case .deregisters:
      _ = try? await cloud.call(AWSRequest(.ecs, "DeregisterTaskDefinition", ["taskDefinition": "web:2"]))
    }
  }
}

/// What the cloud's own database says of the service.
private struct Truth: CustomStringConvertible {
  let isGone: Bool
  private let wanted: Int
  private let deployments: [(image: String, running: Int)]

  init(_ cloud: SimulatedCloud) async throws {
    let answer = try await cloud.call(
      AWSRequest(.ecs, "DescribeServices", ["cluster": .string(RolloutCase.cluster), "services": ["web"]]))
    let service = answer["services"]?.arrayValue?.first { $0["status"] == "ACTIVE" }
    isGone = service == nil
    wanted = service?["desiredCount"]?.intValue ?? 0
    var deployments: [(String, Int)] = []
    for deployment in service?["deployments"]?.arrayValue ?? [] {
      let definition = try await cloud.call(
        AWSRequest(.ecs, "DescribeTaskDefinition", ["taskDefinition": deployment["taskDefinition"] ?? ""]))
      let image = definition["taskDefinition"]?["containerDefinitions"]?.arrayValue?.first?["image"]?.stringValue
      deployments.append((image ?? "", deployment["runningCount"]?.intValue ?? 0))
    }
    self.deployments = deployments
  }

  /// This image alone serves, with as many tasks as the files want.
  func runs(_ image: String, count: Int) -> Bool { serves(image) && deployments[0].running == count && count == wanted }

  /// This image alone serves, with no fewer tasks than are wanted now.
  func serves(_ image: String) -> Bool {
    !isGone && deployments.count == 1 && deployments[0].image == image && deployments[0].running >= wanted
  }

  var description: String {
    isGone
      ? "no service"
      : deployments.map { "\($0.running)/\(wanted) of \($0.image.split(separator: ":").last ?? "")" }.joined(separator: ", ")
  }
}

/// Lets somebody else act once, while an apply waits.
private final class Meddler: AWSClient {
  typealias Deed = @Sendable (SimulatedCloud) async -> Void

  private let client: any AWSClient
  private let cloud: SimulatedCloud
  private let state = Mutex<(looks: Int?, moment: Int, deed: Deed?, hasActed: Bool)>((nil, 0, nil, false))

  init(_ client: any AWSClient, cloud: SimulatedCloud) {
    self.client = client
    self.cloud = cloud
  }

  var clock: any AWSClock { client.clock }
  var hasActed: Bool { state.withLock { $0.hasActed } }

  /// `moment`: at the so many-th look after the service is changed next.
  func act(at moment: Int, _ deed: @escaping Deed) { state.withLock { $0 = (nil, moment, deed, false) } }

  func call(_ request: AWSRequest) async throws(AWSError) -> JSON {
    let deed = state.withLock { state -> Deed? in
      switch request.operation {
      case "UpdateService" where state.looks == nil: state.looks = 0
      case "DescribeServices": state.looks? += 1
      default: break
      }
      guard let deed = state.deed, state.moment > 0, state.looks == state.moment else { return nil }
      (state.deed, state.hasActed) = (nil, true)
      return deed
    }
    if let deed { await deed(cloud) }
    return try await client.call(request)
  }
}

extension SimulatedCloud {
  fileprivate func push(images: [(tag: String, ContainerBehaviour)]) async throws {
    _ = try await call(AWSRequest(.ecr, "CreateRepository", ["repositoryName": "app"]))
    for (tag, behaviour) in images { try await push(repository: "app", tag: tag, behaviour: behaviour) }
  }
}
