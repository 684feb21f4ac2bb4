import JSONDocument
import Providers
import Resources
import Synchronization

/// Asks why tasks of a rollout stop, while ECS still knows: stopped tasks are forgotten after an hour.
final class EvidenceCollector: Sendable {
  private let calls: APICalls
  private let rollout: Rollout
  /// Stopped tasks that were described, by their ARNs: nothing changes about them any more.
  private let described = Mutex<[String: JSON]>([:])

  init(calls: APICalls, rollout: Rollout) {
    self.calls = calls
    self.rollout = rollout
  }

  /// How much of each thing is kept for a person to read.
  private static let taskLimit = 3
  private static let eventLimit = 3
  /// Pages of a hundred: a service that crashes all the time leaves that many within the hour. ListTasks promises no order.
  private static let pageLimit = 10
  private static let eachAttempts = APICalls.CallPolicy(attempts: 2)

  /// Where a service says that something is wrong.
  struct Signs: Sendable {
    /// Messages that speak of trouble, newest first.
    var events: [String]
    /// Its target groups, by ARN.
    var targetGroups: [String]
    /// The deployment whose tasks are asked for; nil while none is known.
    var deployment: String?
    /// The deployment by which the revision of before is put back, where that is seen: its tasks tell why it does not run.
    var wayBack: String?
    /// What stopped before tells nothing; nil where the deployment itself is the beginning.
    var since: Double?
  }

  /// Never throws: what cannot be asked is named in the evidence.
  func collect(_ signs: Signs) async -> RolloutEvidence {
    var evidence = RolloutEvidence(events: Self.distinct(signs.events))
    do throws(ProviderError) {
      let failed = try await failedTasks(signs)
      evidence.tasks = Self.grouped(failed.map(RolloutEvidence.StoppedTask.init))
      if let task = failed.first {
        let revision = task[TaskDefinitionDocument.arnMember]?.stringValue ?? rollout.revision
        evidence.logs = try await calls.lastLines(of: task, revision: revision)
      }
    } catch {
      evidence.gaps.append("\(error.operation): \(error.message)")
    }
    do throws(ProviderError) {
      evidence.targets = try await calls.unhealthyTargets(of: signs.targetGroups)
    } catch {
      evidence.gaps.append("\(error.operation): \(error.message)")
    }
    evidence.causes = Symptoms(evidence).causes()
    return evidence
  }

  // MARK: Tasks

  private var place: JSON { .members(("cluster", .string(rollout.service.cluster))) }

  /// Stopped tasks of this rollout that failed, newest first. Those that the scheduler stopped for its own reasons are not
  /// to blame (rule d.4).
  private func failedTasks(_ signs: Signs) async throws(ProviderError) -> [JSON] {
    let deployments = [signs.deployment, signs.wayBack].compactMap { $0 }
    guard !deployments.isEmpty else { return [] }
    var query = place
    query["serviceName"] = .string(rollout.service.name)
    query["desiredStatus"] = "STOPPED"
    let listed = try await calls.pages(.ecs, "ListTasks", query, of: "taskArns", limit: Self.pageLimit, Self.eachAttempts)
    let own = try await tasks(listed.elements.compactMap(\.stringValue)).filter { task in
      task["startedBy"]?.stringValue.map(deployments.contains) == true && !Self.isOrdinary(task)
        && (APITime.seconds(task["stoppedAt"]) ?? .infinity) >= signs.since ?? -.infinity
    }
    return own.map { (APITime.seconds($0["stoppedAt"]) ?? 0, $0) }.sorted { $0.0 > $1.0 }.map(\.1)
  }

  /// Stopped tasks, each described once.
  private func tasks(_ arns: [String]) async throws(ProviderError) -> [JSON] {
    let unknown = described.withLock { described in arns.filter { described[$0] == nil } }
    for batch in unknown.pieces(of: 100) {
      var input = place
      input["tasks"] = .array(batch.map { .string($0) })
      let answer = try await calls.call(.ecs, "DescribeTasks", input, Self.eachAttempts)
      described.withLock { described in
        for task in answer["tasks"]?.arrayValue ?? [] where task["stoppedAt"] != nil {
          described[task["taskArn"]?.stringValue ?? ""] = task
        }
      }
    }
    return described.withLock { described in arns.compactMap { described[$0] } }
  }

  /// When tasks of the deployment stopped by a fault of their own, by their ARNs. Nil where that cannot be asked.
  func crashed(_ signs: Signs) async -> [String: Double]? {
    guard let failed = try? await failedTasks(signs) else { return nil }
    let times = failed.filter { !Self.isTakenAway($0) }.compactMap { task in
      task["taskArn"]?.stringValue.map { ($0, APITime.seconds(task["stoppedAt"]) ?? 0) }
    }
    return Dictionary(times, uniquingKeysWith: { first, _ in first })
  }

  private static func isTakenAway(_ task: JSON) -> Bool { ObservedTask.Stop.Occasion(task) == .capacityTaken }

  /// Scaled in, replaced, or stopped by a person: not by a fault of its own.
  private static func isOrdinary(_ task: JSON) -> Bool {
    [.replaced, .byHand].contains(ObservedTask.Stop.Occasion(task)) || task["stopCode"]?.stringValue == nil
  }

  private static func grouped(_ tasks: [RolloutEvidence.StoppedTask]) -> [RolloutEvidence.StoppedTask] {
    var groups: [RolloutEvidence.StoppedTask] = []
    for task in tasks {
      if let position = groups.firstIndex(where: { $0.reason == task.reason && $0.containers == task.containers }) {
        groups[position].count += 1
      } else if groups.count < taskLimit {
        groups.append(task)
      }
    }
    return groups
  }

  /// Newest first, each message once, without the ids that make the same message look new.
  private static func distinct(_ events: [String]) -> [String] {
    var seen: Set<String> = []
    let fresh = events.filter { event in
      seen.insert(event.replacing(/\(?(task|deployment|port) [^\s)]+\)?/, with: "")).inserted
    }
    return Array(fresh.prefix(eventLimit))
  }
}

extension RolloutEvidence {
  /// The most telling thing in one line.
  var headline: String? {
    if let task = tasks.first { return task.headline }
    return events.first
  }
}

extension RolloutEvidence.StoppedTask {
  /// What DescribeTasks says.
  init(_ task: JSON) {
    self.init(
      id: task["taskArn"]?.stringValue.map(ARN.lastName) ?? "",
      stopCode: task["stopCode"]?.stringValue, reason: task["stoppedReason"]?.stringValue,
      containers: (task["containers"]?.arrayValue ?? []).map { container in
        Container(
          name: container["name"]?.stringValue ?? "", exitCode: container["exitCode"]?.intValue,
          reason: container["reason"]?.stringValue)
      })
  }

  var headline: String? {
    let container = containers.first { $0.reason != nil } ?? containers.first { ($0.exitCode ?? 0) != 0 }
    let detail = container.map { container in
      let code = container.exitCode.map { " ended with exit code \($0)" } ?? ""
      let why = container.reason.map { ": \($0)" } ?? ""
      return "container \(container.name)\(code)\(why)"
    }
    let parts = [reason, detail].compactMap { $0 }
    return parts.isEmpty ? stopCode : parts.joined(separator: "; ")
  }
}
