import AWS
import JSONDocument
import Resources

/// Writes down services with deployments and tasks, so that they go on as if they had always been here.
struct ServicePlanter: Planter {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  func plant(_ object: ObservedObject) throws(AWSError) {
    let key = ServiceKey(cluster: object.identity.cluster, name: object.identity.name)
    var stored = try begin(key)
    let whole = document(object, key)
    stored.service = whole.without(Workload.shownOnDeployments)
    try deploy(object, whole, key, &stored.workload)
    try ServiceStore(call).save(key, stored)
    if let tags = object.attributes["tags"], !tags.isNull { try call.documents.put(.tags, key.arn(call.scope), tags) }
    if case .target(let minimum, let maximum) = ServiceScaling(of: object.attributes) {
      try ScalableTargets(call).plant(key, minimum: minimum, maximum: maximum)
    }
  }

  /// A service that goes away: how far it has come is not known, so that takes as long as tasks take to stop.
  func drain(_ identity: ResourceIdentity) throws(AWSError) {
    let key = ServiceKey(cluster: identity.cluster, name: identity.name)
    var stored = try begin(key)
    stored.service = document(ObservedObject(identity: identity, attributes: [:]), key)
    stored.service["status"] = "DRAINING"
    stored.workload.wakeAt = call.now + RolloutSimulation.stopTime
    try ServiceStore(call).save(key, stored)
  }

  private func begin(_ key: ServiceKey) throws(AWSError) -> ServiceStore.Stored {
    let seed = "service \(call.scope.name) \(try call.documents.nextNumber("service"))"
    let workload = Workload(seed: seed, taskPrefix: DeterministicId(seed: seed).hex(8))
    try call.documents.put(.taskOwners, workload.taskPrefix, text: key.text)
    return ServiceStore.Stored(service: [:], workload: workload)
  }

  /// What DescribeServices answers, but for what goes on inside.
  private func document(_ object: ObservedObject, _ key: ServiceKey) -> JSON {
    var service = object.attributes.without(["tags", "role", "cluster", ServiceScaling.member])
    service["serviceName"] = .string(key.name)
    service.fill("serviceArn", .string(object.arn ?? key.arn(call.scope)))
    service.fill("clusterArn", .string(call.arn("ecs", "cluster/\(key.cluster)")))
    service["status"] = "ACTIVE"
    service.fill("desiredCount", 0)
    return service
  }

  // MARK: Deployments

  private func deploy(
    _ object: ObservedObject, _ service: JSON, _ key: ServiceKey, _ workload: inout Workload
  ) throws(AWSError) {
    let observed = deployments(object, service)
    guard let primary = observed.first else { return }
    let state = Self.state(object.rollout?.state)
    var revisions: [ServiceRevision] = []
    for deployment in observed {
      revisions.append(try ServiceStore(call).revision(of: key, service, definition(deployment.revision), &workload))
    }
    let arn =
      service.string("currentServiceDeployment")
      ?? call.arn("ecs", "service-deployment/\(key.cluster)/\(key.name)/\(workload.newId().lettersAndDigits(21))")
    let settings = RolloutSettings(service, scope: call.scope)
    for (position, (deployment, revision)) in zip(observed, revisions).enumerated() {
      workload.deployments.append(
        Deployment(
          id: deployment.id, revision: revision.arn, serviceDeployment: arn, state: position == 0 ? state : .completed,
          reason: Self.reason(object.rollout, deployment.id), createdAt: call.now, updatedAt: call.now,
          failedTasks: deployment.failed,
          shift: position == 0 && state == .inProgress ? TrafficShift(service, sources: observed.count - 1) : nil))
      addTasks(deployment, revision, &workload)
    }
    workload.revisions = revisions
    workload.history = [history(arn, revisions, state, settings)]
    let completed = state == .completed ? 0 : 1
    if observed.indices.contains(completed) {
      workload.lastCompleted = Workload.CompletedDeployment(id: observed[completed].id, revision: revisions[completed].arn)
    }
    let isAtRest = state != .inProgress && observed.count == 1 && primary.pending == 0 && primary.running == settings.desired
    workload.isSteady = isAtRest && state == .completed
    if !isAtRest { workload.wakeAt = call.now + RolloutSimulation.reactionTime }
  }

  /// Where nobody says what is deployed, all of what is wanted is taken to run.
  private func deployments(_ object: ObservedObject, _ service: JSON) -> [ObservedDeployment] {
    guard object.deployments.isEmpty else { return object.deployments }
    guard (service["deploymentController"]?.string("type") ?? "ECS") == "ECS",
      let revision = object.rollout?.revision ?? service.string("taskDefinition")
    else { return [] }
    let id = object.rollout?.deploymentId ?? "ecs-svc/" + DeterministicId(seed: "deployment \(object.identity)").decimal(19)
    let count = service["desiredCount"]?.intValue ?? 0
    return [ObservedDeployment(id: id, revision: revision, running: count, pending: 0, failed: 0)]
  }

  /// Of a revision that nobody read, no more is known than its name.
  private func definition(_ arn: String) throws(AWSError) -> JSON {
    let known = try RevisionKey(arn).flatMap { key throws(AWSError) in try Revisions(call).document(key) }
    return known ?? ["taskDefinitionArn": .string(arn), "containerDefinitions": []]
  }

  private func addTasks(_ deployment: ObservedDeployment, _ revision: ServiceRevision, _ workload: inout Workload) {
    let isChecked = revision.containers.contains { $0.healthCheck != nil }
    for number in 0..<(deployment.running + deployment.pending) {
      let isRunning = number < deployment.running
      var task = ServiceTask(
        id: workload.taskPrefix + workload.newId().hex(32 - workload.taskPrefix.utf8.count), deployment: deployment.id,
        revision: revision.arn, createdAt: call.now)
      task.phase = isRunning ? .running : .pending
      task.startedAt = isRunning ? call.now : nil
      task.health = isRunning && isChecked ? .healthy : nil
      task.changesAt = isRunning ? nil : call.now + RolloutSimulation.startTime
      workload.tasks.append(task)
    }
  }

  private func history(
    _ arn: String, _ revisions: [ServiceRevision], _ state: Deployment.State, _ settings: RolloutSettings
  ) -> ServiceDeployment {
    let status =
      switch state {
      case .completed: "SUCCESSFUL"
      case .inProgress: "IN_PROGRESS"
      case .failed: "STOPPED"
      }
    return ServiceDeployment(
      arn: arn, target: revisions[0].arn, sources: revisions.dropFirst().map(\.arn), status: status, createdAt: call.now,
      updatedAt: call.now, finishedAt: state == .inProgress ? nil : call.now, threshold: settings.breaker.threshold,
      breakerStatus: !settings.breaker.isEnabled ? "DISABLED" : state == .inProgress ? "MONITORING" : "MONITORING_COMPLETE")
  }

  private static func state(_ state: ObservedRollout.State?) -> Deployment.State {
    switch state {
    case .settled, .unproven, nil: .completed
    case .underWay: .inProgress
    case .failed: .failed
    }
  }

  private static func reason(_ rollout: ObservedRollout?, _ id: String) -> String {
    switch rollout?.state {
    case .failed(let reason): reason ?? ""
    case .underWay: "ECS deployment \(id) in progress."
    case .settled, .unproven, nil: "ECS deployment \(id) completed."
    }
  }
}
