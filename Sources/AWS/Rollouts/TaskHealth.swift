import JSONDocument
import Providers
import Resources
import Synchronization

/// Whether the tasks of a service are healthy, where somebody looks at that: the health checks of its containers, and its load
/// balancers.
///
/// ECS counts a task that runs before its health is known (`Task.healthStatus` in the API reference: UNKNOWN while checks are
/// still evaluated), so a number of running tasks says nothing of tasks that are about to be stopped as unhealthy.
final class TaskHealth: Sendable {
  private let calls: APICalls
  private let rollout: Rollout
  /// Whether the revision has containers that are checked; nil until that was asked.
  private let isChecked = Mutex<Bool?>(nil)

  init(calls: APICalls, rollout: Rollout) {
    self.calls = calls
    self.rollout = rollout
  }

  private static let groupLimit = 5
  private static let attempts = APICalls.CallPolicy(attempts: 2)

  /// True when `wanted` tasks of the deployment are healthy, and where nobody looks or nobody may ask.
  func isGood(deployment: String?, wanted: Int, targetGroups: [String]) async -> Bool {
    let areContainers = await answer { () async throws(ProviderError) in
      try await containersAreHealthy(deployment, wanted)
    }
    guard areContainers else { return false }
    for group in targetGroups.prefix(Self.groupLimit) {
      let areTargets = await answer { () async throws(ProviderError) in try await targetsAreHealthy(in: group, wanted) }
      guard areTargets else { return false }
    }
    return true
  }

  /// What cannot be asked now may be asked later; what may not be asked at all is nobody's business.
  private func answer(_ ask: () async throws(ProviderError) -> Bool) async -> Bool {
    do throws(ProviderError) { return try await ask() } catch { return !error.kind.mayPass }
  }

  private func containersAreHealthy(_ deployment: String?, _ wanted: Int) async throws(ProviderError) -> Bool {
    guard let deployment, try await isChecked() else { return true }
    var query: JSON = .members(("cluster", .string(rollout.service.cluster)))
    query["serviceName"] = .string(rollout.service.name)
    query["desiredStatus"] = "RUNNING"
    let tasks = try await calls.pages(.ecs, "ListTasks", query, of: "taskArns", Self.attempts).elements
    // Who counts tasks and lists none, as moto does, has none that could be asked.
    guard !tasks.isEmpty else { return true }
    var healthy = 0
    for batch in tasks.pieces(of: 100) {
      var input: JSON = .members(("cluster", .string(rollout.service.cluster)))
      input["tasks"] = .array(batch)
      let described = try await calls.call(.ecs, "DescribeTasks", input, Self.attempts)
      healthy += (described["tasks"]?.arrayValue ?? []).count { task in
        task["startedBy"]?.stringValue == deployment && task["healthStatus"]?.stringValue == "HEALTHY"
      }
    }
    return healthy >= wanted
  }

  private func isChecked() async throws(ProviderError) -> Bool {
    if let known = isChecked.withLock(\.self) { return known }
    let revision = try await calls.revision(rollout.revision)
    let isChecked = revision.map { TaskDefinitionDocument($0.content).checksHealth } ?? false
    self.isChecked.withLock { $0 = isChecked }
    return isChecked
  }

  /// A group that no load balancer uses checks nothing.
  private func targetsAreHealthy(in group: String, _ wanted: Int) async throws(ProviderError) -> Bool {
    let answer = try await calls.call(
      .elbv2, "DescribeTargetHealth", ["TargetGroupArn": .string(group)], Self.attempts)
    let states = (answer["TargetHealthDescriptions"]?.arrayValue ?? []).compactMap { $0["TargetHealth"]?["State"]?.stringValue }
    return states.count { ["healthy", "unused", "unavailable"].contains($0) } >= wanted
  }
}
