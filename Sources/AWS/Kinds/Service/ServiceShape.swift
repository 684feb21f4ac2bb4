import JSONDocument
import Providers
import Resources

/// A service as DescribeServices answers it, and what of it is ours.
struct ServiceShape {
  let document: JSON

  var name: String? { document["serviceName"]?.stringValue }
  var arn: String? { document["serviceArn"]?.stringValue }
  var status: String { document["status"]?.stringValue ?? "ACTIVE" }
  var isDaemon: Bool { document["schedulingStrategy"]?.stringValue == "DAEMON" }
  var primary: JSON? { document["deployments"]?.arrayValue?.first { $0["status"]?.stringValue == "PRIMARY" } }
  var primaryId: String? { primary?["id"]?.stringValue }

  func observation(_ identity: ResourceIdentity) -> Observation {
    switch status {
    case "INACTIVE": .absent
    case "DRAINING": .draining
    default: .present(object(identity))
    }
  }

  /// The service in the shape of CreateService's input.
  func object(_ identity: ResourceIdentity) -> ObservedObject {
    var object = ObservedObject(
      identity: identity, attributes: ResourceKind.service.lifted(document), arn: arn, rollout: observedRollout)
    object.deployments = deployments
    return object
  }

  /// The primary one first.
  private var deployments: [ObservedDeployment] {
    let all = document["deployments"]?.arrayValue ?? []
    let isPrimary = { (deployment: JSON) in deployment["status"]?.stringValue == "PRIMARY" }
    return (all.filter(isPrimary) + all.filter { !isPrimary($0) }).compactMap { deployment in
      guard let id = deployment["id"]?.stringValue, let revision = deployment["taskDefinition"]?.stringValue else { return nil }
      return ObservedDeployment(
        id: id, revision: revision, running: deployment["runningCount"]?.intValue ?? 0,
        pending: deployment["pendingCount"]?.intValue ?? 0, failed: deployment["failedTasks"]?.intValue ?? 0)
    }
  }

  /// How the primary deployment stands. Services that are older than `rolloutState`, and those whose deployments another
  /// controller makes, do not say.
  private var observedRollout: ObservedRollout? {
    guard let primary, let id = primaryId, let revision = primary["taskDefinition"]?.stringValue else { return nil }
    let state: ObservedRollout.State
    switch primary["rolloutState"]?.stringValue {
    case "COMPLETED": state = .settled
    case "IN_PROGRESS": state = .underWay
    case "FAILED":
      state = .failed(reason: primary["rolloutStateReason"]?.stringValue.map(Self.reason))
    default: return nil
    }
    return ObservedRollout(deploymentId: id, revision: revision, state: state, completedBefore: completedBefore)
  }

  /// The newest older deployment that was complete and still has tasks; ECS lists them newest first.
  private var completedBefore: String? {
    let older = (document["deployments"]?.arrayValue ?? []).first { deployment in
      deployment["status"]?.stringValue != "PRIMARY" && deployment["rolloutState"]?.stringValue == "COMPLETED"
        && deployment["runningCount"]?.intValue ?? 0 > 0
    }
    return older?["taskDefinition"]?.stringValue
  }

  /// Why a deployment failed, without who gave it up (`ECS deployment circuit breaker: …`): the service's events leave that
  /// out, so it is the same from wherever it was read.
  static func reason(_ text: String) -> String {
    guard text.hasPrefix("ECS deployment "), let colon = text.firstRange(of: ": ") else { return text }
    return String(text[colon.upperBound...])
  }

  /// The deployment that a call started, when the primary one is another than before.
  func rollout(_ identity: ResourceIdentity, since before: String?) -> Rollout? {
    guard let id = primaryId, id != before else { return nil }
    let revision = primary?["taskDefinition"]?.stringValue ?? document["taskDefinition"]?.stringValue ?? ""
    return Rollout(service: identity, deploymentId: id, revision: revision)
  }
}
