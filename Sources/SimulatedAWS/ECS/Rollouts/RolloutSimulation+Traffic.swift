/// Deployments that shift traffic.
extension RolloutSimulation {
  /// Seconds that a function of a hook takes. In the simulated cloud every one of them succeeds.
  private static let functionTime = 5.0
  /// Seconds from the first traffic until an alarm goes off.
  static let alarmTime = 60.0

  var isShiftingTraffic: Bool {
    guard let primary = workload.primary, let shift = primary.shift else { return false }
    return primary.state == .inProgress && !shift.isCleaningUp
  }

  /// Both revisions run until the traffic has gone over; then the old one may go, as in every deployment.
  mutating func shiftTraffic(_ primary: Deployment, at now: Double) {
    while let shift = workload.deployments.first?.shift, !shift.isCleaningUp {
      keepNewRevision(primary, shift, at: now)
      if let alarmAt = shift.alarmAt, alarmAt <= now { return giveUp(.alarms(shift.alarms), at: now) }
      guard shift.hooks != nil else {
        enterStep(shift, at: now)
        continue
      }
      guard settleHooks(shift, at: now), let settled = workload.deployments.first?.shift else { return }
      guard settled.hooks?.allSatisfy({ !$0.isOpen }) == true, isOver(settled, at: now) else { return }
      workload.deployments[0].shift?.position += 1
      workload.deployments[0].shift?.hooks = nil
      workload.deployments[0].shift?.endsAt = nil
      workload.deployments[0].updatedAt = now
    }
  }

  private mutating func enterStep(_ shift: TrafficShift, at now: Double) {
    var next = shift
    let stage = shift.step.stage
    next.hooks = shift.declaredHooks.filter { $0.stages.contains(stage.rawValue) }.map { declared in
      let pauses = declared.function == nil
      return TrafficShift.Hook(
        id: workload.newId().uuid, function: declared.function, status: pauses ? .awaitingAction : .inProgress,
        endsAt: now + (pauses ? 60 * declared.timeoutMinutes : Self.functionTime),
        continuesAtTimeout: declared.continuesAtTimeout)
    }
    if shift.step.production > 0, shift.alarmAt == nil, !shift.alarms.isEmpty, setsOffAlarms {
      next.alarmAt = now + Self.alarmTime
    }
    workload.deployments[0].shift = next
    if stage == .production {
      workload.say(
        "\(name) (deployment \(workload.deployments[0].id)) \(percent(shift.step)) of the traffic is shifted.", at: now)
    }
  }

  /// False when a hook ended the deployment.
  private mutating func settleHooks(_ shift: TrafficShift, at now: Double) -> Bool {
    for (position, hook) in (shift.hooks ?? []).enumerated() where hook.isOpen && hook.endsAt <= now {
      let isFunction = hook.function != nil
      workload.deployments[0].shift?.hooks?[position].status = isFunction ? .succeeded : .timedOut
      guard isFunction || hook.continuesAtTimeout else {
        giveUp(.pauseTimedOut, at: now)
        return false
      }
    }
    return true
  }

  private mutating func isOver(_ shift: TrafficShift, at now: Double) -> Bool {
    if shift.step.stage == .scaleUp {
      let own = workload.tasks.filter { $0.deployment == workload.primary?.id && $0.isAlive }
      return own.count == settings.desired && own.allSatisfy(\.isReady)
    }
    let end = shift.endsAt ?? now + shift.step.seconds
    workload.deployments[0].shift?.endsAt = end
    return end <= now
  }

  /// From SCALE_UP on the new revision has all its tasks, whatever the limits of a rolling deployment are.
  private mutating func keepNewRevision(_ primary: Deployment, _ shift: TrafficShift, at now: Double) {
    guard shift.position >= shift.steps.firstIndex(where: { $0.stage == .scaleUp }) ?? 0 else { return }
    let own = workload.tasks.indices.filter { workload.tasks[$0].deployment == primary.id && workload.tasks[$0].isAlive }
    if own.count > settings.desired { stopTasks(Array(own.prefix(own.count - settings.desired)), at: now) }
    let isBackingOff = workload.wakeAt.map { $0 > now } ?? false
    if own.count < settings.desired, !isBackingOff { startTasks(settings.desired - own.count, primary, at: now) }
  }

  var setsOffAlarms: Bool {
    guard let primary = workload.primary else { return false }
    return fates(of: primary.revision, 1).contains { $0.behaviour == .setsOffAlarms }
  }

  private func percent(_ step: TrafficShift.Step) -> String {
    step.production == step.production.rounded() ? "\(Int(step.production)) %" : "\(step.production) %"
  }
}
