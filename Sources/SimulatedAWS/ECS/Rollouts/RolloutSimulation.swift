/// What ECS's service scheduler does with a service while time passes.
///
/// A pure function: the workload at one instant, the settings, and what the registries hold give the workload at a later
/// instant. Nothing is left to chance; ids and small differences in timing follow from the service's seed.
struct RolloutSimulation {
  let settings: RolloutSettings
  /// What a pull of each image finds; images that are not listed exist.
  let images: [String: PulledImage]
  /// How containers fare that do otherwise than their images.
  let staging: [StagedTask]
  /// The container instances; nil: there is room for everything.
  var room: ClusterRoom?
  var workload: Workload

  /// Seconds between a change of the service and the scheduler's first look.
  static let reactionTime = 2.0
  /// Seconds from the start of a task until it runs, or until its image turns out to be missing.
  static let startTime = 16.0
  /// Seconds that a task takes to go.
  static let stopTime = 10.0
  /// Seconds until a load balancer gives a target up: two checks, thirty seconds apart (defaults of target groups).
  static let rejectionTime = 60.0
  /// Seconds until the instances of a new daemon service are counted.
  static let countingTime = 8.0
  /// Seconds of calm before a service is called steady.
  static let calmTime = 8.0
  /// Seconds that a rolling deployment with alarms is watched after its tasks run. ECS computes its own ("bake time",
  /// developer guide, "How CloudWatch alarms detect Amazon ECS deployment failures").
  static let bakeTime = 120.0
  /// Seconds after which a task that found no place is tried again.
  static let placementPause = 60.0
  /// Seconds that stopped tasks can be described.
  static let memoryOfTasks = 3600.0
  /// Of a service that fails again and again only this many stopped tasks are remembered.
  static let rememberedTasks = 500

  init(
    _ workload: Workload, _ settings: RolloutSettings, images: [String: PulledImage] = [:], staging: [StagedTask] = [],
    room: ClusterRoom? = nil
  ) {
    self.workload = workload
    self.settings = settings
    self.images = images
    self.staging = staging
    self.room = room
  }

  /// Everything that happens until `now`, in the order in which it happens.
  mutating func advance(to now: Double) {
    var rut = Rut()
    while var instant = workload.due, instant <= now, !workload.isGone {
      if let leap = rut.leap(workload, at: instant, to: now) {
        workload.leap(leap)
        instant += leap.seconds
      }
      if let wakeAt = workload.wakeAt, wakeAt <= instant { workload.wakeAt = nil }
      moveTasks(at: instant)
      schedule(at: instant)
      if let steadyAt = workload.steadyAt, steadyAt <= instant { workload.steadyAt = nil }
      forgetTasks(at: instant)
    }
    forgetTasks(at: now)
  }

  /// Lets the scheduler see a change of the service: soon, or at once when there is nothing to run and nothing to stop.
  mutating func noticeChange(at now: Double) {
    workload.isSteady = false
    workload.steadyAt = nil
    if let countKnownAt = workload.countKnownAt {
      workload.wakeAt = countKnownAt
    } else if settings.desired == 0, !settings.isDraining, !workload.tasks.contains(where: { $0.phase != .stopped }) {
      schedule(at: now)
    } else {
      workload.wakeAt = now + Self.reactionTime
    }
  }

  var name: String { "(service \(settings.service.name))" }

  private mutating func forgetTasks(at now: Double) {
    var excess = workload.tasks.count { $0.phase == .stopped } - Self.rememberedTasks
    workload.tasks.removeAll { task in
      guard let stoppedAt = task.stoppedAt else { return false }
      excess -= 1
      return excess >= 0 || now - stoppedAt > Self.memoryOfTasks
    }
  }

  // MARK: Scheduler

  private mutating func schedule(at now: Double) {
    guard workload.countKnownAt == nil || settings.isDraining else { return }
    if tripsBreaker { giveUp(.circuitBreaker, at: now) }
    removeDrained()
    if settings.isDraining {
      stopTasks(workload.tasks.indices.filter { workload.tasks[$0].isAlive }, at: now)
      if !workload.tasks.contains(where: { $0.phase != .stopped }) { workload.isGone = true }
      return
    }
    guard let primary = workload.primary else { return }
    guard primary.state != .failed else { return shrink(primary, at: now) }
    if isShiftingTraffic { shiftTraffic(primary, at: now) }
    guard !isShiftingTraffic, let primary = workload.primary, primary.state != .failed else { return }
    balance(primary, at: now)
    removeDrained()
    judgeCalm(at: now)
  }

  /// Older deployments go when their tasks are gone. One that failed stays in sight until its rollback has ended.
  mutating func removeDrained() {
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
    let older = alive.filter { workload.tasks[$0].deployment != primary.id }

    // What is not up yet in an older deployment never will be needed.
    stopTasks(older.filter { !workload.tasks[$0].isReady }, at: now)
    var others = older.filter { workload.tasks[$0].isReady }

    if own.count > settings.desired {
      let unreadyFirst = own.filter { !workload.tasks[$0].isReady } + own.filter { workload.tasks[$0].isReady }
      stopTasks(Array(unreadyFirst.prefix(own.count - settings.desired)), at: now)
      own = own.filter { workload.tasks[$0].isAlive }
    }

    let ready = others.count + own.count { workload.tasks[$0].isReady }
    let isBackingOff = workload.wakeAt.map { $0 > now } ?? false
    let missing = settings.desired - own.count
    let room = settings.most - own.count - others.count
    let surplus = ready - settings.desired
    let needed = max(surplus, isBackingOff ? 0 : missing - max(room, 0))
    let stoppable = min(others.count, needed, ready - settings.fewest)
    if stoppable > 0 {
      stopTasks(Array(others.prefix(stoppable)), at: now)
      others.removeFirst(stoppable)
    }
    guard missing > 0, !isBackingOff else { return }
    let startable = min(missing, settings.most - own.count - others.count)
    if startable > 0 {
      let placeless = startTasks(startable, primary, at: now)
      makeRoom(min(placeless, others.count, ready - settings.fewest), others, at: now)
    } else if own.allSatisfy({ workload.tasks[$0].isReady }), !workload.tasks.contains(where: { $0.changesAt != nil }) {
      sayIsStuck(at: now)
    }
  }

  /// Where there is no place for new tasks, old ones go first, as far as `minimumHealthyPercent` allows.
  private mutating func makeRoom(_ count: Int, _ others: [Int], at now: Double) {
    let movable = others.filter { workload.tasks[$0].instance != nil && workload.tasks[$0].isAlive }
    guard count > 0, !movable.isEmpty else { return }
    stopTasks(Array(movable.prefix(count)), at: now)
    workload.wakeAt = now + Self.stopTime
  }

  /// After a failure nothing is started any more, but what is too much still goes: the failed deployment's tasks first.
  private mutating func shrink(_ primary: Deployment, at now: Double) {
    let alive = workload.tasks.indices.filter { workload.tasks[$0].isAlive }
    let failed = alive.filter { workload.tasks[$0].deployment == primary.id }
    let others = alive.filter { workload.tasks[$0].deployment != primary.id }
    stopTasks(Array((failed + others).prefix(max(0, alive.count - settings.desired))), at: now)
  }

  /// Neither may a task start nor may one stop: the limits leave no room for this many tasks.
  private mutating func sayIsStuck(at now: Double) {
    sayOnce(
      "\(name) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update "
        + "the minimumHealthyPercent or maximumPercent value and try again.", at: now)
  }

  /// ECS does not repeat what it said last.
  mutating func sayOnce(_ message: String, at now: Double) {
    if workload.events.first?.message != message { workload.say(message, at: now) }
  }

  // MARK: Ends of a deployment

  private mutating func judgeCalm(at now: Double) {
    guard let primary = workload.primary else { return }
    let own = workload.tasks.filter { $0.deployment == primary.id && $0.isAlive }
    let isCalm =
      own.count == settings.desired && own.allSatisfy(\.isReady)
      && !workload.tasks.contains { $0.deployment != primary.id && $0.phase != .stopped }
    guard isCalm else {
      workload.isSteady = false
      workload.steadyAt = nil
      return
    }
    guard !workload.isSteady else { return }
    let isWatched = primary.state == .inProgress && !primary.isRollback && primary.shift == nil && !settings.alarms.isEmpty
    let goesOff = isWatched && setsOffAlarms
    let calmTime = goesOff ? Self.alarmTime : isWatched ? Self.bakeTime : Self.calmTime
    let end = workload.steadyAt ?? (settings.desired == 0 ? now : now + calmTime)
    guard end <= now else {
      workload.steadyAt = end
      return
    }
    workload.steadyAt = nil
    if goesOff {
      giveUp(.alarms(settings.alarms), at: now)
      workload.wakeAt = now + Self.reactionTime
      return
    }
    workload.isSteady = true
    if primary.state == .inProgress { workload.complete(at: now, name) }
    removeDrained()
    workload.say("\(name) has reached a steady state.", at: now)
  }

  private var tripsBreaker: Bool {
    guard settings.breaker.isEnabled, !settings.isDraining, let primary = workload.primary else { return false }
    return primary.state == .inProgress && primary.breakerFailures >= settings.breaker.threshold
  }

  /// The deployment fails. What was complete before is put back where that is configured or asked for.
  mutating func giveUp(_ reason: RolloutFailure, at now: Double) {
    guard let primary = workload.primary else { return }
    workload.fail(reason, at: now, name)
    let rollsBack =
      switch reason {
      case .circuitBreaker: settings.breaker.rollsBack
      case .alarms: settings.alarmsRollBack
      case .pauseTimedOut, .rollbackRequested: true
      case .aborted: false
      }
    if rollsBack, !primary.isRollback, let target = workload.lastCompleted, target.id != primary.id {
      workload.rollBack(to: target, because: reason, at: now, name)
    } else {
      stopTasks(
        workload.tasks.indices.filter {
          workload.tasks[$0].deployment == primary.id && workload.tasks[$0].isAlive && !workload.tasks[$0].isReady
        }, at: now)
    }
  }
}
