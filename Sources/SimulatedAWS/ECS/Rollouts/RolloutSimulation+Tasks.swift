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
      case .running: goOn(position, at: now)
      case .stopping:
        workload.tasks[position].phase = .stopped
        workload.tasks[position].stoppedAt = now
        leave(position)
      case .stopped: break
      }
    }
    guard started > 0 else { return }
    for group in settings.targetGroups {
      workload.say("\(name) registered \(started) targets in (target-group \(group))", at: now)
    }
  }

  // MARK: Starting

  /// Answers how many of them found no place on a container instance.
  @discardableResult
  mutating func startTasks(_ count: Int, _ primary: Deployment, at now: Double) -> Int {
    var ids: [String] = []
    var placeless = 0
    while ids.count < count {
      let number = countTask(of: primary.id)
      let fates = fates(of: primary.revision, number)
      if fates.contains(where: { $0.behaviour == .cannotBePlaced }) {
        sayOnce(
          "\(name) \(StopReason.unplaced(in: settings.service.cluster, onFargate: settings.runsOnFargate))", at: now)
        workload.wakeAt = now + Self.placementPause
        break
      }
      switch place(primary.revision) {
      case .found(let instance):
        let startTime = Self.startTime(of: fates.map(\.behaviour))
        ids.append(begin(primary, number, on: instance, startTime: startTime, at: now))
        continue
      case .none where settings.isDaemon:
        // There is one task for each instance that fits; the one that goes makes room.
        workload.wakeAt = now + Self.stopTime
        placeless = count - ids.count
      case .none(let lack):
        sayOnce("\(name) \(StopReason.unplaced(lack))", at: now)
        workload.wakeAt = now + Self.placementPause
        placeless = count - ids.count
      }
      break
    }
    guard !ids.isEmpty else { return placeless }
    workload.say("\(name) has started \(ids.count) tasks: \(Self.list(ids)).", at: now)
    setUpdated(primary.id, at: now)
    return placeless
  }

  private mutating func place(_ revision: String) -> ClusterRoom.Place {
    guard room != nil, let needs = workload.revision(revision)?.needs else { return .found(nil) }
    let own = settings.isOnePerInstance ? workload.tasks.filter { $0.phase != .stopped }.compactMap(\.instance) : []
    return room?.place(needs, constraints: settings.constraints, avoiding: Set(own)) ?? .found(nil)
  }

  /// The task gives its container instance back what it had of it.
  private mutating func leave(_ position: Int) {
    let task = workload.tasks[position]
    guard let instance = task.instance, let needs = workload.revision(task.revision)?.needs else { return }
    room?.release(needs, from: instance)
  }

  /// The number of the deployment's next task, from one.
  private mutating func countTask(of id: String) -> Int {
    guard let position = workload.deployments.firstIndex(where: { $0.id == id }) else { return 1 }
    let number = (workload.deployments[position].begun ?? 0) + 1
    workload.deployments[position].begun = number
    return number
  }

  private mutating func begin(
    _ primary: Deployment, _ number: Int, on instance: String?, startTime: Double, at now: Double
  ) -> String {
    let digits = workload.newId()
    let id = workload.taskPrefix + digits.hex(32 - workload.taskPrefix.utf8.count)
    let delay = Double(workload.lastNumber % 5)
    workload.tasks.append(
      ServiceTask(
        id: id, deployment: primary.id, revision: primary.revision, createdAt: now, changesAt: now + startTime + delay,
        instance: instance, opensExec: workload.opensExec, number: number))
    return id
  }

  /// Seconds until a task of such images runs: as long as its slowest one.
  static func startTime(of behaviours: some Sequence<ContainerBehaviour>) -> Double {
    behaviours.map { behaviour in
      if case .startsSlowly(let seconds) = behaviour { Double(seconds) } else { startTime }
    }.max() ?? startTime
  }

  /// A container, and how it fares.
  struct Fate {
    var container: ServiceRevision.Container
    var behaviour: ContainerBehaviour
  }

  /// How the containers of a deployment's task with this number fare: as was staged for them, else as their images do.
  func fates(of revision: String, _ number: Int) -> [Fate] {
    guard let revision = workload.revision(revision) else { return [] }
    return revision.containers.map { container in
      let subject = StagedSubject(
        service: settings.service.name, family: revision.family, container: container.name, image: container.image,
        number: number)
      let staged = staging.isEmpty ? nil : staging.first(for: subject)?.fares
      return Fate(container: container, behaviour: staged ?? images[container.image]?.behaviour ?? .runs)
    }
  }

  private func fates(of task: ServiceTask) -> [Fate] { fates(of: task.revision, task.number ?? 1) }

  // MARK: Running

  /// What lies before a task that runs, in seconds from its start.
  private struct Future {
    /// When its containers' own health checks have come to a verdict; nil without such checks.
    var verdict: Double?
    var isSick = false
    /// When its load balancer gives it up; nil when it is content.
    var rejection: Double?
    var trouble: TargetTrouble?
    /// How it ends by itself, and by which container.
    var ending: (container: String, ContainerBehaviour.Ending)?
  }

  private func future(of task: ServiceTask) -> Future {
    let fates = fates(of: task)
    var future = Future()
    let checks = fates.compactMap { fate in fate.container.healthCheck.map { (check: $0, behaviour: fate.behaviour) } }
    let sick = checks.filter { $0.behaviour == .neverHealthy }.map(\.check.timeToFail).min()
    future.isSick = sick != nil
    future.verdict = sick ?? checks.map(\.check.interval).max()
    if !settings.targetGroups.isEmpty, let trouble = fates.lazy.compactMap(\.behaviour.targetTrouble).first {
      future.trouble = trouble
      future.rejection = settings.gracePeriod + Self.rejectionTime
    }
    for fate in fates where fate.container.isEssential {
      guard let ending = fate.behaviour.ending, ending.after < future.ending?.1.after ?? .infinity else { continue }
      future.ending = (fate.container.name, ending)
    }
    return future
  }

  private mutating func run(_ position: Int, at now: Double) {
    workload.tasks[position].phase = .running
    workload.tasks[position].startedAt = now
    let future = future(of: workload.tasks[position])
    if future.verdict != nil { workload.tasks[position].health = .unknown }
    if future.rejection != nil {
      workload.tasks[position].targetHealth = .unknown
      workload.tasks[position].targetTrouble = future.trouble
    }
    if workload.tasks[position].isReady { becomeReady(position, at: now) }
    setNextChange(position, future)
  }

  private mutating func setNextChange(_ position: Int, _ future: Future) {
    let task = workload.tasks[position]
    guard task.phase == .running, let start = task.startedAt else { return }
    let verdict = task.health == .unknown ? future.verdict : nil
    let rejection = task.targetHealth == .unknown ? future.rejection : nil
    let next = [verdict, rejection, future.ending?.1.after].compactMap { $0 }.min()
    workload.tasks[position].changesAt = next.map { start + $0 }
  }

  private mutating func goOn(_ position: Int, at now: Double) {
    let task = workload.tasks[position]
    let future = future(of: task)
    let start = task.startedAt ?? now
    if let (container, ending) = future.ending, start + ending.after <= now {
      return end(position, Failure(ending, container: container), at: now)
    }
    if task.targetHealth == .unknown, let rejection = future.rejection, start + rejection <= now {
      reject(position, future.trouble ?? .timeout, at: now)
    } else if task.health == .unknown, let verdict = future.verdict, start + verdict <= now {
      judgeHealth(position, isSick: future.isSick, at: now)
    }
    setNextChange(position, future)
  }

  private mutating func judgeHealth(_ position: Int, isSick: Bool, at now: Double) {
    guard isSick else {
      workload.tasks[position].health = .healthy
      if workload.tasks[position].isReady { becomeReady(position, at: now) }
      return
    }
    workload.tasks[position].health = .unhealthy
    workload.say("\(name) (task \(workload.tasks[position].id)) failed container health checks.", at: now)
    replace(position, because: StopReason.unhealthy, at: now)
  }

  /// The load balancer has given the task up.
  private mutating func reject(_ position: Int, _ trouble: TargetTrouble, at now: Double) {
    let group = settings.targetGroups.first ?? ""
    workload.tasks[position].targetHealth = .unhealthy
    workload.say(
      "\(name) (task \(workload.tasks[position].id)) (port \(settings.targetPort)) is unhealthy in (target-group \(group)) due "
        + "to (reason \(trouble.description)).", at: now)
    replace(position, because: StopReason.unhealthyTarget(group), at: now)
  }

  private mutating func replace(_ position: Int, because reason: String, at now: Double) {
    workload.tasks[position].phase = .stopping
    workload.tasks[position].changesAt = now + Self.stopTime
    workload.tasks[position].stopCode = "ServiceSchedulerInitiated"
    workload.tasks[position].stoppedReason = reason
    countFailure(of: workload.tasks[position].deployment, at: now)
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
    var containerReason: String?
    var exitCode: Int?

    init(_ ending: ContainerBehaviour.Ending, container: String) {
      code = ending.stopCode
      reason = ending.stoppedReason
      containerReason = ending.containerReason
      exitCode = ending.exitCode
      self.container = container
    }

    /// It never started.
    init(_ reason: String, container: String) {
      code = "TaskFailedToStart"
      self.reason = reason
      self.container = container
    }
  }

  private func failureToStart(_ task: ServiceTask) -> Failure? {
    guard let revision = workload.revision(task.revision) else { return nil }
    let fates = fates(of: task)
    for fate in fates {
      let image = fate.container.image
      let reason = StopReason.ofStart(
        image, images[image], fate.behaviour, container: fate.container.name, platform: revision.platform)
      if let reason { return Failure(reason, container: fate.container.name) }
    }
    for fate in fates where fate.container.isEssential {
      if let ending = fate.behaviour.ending, ending.after == 0 { return Failure(ending, container: fate.container.name) }
    }
    return nil
  }

  private mutating func end(_ position: Int, _ failure: Failure, at now: Double) {
    // "A task is considered a failure if … the task doesn't transition to a RUNNING state" (Deployment.failedTasks).
    let hasRun = workload.tasks[position].phase == .running
    workload.tasks[position].phase = .stopped
    workload.tasks[position].stoppedAt = now
    workload.tasks[position].stopCode = failure.code
    workload.tasks[position].stoppedReason = failure.reason
    workload.tasks[position].failedContainer = failure.container
    workload.tasks[position].containerReason = failure.containerReason
    workload.tasks[position].exitCode = failure.exitCode
    leave(position)
    if !hasRun { countFailure(of: workload.tasks[position].deployment, at: now) }
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
