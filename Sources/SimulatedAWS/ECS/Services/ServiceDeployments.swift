import AWS
import JSONDocument
import Resources

/// The history of a service: its service deployments and service revisions.
struct ServiceDeployments {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  func list(_ input: JSON) throws(AWSError) -> JSON {
    let key = try ServiceReading(call).key(input)
    guard let workload = try ServiceStore(call).workload(key) else {
      throw AWSError(code: "ServiceNotFoundException", message: "Service not found.")
    }
    let statuses = input.texts("status")
    let after = input["createdAt"]?["after"]?.doubleValue ?? 0
    let before = input["createdAt"]?["before"]?.doubleValue ?? .infinity
    let wanted = workload.history.filter { deployment in
      (statuses.isEmpty || statuses.contains(deployment.status)) && deployment.createdAt >= after
        && deployment.createdAt <= before
    }
    let page = try Page.slice(wanted, input: input, size: 1...100, usual: 20)
    let briefs = page.elements.map { deployment in
      shown(
        deployment, key, workload,
        members: [
          "serviceDeploymentArn", "serviceArn", "clusterArn", "startedAt", "createdAt", "finishedAt", "targetServiceRevisionArn",
          "status", "statusReason",
        ])
    }
    return .members(("serviceDeployments", .array(briefs)), ("nextToken", page.nextToken))
  }

  func describe(_ input: JSON) throws(AWSError) -> JSON {
    try collect(input.texts("serviceDeploymentArns"), answer: "serviceDeployments") { arn, key, workload in
      workload.history.first { $0.arn == arn }.map { shown($0, key, workload) }?.without(["targetServiceRevisionArn"])
    }
  }

  func revisions(_ input: JSON) throws(AWSError) -> JSON {
    try collect(input.texts("serviceRevisionArns"), answer: "serviceRevisions") { arn, key, workload in
      workload.revision(arn).map { shown($0, key) }
    }
  }

  private func collect(
    _ arns: [String], answer: String, _ find: (String, ServiceKey, Workload) -> JSON?
  ) throws(AWSError) -> JSON {
    guard (1...20).contains(arns.count) else { throw .invalidParameter("The number of ARNs must be between 1 and 20.") }
    var found: [JSON] = []
    var failures: [JSON] = []
    for arn in arns {
      let names = ARN(arn)?.names.map(String.init) ?? []
      let key = names.count == 3 ? ServiceKey(cluster: names[0], name: names[1]) : nil
      if let key, let workload = try ServiceStore(call).workload(key), let object = find(arn, key, workload) {
        found.append(object)
      } else {
        failures.append(["arn": .string(arn), "reason": "MISSING"])
      }
    }
    return [answer: .array(found), "failures": .array(failures)]
  }

  private func shown(_ deployment: ServiceDeployment, _ key: ServiceKey, _ workload: Workload) -> JSON {
    let service = try? call.documents.document(.services, key.text)
    let desired = service?["desiredCount"]?.intValue ?? 0
    let current = workload.deployments.first { $0.serviceDeployment == deployment.arn }
    let shift = deployment.finishedAt == nil ? current?.shift : nil
    return .members(
      ("serviceDeploymentArn", .string(deployment.arn)), ("serviceArn", .string(key.arn(call.scope))),
      ("clusterArn", .string(call.arn("ecs", "cluster/\(key.cluster)"))), ("createdAt", .time(deployment.createdAt)),
      ("startedAt", .time(deployment.createdAt)), ("finishedAt", .time(deployment.finishedAt)),
      ("stoppedAt", .time(deployment.stoppedAt)), ("updatedAt", .time(deployment.updatedAt)),
      ("targetServiceRevisionArn", .string(deployment.target)),
      (
        "sourceServiceRevisions",
        .array(deployment.sources.map { summary($0, workload, requested: 0, shift.map { 100 - $0.step.production }, nil) })
      ),
      (
        "targetServiceRevision",
        summary(deployment.target, workload, requested: desired, shift?.step.production, shift?.testTraffic)
      ), ("status", .string(deployment.status)),
      ("statusReason", deployment.statusReason.map { .string($0) }),
      ("lifecycleStage", shift.map { .string($0.step.stage.shown) }), ("lifecycleHookDetails", shift.flatMap(hooks)),
      ("deploymentConfiguration", service?["deploymentConfiguration"]),
      (
        "rollback",
        deployment.rollback.map { rollback in
          .members(
            ("reason", .string(rollback.reason)), ("startedAt", .time(rollback.startedAt)),
            ("serviceRevisionArn", .string(rollback.revision)))
        }
      ),
      (
        "deploymentCircuitBreaker",
        [
          "status": .string(deployment.breakerStatus),
          "failureCount": .int(deployment.finishedAt == nil ? current?.breakerFailures ?? 0 : deployment.failureCount),
          "threshold": .int(deployment.threshold),
        ]
      ),
      ("alarms", alarms(deployment, service?["deploymentConfiguration"]?["alarms"])))
  }

  private func hooks(_ shift: TrafficShift) -> JSON? {
    guard let hooks = shift.hooks, !hooks.isEmpty else { return nil }
    return .array(
      hooks.map { hook in
        .members(
          ("hookId", .string(hook.id)), ("targetType", .string(hook.function == nil ? "PAUSE" : "AWS_LAMBDA")),
          ("targetArn", hook.function.map { .string($0) }), ("status", .string(hook.status.rawValue)),
          ("expiresAt", .time(hook.endsAt)), ("timeoutAction", .string(hook.continuesAtTimeout ? "CONTINUE" : "ROLLBACK")))
      })
  }

  private func alarms(_ deployment: ServiceDeployment, _ configured: JSON?) -> JSON {
    let isWatched = configured?["enable"]?.boolValue == true
    let status = deployment.finishedAt == nil ? "MONITORING" : "MONITORING_COMPLETE"
    let triggered = deployment.triggeredAlarms ?? []
    return [
      "status": .string(!isWatched ? "DISABLED" : triggered.isEmpty ? status : "TRIGGERED"),
      "alarmNames": configured?["alarmNames"] ?? [], "triggeredAlarmNames": .strings(triggered),
    ]
  }

  private func shown(_ deployment: ServiceDeployment, _ key: ServiceKey, _ workload: Workload, members: Set<String>) -> JSON {
    let whole = shown(deployment, key, workload)
    return .object(JSONObject((whole.objectValue ?? JSONObject()).filter { members.contains($0.key) }))
  }

  /// Weights only where traffic is shifted.
  private func summary(
    _ revision: String, _ workload: Workload, requested: Int, _ production: Double?, _ test: Double?
  ) -> JSON {
    let tasks = workload.tasks.filter { $0.revision == revision }
    return .members(
      ("arn", .string(revision)), ("requestedTaskCount", .int(requested)),
      ("runningTaskCount", .int(tasks.count { $0.phase == .running })),
      ("pendingTaskCount", .int(tasks.count { $0.phase == .pending })),
      ("requestedTestTrafficWeight", test.map { .decimal($0) }),
      ("requestedProductionTrafficWeight", production.map { .decimal($0) }))
  }

  private func shown(_ revision: ServiceRevision, _ key: ServiceKey) -> JSON {
    var shown: JSON = .members(
      ("serviceRevisionArn", .string(revision.arn)), ("serviceArn", .string(key.arn(call.scope))),
      ("clusterArn", .string(call.arn("ecs", "cluster/\(key.cluster)"))), ("taskDefinition", .string(revision.taskDefinition)))
    for member in JSON.parse(revision.settings).document?.objectValue ?? JSONObject() { shown[member.key] = member.value }
    if shown.string("platformVersion") == "LATEST" { shown["platformVersion"] = "1.4.0" }
    shown["containerImages"] = .array(
      revision.containers.map { container in
        .members(
          ("containerName", .string(container.name)), ("imageDigest", container.digest.map { .string($0) }),
          ("image", .string(container.image)))
      })
    shown["guardDutyEnabled"] = false
    shown["createdAt"] = .time(revision.createdAt)
    return shown
  }
}
