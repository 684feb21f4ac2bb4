/// What ECS's service scheduler does with a service while time passes.
///
/// A pure function: the workload at one instant, the settings, and what the registries hold give the workload at a later
/// instant. Nothing is left to chance; ids and small differences in timing follow from the service's seed.
struct RolloutSimulation {
  let settings: RolloutSettings
  /// What a pull of each image finds; images that are not listed exist.
  let images: [String: PulledImage]
  private(set) var workload: Workload

  /// Seconds between a change of the service and the scheduler's first look.
  static let reactionTime = 2.0
  /// Seconds from the start of a task until it runs, or until its image turns out to be missing.
  static let startTime = 16.0
  /// Seconds that a task takes to go.
  static let stopTime = 10.0
  /// Seconds of calm before a service is called steady.
  static let calmTime = 8.0
  /// Seconds that stopped tasks can be described.
  static let memoryOfTasks = 3600.0

  init(_ workload: Workload, _ settings: RolloutSettings, images: [String: PulledImage] = [:]) {
    self.workload = workload
    self.settings = settings
    self.images = images
  }

  /// Everything that happens until `now`, in the order in which it happens.
  mutating func advance(to now: Double) {
    while let instant = workload.due, instant <= now, !workload.isGone {
      if let wakeAt = workload.wakeAt, wakeAt <= instant { workload.wakeAt = nil }
      finishTasks(at: instant)
      schedule(at: instant)
      if let steadyAt = workload.steadyAt, steadyAt <= instant { workload.steadyAt = nil }
    }
    workload.tasks.removeAll { $0.stoppedAt.map { now - $0 > Self.memoryOfTasks } ?? false }
  }

  /// Lets the scheduler see a change of the service: soon, or at once when there is nothing to run and nothing to stop.
  mutating func noticeChange(at now: Double) {
    workload.isSteady = false
    workload.steadyAt = nil
    if settings.desired == 0, !settings.isDraining, !workload.tasks.contains(where: { $0.phase != .stopped }) {
      schedule(at: now)
    } else {
      workload.wakeAt = now + Self.reactionTime
    }
  }

  private var name: String { "(service \(settings.service.name))" }

  // MARK: Tasks

  private mutating func finishTasks(at now: Double) {
    var started: [String] = []
    for position in workload.tasks.indices {
      guard let due = workload.tasks[position].changesAt, due <= now else { continue }
      workload.tasks[position].changesAt = nil
      switch workload.tasks[position].phase {
      case .pending:
        if let failure = failure(of: workload.tasks[position]) {
          stop(position, failure, at: now)
        } else {
          workload.tasks[position].phase = .running
          workload.tasks[position].startedAt = now
          started.append(workload.tasks[position].deployment)
        }
      case .stopping:
        workload.tasks[position].phase = .stopped
        workload.tasks[position].stoppedAt = now
      case .running, .stopped: break
      }
    }
    guard !started.isEmpty else { return }
    workload.failuresInRow = 0
    for position in workload.deployments.indices where started.contains(workload.deployments[position].id) {
      if settings.breaker.resetsOnHealthyTask { workload.deployments[position].breakerFailures = 0 }
    }
    for group in settings.targetGroups { workload.say("\(name) registered \(started.count) targets in (target-group \(group))", at: now) }
  }

  private struct Failure {
    var code: String
    var reason: String
    var exitCode: Int?
  }

  private func failure(of task: ServiceTask) -> Failure? {
    for container in workload.revision(task.revision)?.containers ?? [] {
      switch images[container.image] {
      case .runs, nil: continue
      case .missing:
        return Failure(code: "TaskFailedToStart", reason: StopReason.cannotPull(container.image), exitCode: nil)
      case .exits(let code):
        return Failure(code: "EssentialContainerExited", reason: "Essential container in task exited", exitCode: code)
      }
    }
    return nil
  }

  private mutating func stop(_ position: Int, _ failure: Failure, at now: Double) {
    workload.tasks[position].phase = .stopped
    workload.tasks[position].stoppedAt = now
    workload.tasks[position].stopCode = failure.code
    workload.tasks[position].stoppedReason = failure.reason
    workload.tasks[position].exitCode = failure.exitCode
    workload.failuresInRow += 1
    let id = workload.tasks[position].deployment
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

  // MARK: Scheduler

  private mutating func schedule(at now: Double) {
    if tripsBreaker { trip(at: now) }
    removeDrained()
    if settings.isDraining {
      stopTasks(workload.tasks.indices.filter { workload.tasks[$0].isAlive }, at: now)
      if !workload.tasks.contains(where: { $0.phase != .stopped }) { workload.isGone = true }
      return
    }
    guard let primary = workload.primary, primary.state != .failed else { return }
    balance(primary, at: now)
    removeDrained()
    judgeCalm(at: now)
  }

  /// Older deployments go when their tasks are gone. One that failed stays in sight until its rollback has ended.
  private mutating func removeDrained() {
    guard let primary = workload.primary else { return }
    let busy = Set(workload.tasks.filter { $0.phase != .stopped }.map(\.deployment))
    let isRollingBack = primary.isRollback && primary.state == .inProgress
    workload.deployments.removeAll { deployment in
      deployment.id != primary.id && !busy.contains(deployment.id) && !(isRollingBack && deployment.state == .failed)
    }
  }

  /// Starts what is missing and stops what is too much, within the limits of the deployment configuration.
  private mutating func balance(_ primary: Deployment, at now: Double) {
    let alive = workload.tasks.indices.filter { workload.tasks[$0].isAlive }
    var own = alive.filter { workload.tasks[$0].deployment == primary.id }
    var others = alive.filter { workload.tasks[$0].deployment != primary.id }

    // What is not up yet in an older deployment never will be needed.
    let pendingOthers = others.filter { workload.tasks[$0].phase == .pending }
    stopTasks(pendingOthers, at: now)
    others.removeAll { pendingOthers.contains($0) }

    if own.count > settings.desired {
      let pendingFirst = own.sorted { isPending($0) && !isPending($1) }
      stopTasks(Array(pendingFirst.prefix(own.count - settings.desired)), at: now)
      own = own.filter { workload.tasks[$0].isAlive }
    }

    let running = (own + others).count { workload.tasks[$0].phase == .running }
    let isBackingOff = workload.wakeAt.map { $0 > now } ?? false
    let missing = settings.desired - own.count
    let room = settings.most - own.count - others.count
    let surplus = running - settings.desired
    let needed = max(surplus, isBackingOff ? 0 : missing - max(room, 0))
    let stoppable = min(others.count, needed, running - settings.fewest)
    if stoppable > 0 {
      stopTasks(Array(others.prefix(stoppable)), at: now)
      others.removeFirst(stoppable)
    }
    guard missing > 0, !isBackingOff else { return }
    let startable = min(missing, settings.most - own.count - others.count)
    if startable > 0 {
      startTasks(startable, primary, at: now)
    } else if own.allSatisfy({ !isPending($0) }), !workload.tasks.contains(where: { $0.changesAt != nil }) {
      sayIsStuck(at: now)
    }
  }

  private func isPending(_ position: Int) -> Bool { workload.tasks[position].phase == .pending }

  /// Neither may a task start nor may one stop: the limits leave no room for this many tasks.
  private mutating func sayIsStuck(at now: Double) {
    let message =
      "\(name) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update "
      + "the minimumHealthyPercent or maximumPercent value and try again."
    if workload.events.first?.message != message { workload.say(message, at: now) }
  }

  private mutating func startTasks(_ count: Int, _ primary: Deployment, at now: Double) {
    var ids: [String] = []
    for _ in 0..<count {
      let digits = workload.newId()
      let id = workload.taskPrefix + digits.hex(32 - workload.taskPrefix.utf8.count)
      let delay = Double(workload.lastNumber % 5)
      workload.tasks.append(
        ServiceTask(
          id: id, deployment: primary.id, revision: primary.revision, createdAt: now,
          changesAt: now + Self.startTime + delay))
      ids.append(id)
    }
    workload.say("\(name) has started \(count) tasks: \(Self.list(ids)).", at: now)
    setUpdated(primary.id, at: now)
  }

  private mutating func stopTasks(_ positions: [Int], at now: Double) {
    guard !positions.isEmpty else { return }
    var ids: [String] = []
    for position in positions {
      let owner = workload.tasks[position].deployment
      workload.tasks[position].phase = .stopping
      workload.tasks[position].changesAt = now + Self.stopTime
      workload.tasks[position].stopCode = "ServiceSchedulerInitiated"
      workload.tasks[position].stoppedReason = "Scaling activity initiated by (deployment \(workload.primary?.id ?? owner))"
      ids.append(workload.tasks[position].id)
      setUpdated(owner, at: now)
    }
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

  // MARK: Ends of a deployment

  private mutating func judgeCalm(at now: Double) {
    guard let primary = workload.primary else { return }
    let own = workload.tasks.filter { $0.deployment == primary.id }
    let isCalm =
      own.count { $0.phase == .running } == settings.desired && !own.contains { $0.phase == .pending }
      && !workload.tasks.contains { $0.deployment != primary.id && $0.phase != .stopped }
    guard isCalm else {
      workload.isSteady = false
      workload.steadyAt = nil
      return
    }
    guard !workload.isSteady else { return }
    let end = workload.steadyAt ?? (settings.desired == 0 ? now : now + Self.calmTime)
    guard end <= now else {
      workload.steadyAt = end
      return
    }
    workload.steadyAt = nil
    workload.isSteady = true
    if primary.state == .inProgress { workload.complete(at: now, name) }
    removeDrained()
    workload.say("\(name) has reached a steady state.", at: now)
  }

  private var tripsBreaker: Bool {
    guard settings.breaker.isEnabled, !settings.isDraining, let primary = workload.primary else { return false }
    return primary.state == .inProgress && primary.breakerFailures >= settings.breaker.threshold
  }

  private mutating func trip(at now: Double) {
    guard let primary = workload.primary else { return }
    workload.fail(at: now, name)
    if settings.breaker.rollsBack, !primary.isRollback, let target = workload.lastCompleted, target.id != primary.id {
      workload.rollBack(to: target, at: now, name)
    } else {
      let pending = workload.tasks.indices.filter { workload.tasks[$0].deployment == primary.id && isPending($0) }
      stopTasks(pending, at: now)
    }
  }
}
