import JSONDocument
import Providers

/// One entry of a service's `deployments`, as DescribeServices answers it.
struct DeploymentShape {
  let document: JSON

  var id: String { document["id"]?.stringValue ?? "" }
  /// PRIMARY, or ACTIVE for an older one.
  var status: String? { document["status"]?.stringValue }
  var isPrimary: Bool { status == "PRIMARY" }
  var state: String? { document["rolloutState"]?.stringValue }
  var reason: String? { document["rolloutStateReason"]?.stringValue }
  var revision: String? { document["taskDefinition"]?.stringValue }
  var created: Double? { APITime.seconds(document["createdAt"]) }
  var desired: Int { document["desiredCount"]?.intValue ?? 0 }
  var running: Int { document["runningCount"]?.intValue ?? 0 }
  var pending: Int { document["pendingCount"]?.intValue ?? 0 }
  var failed: Int { document["failedTasks"]?.intValue ?? 0 }

  var failureReason: String? { state == "FAILED" ? reason.map(ServiceShape.reason) : nil }

  func progress(event: String?) -> RolloutProgress {
    RolloutProgress(
      desired: desired, running: running, pending: pending, failed: failed, phase: state ?? "IN_PROGRESS", event: event)
  }
}

extension DeploymentShape {
  /// A task set, which stands for a deployment where CodeDeploy makes them: such services "will not have any deployments"
  /// (hashicorp/terraform-provider-aws#29252). Members of TaskSet in the API reference.
  init(taskSet: JSON) {
    var document: JSON = .members(
      ("id", taskSet["id"]), ("status", taskSet["status"]), ("taskDefinition", taskSet["taskDefinition"]),
      ("desiredCount", taskSet["computedDesiredCount"]), ("runningCount", taskSet["runningCount"]),
      ("pendingCount", taskSet["pendingCount"]), ("createdAt", taskSet["createdAt"]), ("updatedAt", taskSet["updatedAt"]))
    document["rolloutState"] = taskSet["stabilityStatus"]?.stringValue == "STEADY_STATE" ? "COMPLETED" : "IN_PROGRESS"
    self.init(document: document)
  }
}

extension ServiceShape {
  /// ECS lists them newest first. Of services without any, their task sets.
  var deployments: [DeploymentShape] {
    let own = document["deployments"]?.arrayValue ?? []
    guard own.isEmpty else { return own.map(DeploymentShape.init(document:)) }
    return (document["taskSets"]?.arrayValue ?? []).map(DeploymentShape.init(taskSet:))
  }
  var primary: DeploymentShape? { deployments.first(where: \.isPrimary) }
}
