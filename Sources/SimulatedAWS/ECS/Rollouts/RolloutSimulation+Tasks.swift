/// The life of single tasks: started, running, healthy, failed, stopped.
extension RolloutSimulation {
  /// Lets every task whose time has come go on to its next phase.
  mutating func moveTasks(at now: Double) {
    var started = 0
    for position in workload.tasks.indices {
      guard let due = workload.tasks[position].changesAt, due <= now else { continue }
      workload.tasks[position].changesAt = nil
      switch workload.tasks[position].phase {
      case .pending:
        if let failure = failureToStart(workload.tasks[position]) {
          end(position, failure, at: now)
        } else {
          run(position, at: now)
          started += 1
        }
      case .running: judgeHealth(position, at: now)
      case .stopping:
        workload.tasks[position].phase = .stopped
        workload.tasks[position].stoppedAt = now
      case .stopped: break
      }
    }
    guard started > 0 else { return }
    for group in settings.targetGroups {
      workload.say("\(name) registered \(started) targets in (target-group \(group))", at: now)
    }
  }

  // MARK: Starting

  mutating func startTasks(_ count: Int, _ primary: Deployment, at now: Double) {
    let containers = workload.revision(primary.revision)?.containers ?? []
    let behaviours = containers.map { behaviour(of: $0) }
    if behaviours.contains(.cannotBePlaced) {
      sayOnce(
        "\(name) \(StopReason.unplaced(in: settings.service.cluster, onFargate: settings.runsOnFargate))", at: now)
      workload.wakeAt = now + Self.placementPause
      return
    }
    let startTime = Self.startTime(of: behaviours)
    var ids: [String] = []
    for _ in 0..<count {
      let digits = workload.newId()
      let id = workload.taskPrefix + digits.hex(32 - workload.taskPrefix.utf8.count)
      let delay = Double(workload.lastNumber % 5)
      workload.tasks.append(
        ServiceTask(
          id: id, deployment: primary.id, revision: primary.revision, createdAt: now, changesAt: now + startTime + delay))
      ids.append(id)
    }
    workload.say("\(name) has started \(count) tasks: \(Self.list(ids)).", at: now)
    setUpdated(primary.id, at: now)
  }

  /// Seconds until a task of such images runs: as long as its slowest one.
  static func startTime(of behaviours: some Sequence<ImageBehaviour>) -> Double {
    behaviours.map { behaviour in
      if case .startsSlowly(let seconds) = behaviour { Double(seconds) } else { startTime }
    }.max() ?? startTime
  }

  private func behaviour(of container: ServiceRevision.Container) -> ImageBehaviour {
    images[container.image]?.behaviour ?? .runs
  }

  private mutating func run(_ position: Int, at now: Double) {
    workload.tasks[position].phase = .running
    workload.tasks[position].startedAt = now
    let checked = (workload.revision(workload.tasks[position].revision)?.containers ?? []).filter { $0.healthCheck != nil }
    guard !checked.isEmpty else { return becomeReady(position, at: now) }
    workload.tasks[position].health = .unknown
    let sick = checked.filter { behaviour(of: $0) == .neverHealthy }.compactMap(\.healthCheck?.timeToFail).min()
    workload.tasks[position].changesAt = now + (sick ?? checked.compactMap(\.healthCheck?.interval).max() ?? 0)
  }

  private mutating func judgeHealth(_ position: Int, at now: Double) {
    let task = workload.tasks[position]
    let isSick = workload.revision(task.revision)?.containers.contains { container in
      container.healthCheck != nil && behaviour(of: container) == .neverHealthy
    }
    guard isSick == true else {
      workload.tasks[position].health = .healthy
      return becomeReady(position, at: now)
    }
    workload.tasks[position].health = .unhealthy
    workload.tasks[position].phase = .stopping
    workload.tasks[position].changesAt = now + Self.stopTime
    workload.tasks[position].stopCode = "ServiceSchedulerInitiated"
    workload.tasks[position].stoppedReason = StopReason.unhealthy
    workload.say("\(name) (task \(task.id)) failed container health checks.", at: now)
    countFailure(of: task.deployment, at: now)
  }

  private mutating func becomeReady(_ position: Int, at now: Double) {
    workload.failuresInRow = 0
    let id = workload.tasks[position].deployment
    guard let deployment = workload.deployments.firstIndex(where: { $0.id == id }) else { return }
    // "Once a service deployment has one or more successfully running tasks, the failed task count resets to zero" (API).
    workload.deployments[deployment].failedTasks = 0
    if settings.breaker.resetsOnHealthyTask { workload.deployments[deployment].breakerFailures = 0 }
  }

  // MARK: Failing

  private struct Failure {
    var code: String
    var reason: String
    var container: String
    var exitCode: Int?
  }

  private func failureToStart(_ task: ServiceTask) -> Failure? {
    guard let revision = workload.revision(task.revision) else { return nil }
    for container in revision.containers {
      if let reason = StopReason.ofPull(container.image, images[container.image], platform: revision.platform) {
        return Failure(code: "TaskFailedToStart", reason: reason, container: container.name, exitCode: nil)
      }
    }
    for container in revision.containers where container.isEssential {
      if case .exits(let code) = behaviour(of: container) {
        return Failure(
          code: "EssentialContainerExited", reason: StopReason.essentialExited, container: container.name, exitCode: code)
      }
    }
    return nil
  }

  private mutating func end(_ position: Int, _ failure: Failure, at now: Double) {
    workload.tasks[position].phase = .stopped
    workload.tasks[position].stoppedAt = now
    workload.tasks[position].stopCode = failure.code
    workload.tasks[position].stoppedReason = failure.reason
    workload.tasks[position].failedContainer = failure.container
    workload.tasks[position].exitCode = failure.exitCode
    countFailure(of: workload.tasks[position].deployment, at: now)
  }

  private mutating func countFailure(of id: String, at now: Double) {
    workload.failuresInRow += 1
    if let deployment = workload.deployments.firstIndex(where: { $0.id == id }) {
      workload.deployments[deployment].failedTasks += 1
      workload.deployments[deployment].breakerFailures += 1
      workload.deployments[deployment].updatedAt = now
    }
    workload.wakeAt = now + backoff
    if [5, 20, 80].contains(workload.failuresInRow) {
      workload.say(
        "\(name) is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of "
          + "the Amazon ECS Developer Guide.", at: now)
    }
  }

  /// ECS tries again at once for a while, and then at growing intervals of up to some minutes.
  private var backoff: Double {
    let excess = workload.failuresInRow - max(5, settings.desired)
    return excess <= 0 ? 1 : min(300, 5 * Double(1 << min(excess, 6)))
  }

  // MARK: Stopping

  mutating func stopTasks(_ positions: [Int], at now: Double) {
    guard !positions.isEmpty else { return }
    var ids: [String] = []
    var owners: Set<String> = []
    for position in positions {
      let owner = workload.tasks[position].deployment
      workload.tasks[position].phase = .stopping
      workload.tasks[position].changesAt = now + Self.stopTime
      workload.tasks[position].stopCode = "ServiceSchedulerInitiated"
      workload.tasks[position].stoppedReason = StopReason.scaling(by: workload.primary?.id ?? owner)
      ids.append(workload.tasks[position].id)
      owners.insert(owner)
    }
    for owner in owners { setUpdated(owner, at: now) }
    for group in settings.targetGroups {
      workload.say("\(name) deregistered \(ids.count) targets in (target-group \(group))", at: now)
      workload.say("\(name) has begun draining connections on \(ids.count) tasks.", at: now)
    }
    workload.say("\(name) has stopped \(ids.count) running tasks: \(Self.list(ids)).", at: now)
  }

  private mutating func setUpdated(_ id: String, at now: Double) {
    guard let position = workload.deployments.firstIndex(where: { $0.id == id }) else { return }
    workload.deployments[position].updatedAt = now
  }

  private static func list(_ ids: [String]) -> String {
    let shown = ids.prefix(10).map { "(task \($0))" }.joined(separator: " ")
    return ids.count > 10 ? shown + " and \(ids.count - 10) more" : shown
  }
}
