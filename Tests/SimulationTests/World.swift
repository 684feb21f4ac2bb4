import AWS
import Applying
import Engine
import Glibc
import JSONDocument
import Planning
import ProviderConformance
import Recording
import Resources
import SimulatedAWS
import Synchronization

/// A cloud, a state, and the files of one environment; lives through moves and says what is wrong after each apply.
actor World {
  let cloud: SimulatedCloud
  let store = MemoryStateStore()
  /// What applies reach the cloud through: its answers lag, now and then, until the apply is over.
  private let replicas: LaggingReplicas
  private let flaw: Flaw?
  private var files = Files()
  private var containers: [String: (family: String, image: String, level: String)] = [:]
  /// Revisions that others registered: there may be two with the same content then.
  private var revisionsOfOthers = 0

  init(_ flaw: Flaw? = nil) throws {
    self.flaw = flaw
    cloud = try .inMemory()
    replicas = LaggingReplicas(cloud, seed: 7)
  }

  /// What became of the steps of each apply.
  private(set) var story: [String] = []
  /// What an apply left was not put right since. The next one finds it, and may say so before it is deleted.
  private var isUnsettled = false
  /// How often applies were run until now.
  private(set) var runs = 0

  /// What is wrong, at the first move after which something is.
  func live(_ moves: [Move]) async -> [String] {
    for (number, move) in moves.enumerated() {
      files.take(move)
      var findings: [String] = []
      switch move {
      case .edit, .editLogGroup, .editRepository, .renameCluster, .renameLogGroup: continue
      case .outsider(let deed): await perform(deed)
      case .apply(let trouble): findings = await apply(trouble)
      }
      if !findings.isEmpty { return findings.map { "after move \(number + 1) (\(move)): \($0)" } }
    }
    return await destroyed()
  }

  /// In the end everything is destroyed, and nothing is left.
  private func destroyed() async -> [String] {
    do {
      _ = try await run(files, isDestroy: true)
      let judge = Judge(world: self, files: Files(isDestroyed: true))
      return await judge.findings().map { "after everything was destroyed: \($0)" }
    } catch {
      return ["destroying everything ends with \(error)"]
    }
  }

  // MARK: Applying

  /// Applies with the trouble, then without any until nothing is left to do, and judges.
  private func apply(_ trouble: Move.Trouble) async -> [String] {
    let files = files
    let troubles = Troubles(trouble)
    let task = Mutex<Task<(plan: Plan, report: ApplyReport?), any Error>?>(nil)
    let work = Task {
      try await self.run(files, troubles) {
        await self.meanwhile(trouble, files, interrupt: { task.withLock { $0?.cancel() } })
      }
    }
    task.withLock { $0 = work }
    let first = try? await work.value
    if trouble.isLeftSo {
      isUnsettled = true
      return []
    }
    defer { isUnsettled = false }
    let isSaidToBeDone = first?.report?.isSuccess == true && ![.outsider, .rival].contains(trouble.kind) && !isUnsettled
    return await settle(files, isSaidToBeDone) + (await Judge(world: self, files: files).findings())
  }

  /// Applies without trouble until a plan finds nothing to do.
  private func settle(_ files: Files, _ isSaidToBeDone: Bool) async -> [String] {
    var findings: [String] = []
    for attempt in 1...5 {
      do {
        let run = try await run(files)
        let changes = ConvergenceCase.changes(of: run.plan)
        if attempt == 1, isSaidToBeDone { findings += changes.map { "the apply says success, but the plan after it: \($0)" } }
        guard let report = run.report else { return findings + changes.map { "the second plan is not empty: \($0)" } }
        if attempt == 4, !report.isSuccess { findings.append("applies without trouble do not succeed: \(report.outcomes)") }
      } catch {
        return findings + ["an apply without trouble ends with \(error)"]
      }
    }
    return findings + ["there is something to do after each apply"]
  }

  /// `report` is nil when there was nothing to do.
  private func run(
    _ files: Files, _ troubles: Troubles = .none, isDestroy: Bool = false, meanwhile: @escaping @Sendable () async -> Void = {}
  ) async throws -> (plan: Plan, report: ApplyReport?) {
    runs += 1
    let trouble = troubles.trouble
    replicas.catchUp()
    let client = TroubledClient(cloud: replicas, troubles: troubles, flaw: flaw, meanwhile: meanwhile)
    let reconciler = Reconciler(
      environment: files.environment, store: TroubledStore(store: store, troubles: troubles, flaw: flaw),
      provider: AWSProvider(client: client, identity: Files.provider, random: SeededGenerator(seed: trouble.seed)))
    var planning = PlanOptions()
    planning.deletesData = true
    planning.isDestroy = isDestroy
    let plan = try await reconciler.plan(planning)
    guard try await reconciler.hasWork(plan, holdsLock: false) else { return (plan, nil) }
    // A run that crashes is a process that is gone: no process has this number.
    let process = trouble.kind == .crash ? 99_999_999 : getpid()
    var options = ApplyOptions(run: RunDescription(operation: "apply", who: "kim@laptop"))
    options.parallelism = trouble.parallelism
    let request = LockRequest(operation: "apply", who: "kim@laptop", host: "laptop", pid: process)
    let report = try await reconciler.holdingLock(LockAttempt(request)) { [options] _ in
      try await reconciler.apply(plan, options) { _ in }
    }
    story.append("run \(runs): \(report.outcomes.sorted { $0.key < $1.key }.map { "\($0.key.number) \($0.value.isSuccess)" })")
    return (plan, report)
  }

  private func meanwhile(_ trouble: Move.Trouble, _ files: Files, interrupt: () -> Void) async {
    switch trouble.kind {
    case .rival: _ = try? await run(files)
    case .outsider:
      var random = Chance(seed: trouble.seed)
      await perform(Move.outsider(&random))
    case .interrupt: interrupt()
    case .none, .throttle, .refuse, .loseRequest, .loseAnswer, .delay, .crash: break
    }
  }

  /// What a revision holds, which never changes.
  func container(of revision: JSON) async throws -> (family: String, image: String, level: String) {
    let arn = revision.stringValue ?? ""
    if let known = containers[arn] { return known }
    let answer = try await cloud.call(AWSRequest(.ecs, "DescribeTaskDefinition", ["taskDefinition": revision]))
    let container = answer["taskDefinition"]?["containerDefinitions"]?.arrayValue?.first
    let found = (
      family: answer["taskDefinition"]?["family"]?.stringValue ?? "", image: container?["image"]?.stringValue ?? "",
      level: container?["environment"]?.arrayValue?.first?["value"]?.stringValue ?? ""
    )
    containers[arn] = found
    return found
  }

  // MARK: Somebody else

  private func perform(_ deed: Move.Outsider) async {
    func call(_ service: AWSRequest.Service, _ operation: String, _ input: JSON) async {
      _ = try? await cloud.call(AWSRequest(service, operation, input))
    }
    switch deed {
    case .scale(let service, let count):
      await call(
        .ecs, "UpdateService",
        ["cluster": .string(files.cluster), "service": .string(name(of: service)), "desiredCount": .int(count)])
    case .deleteService(let service):
      await call(
        .ecs, "DeleteService", ["cluster": .string(files.cluster), "service": .string(name(of: service)), "force": true])
    case .registerRevision(let service):
      revisionsOfOthers += 1
      await call(.ecs, "RegisterTaskDefinition", Files.definition(service, tag: 1, level: 0))
    case .deregisterNewest(let service):
      let newest = try? await cloud.call(
        AWSRequest(.ecs, "DescribeTaskDefinition", ["taskDefinition": .string("s\(service)")]))
      guard let arn = newest?["taskDefinition"]?["taskDefinitionArn"] else { return }
      await call(.ecs, "DeregisterTaskDefinition", ["taskDefinition": arn])
    case .retention(let group, let days):
      await call(
        .logs, "PutRetentionPolicy", ["logGroupName": .string("/life/\(group)"), "retentionInDays": .int(days)])
    case .deleteLogGroup(let group): await call(.logs, "DeleteLogGroup", ["logGroupName": .string("/life/\(group)")])
    }
  }

  private func name(of service: Int) -> String { Files.service(service, files.services[service]?.name ?? 0) }

  var mayHaveDoubles: Bool { revisionsOfOthers > 0 }
}
