import JSONDocument
import Providers

/// One entry of a service's `deployments`, as DescribeServices answers it.
struct DeploymentShape {
  let document: JSON

  var id: String { document["id"]?.stringValue ?? "" }
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

extension ServiceShape {
  /// ECS lists them newest first.
  var deployments: [DeploymentShape] { (document["deployments"]?.arrayValue ?? []).map(DeploymentShape.init) }
  var primary: DeploymentShape? { deployments.first(where: \.isPrimary) }
}
