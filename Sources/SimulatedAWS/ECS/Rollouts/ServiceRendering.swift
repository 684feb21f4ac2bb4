import JSONDocument
import Resources

extension Workload {
  /// Members of a service that its primary revision decides, and which only its deployments show.
  static let shownOnDeployments: Set<String> = [
    "serviceConnectConfiguration", "volumeConfigurations", "vpcLatticeConfigurations",
  ]

  /// The service document with what goes on inside it: counts, deployments, events, and what the primary revision says.
  func rendered(into service: JSON) -> JSON {
    var service = service
    if let revision = primary.flatMap({ revision($0.revision) }) {
      service["taskDefinition"] = .string(revision.taskDefinition)
      let settings = JSON.parse(revision.settings).document?.objectValue ?? JSONObject()
      for member in settings where !Self.shownOnDeployments.contains(member.key) { service[member.key] = member.value }
      // A strategy and a launch type exclude each other.
      if settings["launchType"] == nil { service["launchType"] = nil }
      if settings["capacityProviderStrategy"] == nil { service["capacityProviderStrategy"] = nil }
    }
    service["runningCount"] = .int(tasks.count { $0.phase == .running })
    service["pendingCount"] = .int(tasks.count { $0.phase == .pending })
    let desired = service["desiredCount"]?.intValue ?? 0
    let all = deployments.indices.map { shown($0, desired: desired, service) }
    // "will not have any deployments" (hashicorp/terraform-provider-aws#29252); they have task sets.
    let isCodeDeploys = ServiceDocument(service).deploymentController == .codeDeploy
    service["deployments"] = .array(isCodeDeploys ? [] : all)
    service["taskSets"] = isCodeDeploys ? .array(all.map { taskSet($0, of: service) }) : nil
    service["events"] = .array(
      events.map { ["id": .string($0.id), "createdAt": .time($0.createdAt) ?? .null, "message": .string($0.message)] })
    service["currentServiceDeployment"] = (history.first?.arn).map { .string($0) }
    service["currentServiceRevisions"] = .array(
      deployments.map { deployment in
        .members(
          ("arn", .string(deployment.revision)), ("requestedTaskCount", .int(deployment.id == primary?.id ? desired : 0)),
          ("runningTaskCount", .int(count(.running, of: deployment))), ("pendingTaskCount", .int(count(.pending, of: deployment)))
        )
      })
    return service
  }

  func count(_ phase: ServiceTask.Phase, of deployment: Deployment) -> Int {
    tasks.count { $0.deployment == deployment.id && $0.phase == phase }
  }

  private func shown(_ position: Int, desired: Int, _ service: JSON) -> JSON {
    let deployment = deployments[position]
    let isPrimary = position == 0
    let running = count(.running, of: deployment)
    let pending = count(.pending, of: deployment)
    var shown: JSON = .members(
      ("id", .string(deployment.id)), ("status", .string(isPrimary ? "PRIMARY" : "ACTIVE")),
      ("taskDefinition", (revision(deployment.revision)?.taskDefinition).map { .string($0) }),
      ("desiredCount", .int(isPrimary ? desired : running + pending)), ("pendingCount", .int(pending)),
      ("runningCount", .int(running)), ("failedTasks", .int(deployment.failedTasks)),
      ("createdAt", .time(deployment.createdAt)), ("updatedAt", .time(deployment.updatedAt)))
    let settings = revision(deployment.revision).flatMap { JSON.parse($0.settings).document }
    for member in settings?.objectValue ?? JSONObject() where Self.deploymentMembers.contains(member.key) {
      shown[member.key] = member.value
    }
    // The service says LATEST; the deployment says what that was.
    if shown.string("platformVersion") == "LATEST" { shown["platformVersion"] = "1.4.0" }
    shown["rolloutState"] = .string(deployment.state.rawValue)
    shown["rolloutStateReason"] = .string(deployment.reason)
    return shown
  }

  /// A deployment as CodeDeploy's services show it (TaskSet in the ECS API reference).
  private func taskSet(_ deployment: JSON, of service: JSON) -> JSON {
    let id = deployment.string("id") ?? ""
    let names = ARN(service.string("serviceArn") ?? "")?.names.joined(separator: "/") ?? ""
    let arn = (service.string("serviceArn") ?? "").replacing(":service/\(names)", with: ":task-set/\(names)/\(id)")
    let isSteady = deployment.string("rolloutState") == Deployment.State.completed.rawValue
    return .members(
      ("id", .string(id)), ("taskSetArn", .string(arn)), ("serviceArn", service["serviceArn"]),
      ("clusterArn", service["clusterArn"]), ("startedBy", "CODE_DEPLOY"), ("status", deployment["status"]),
      ("taskDefinition", deployment["taskDefinition"]), ("computedDesiredCount", deployment["desiredCount"]),
      ("pendingCount", deployment["pendingCount"]), ("runningCount", deployment["runningCount"]),
      ("createdAt", deployment["createdAt"]), ("updatedAt", deployment["updatedAt"]), ("launchType", deployment["launchType"]),
      ("platformVersion", deployment["platformVersion"]), ("networkConfiguration", deployment["networkConfiguration"]),
      ("loadBalancers", service["loadBalancers"]), ("scale", ["value": 100, "unit": "PERCENT"]),
      ("stabilityStatus", .string(isSteady ? "STEADY_STATE" : "STABILIZING")), ("stabilityStatusAt", deployment["updatedAt"]))
  }

  private static let deploymentMembers: Set<String> = shownOnDeployments.union([
    "launchType", "capacityProviderStrategy", "platformVersion", "platformFamily", "networkConfiguration",
  ])
}
