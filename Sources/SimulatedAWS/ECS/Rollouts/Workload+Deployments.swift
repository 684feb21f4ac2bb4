import JSONDocument

extension Workload {
  /// Begins a deployment of a revision. One that is still under way is replaced: its service deployment stops.
  mutating func deploy(_ revision: ServiceRevision, of service: JSON, _ settings: RolloutSettings, at now: Double) {
    let sources = currentSources
    supersede(at: now)
    revisions.insert(revision, at: 0)
    let key = settings.service
    let arn = settings.scope.arn("ecs", "service-deployment/\(key.cluster)/\(key.name)/\(newId().lettersAndDigits(21))")
    history.insert(
      ServiceDeployment(
        arn: arn, target: revision.arn, sources: sources, createdAt: now, updatedAt: now, threshold: settings.breaker.threshold,
        breakerStatus: settings.breaker.isEnabled ? "MONITORING" : "DISABLED"),
      at: 0)
    let id = "ecs-svc/" + newId().decimal(19)
    deployments.insert(
      Deployment(
        id: id, revision: revision.arn, serviceDeployment: arn, reason: "ECS deployment \(id) in progress.", createdAt: now,
        updatedAt: now, shift: TrafficShift(service, sources: sources.count)),
      at: 0)
    failuresInRow = 0
    wakeAt = nil
    trim()
  }

  /// Revisions whose tasks the new deployment takes the place of.
  private var currentSources: [String] {
    var seen: Set<String> = []
    return deployments.map(\.revision).filter { seen.insert($0).inserted }
  }

  private mutating func supersede(at now: Double) {
    guard let primary, primary.state == .inProgress else { return }
    change(primary.serviceDeployment) { old in
      old.status = "STOPPED"
      old.statusReason = "Replaced by a new service deployment"
      old.stoppedAt = now
      old.finishedAt = now
      old.updatedAt = now
      if old.breakerStatus == "MONITORING" { old.breakerStatus = "MONITORING_COMPLETE" }
    }
  }

  mutating func complete(at now: Double, _ name: String) {
    guard let primary, !deployments.isEmpty else { return }
    deployments[0].state = .completed
    deployments[0].reason = "ECS deployment \(primary.id) completed."
    deployments[0].updatedAt = now
    lastCompleted = CompletedDeployment(id: primary.id, revision: primary.revision)
    say("\(name) (deployment \(primary.id)) deployment completed.", at: now)
    change(primary.serviceDeployment) { deployment in
      deployment.status = primary.isRollback ? "ROLLBACK_SUCCESSFUL" : "SUCCESSFUL"
      deployment.finishedAt = now
      deployment.updatedAt = now
      if deployment.breakerStatus == "MONITORING" { deployment.breakerStatus = "MONITORING_COMPLETE" }
    }
  }

  /// Nothing more is expected of the newest deployment.
  mutating func fail(_ failure: RolloutSimulation.RolloutFailure, at now: Double, _ name: String) {
    guard let primary, !deployments.isEmpty else { return }
    deployments[0].state = .failed
    deployments[0].reason = failure.reason
    deployments[0].updatedAt = now
    say("\(name) (deployment \(primary.id)) deployment failed: \(failure.event)", at: now)
    change(primary.serviceDeployment) { deployment in
      deployment.failureCount = primary.breakerFailures
      if failure == .circuitBreaker { deployment.breakerStatus = "TRIGGERED" }
      if case .alarms(let names) = failure { deployment.triggeredAlarms = names }
      deployment.status = primary.isRollback ? "ROLLBACK_FAILED" : "STOPPED"
      deployment.statusReason = "Service deployment failed: \(failure.reason)"
      deployment.stoppedAt = now
      deployment.finishedAt = now
      deployment.updatedAt = now
    }
  }

  /// Puts the completed revision back, as a new deployment that takes over the tasks which still run it.
  mutating func rollBack(
    to target: CompletedDeployment, because failure: RolloutSimulation.RolloutFailure, at now: Double, _ name: String
  ) {
    guard let failed = primary else { return }
    let id = "ecs-svc/" + newId().decimal(19)
    let reason = "\(failure.source): rolling back to deploymentId \(target.id)."
    say("\(name) rolling back to deployment \(target.id).", at: now)
    deployments.insert(
      Deployment(
        id: id, revision: target.revision, serviceDeployment: failed.serviceDeployment, reason: reason, createdAt: now,
        updatedAt: now, isRollback: true),
      at: 0)
    for position in tasks.indices where tasks[position].isAlive && tasks[position].revision == target.revision {
      tasks[position].deployment = id
    }
    failuresInRow = 0
    wakeAt = nil
    change(failed.serviceDeployment) { deployment in
      deployment.status = "ROLLBACK_IN_PROGRESS"
      deployment.statusReason = nil
      deployment.stoppedAt = nil
      deployment.finishedAt = nil
      deployment.rollback = ServiceDeployment.Rollback(reason: reason, startedAt: now, revision: target.revision)
    }
  }

  private mutating func change(_ serviceDeployment: String, _ edit: (inout ServiceDeployment) -> Void) {
    guard let position = history.firstIndex(where: { $0.arn == serviceDeployment }) else { return }
    edit(&history[position])
  }

  /// Keeps what can still be asked for: the last service deployments, and the revisions that something refers to.
  private mutating func trim() {
    if history.count > 20 { history.removeLast(history.count - 20) }
    var used = Set(history.flatMap { [$0.target] + $0.sources })
    used.formUnion(deployments.map(\.revision))
    used.formUnion(tasks.map(\.revision))
    if let lastCompleted { used.insert(lastCompleted.revision) }
    revisions.removeAll { !used.contains($0.arn) }
    let stopped = tasks.indices.filter { tasks[$0].phase == .stopped }
    for position in stopped.dropLast(50).reversed() { tasks.remove(at: position) }
  }
}
