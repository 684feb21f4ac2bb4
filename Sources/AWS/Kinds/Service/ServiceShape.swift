import JSONDocument
import Providers
import Resources

/// A service as DescribeServices answers it, and what of it is ours.
struct ServiceShape {
  let document: JSON

  var name: String? { document["serviceName"]?.stringValue }
  var arn: String? { document["serviceArn"]?.stringValue }
  var status: String { document["status"]?.stringValue ?? "ACTIVE" }
  var isDaemon: Bool { ServiceDocument(document).isDaemon }
  var primaryId: String? { primary.flatMap { $0.id.isEmpty ? nil : $0.id } }

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
    object.deployments = observedDeployments
    return object
  }

  /// The primary one first.
  private var observedDeployments: [ObservedDeployment] {
    let all = deployments
    return (all.filter(\.isPrimary) + all.filter { !$0.isPrimary }).compactMap { deployment in
      guard !deployment.id.isEmpty, let revision = deployment.revision else { return nil }
      return ObservedDeployment(
        id: deployment.id, revision: revision, running: deployment.running, pending: deployment.pending,
        failed: deployment.failed, created: deployment.created)
    }
  }

  /// How the primary deployment stands. Services that are older than `rolloutState`, and those whose deployments another
  /// controller makes, do not say.
  private var observedRollout: ObservedRollout? {
    guard let primary, let id = primaryId, let revision = primary.revision else { return nil }
    let state: ObservedRollout.State
    switch primary.state {
    case "COMPLETED": state = .settled
    case "IN_PROGRESS": state = .underWay
    case "FAILED":
      state = .failed(reason: primary.failureReason)
    default: return nil
    }
    return ObservedRollout(deploymentId: id, revision: revision, state: state, completedBefore: completedBefore)
  }

  /// The newest older deployment that was complete and still has tasks; ECS lists them newest first.
  private var completedBefore: String? {
    deployments.first { !$0.isPrimary && $0.state == "COMPLETED" && $0.running > 0 }?.revision
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
    let revision = primary?.revision ?? ServiceDocument(document).taskDefinition?.text ?? ""
    return Rollout(service: identity, deploymentId: id, revision: revision)
  }
}
