import JSONDocument
import Providers
import Resources

/// A service deployment as DescribeServiceDeployments answers it: where a shift of traffic stands.
struct ServiceDeploymentShape: Sendable {
  let document: JSON

  var arn: String { document["serviceDeploymentArn"]?.stringValue ?? "" }
  var stage: String? { document["lifecycleStage"]?.stringValue }
  var isUnderWay: Bool { ["PENDING", "IN_PROGRESS"].contains(document["status"]?.stringValue ?? "") }

  /// Percent of the production traffic that the new revision has.
  var traffic: Double? { document["targetServiceRevision"]?["requestedProductionTrafficWeight"]?.numberValue?.doubleValue }

  /// The PAUSE that holds it until somebody answers.
  var pause: RolloutPause? {
    let open = document["lifecycleHookDetails"]?.arrayValue?.first { $0["status"]?.stringValue == "AWAITING_ACTION" }
    guard let open, let id = open["hookId"]?.stringValue else { return nil }
    return RolloutPause(
      id: id, stage: stage ?? "", endsAt: APITime.seconds(open["expiresAt"]),
      goesOnByItself: open["timeoutAction"]?.stringValue == "CONTINUE")
  }
}

extension ServiceShape {
  /// The service deployment to ask about, when traffic is shifted and not all has gone over.
  var shiftingDeployment: String? {
    guard ServiceDocument(document).shiftsTraffic, primary?.state == "IN_PROGRESS" else { return nil }
    return document["currentServiceDeployment"]?.stringValue
  }
}

extension APICalls {
  /// The service deployments that go on in these services, by the service's name. Who may not read them, or talks to a
  /// server that does not know them, learns less and is not stopped.
  func shifts(of services: some Sequence<ServiceShape>) async -> [String: ServiceDeploymentShape] {
    var names: [String: String] = [:]
    for service in services {
      guard let arn = service.shiftingDeployment, let name = service.arn else { continue }
      names[arn] = name
    }
    var found: [String: ServiceDeploymentShape] = [:]
    for arns in names.keys.sorted().pieces(of: 20) {
      let answer = try? await call(
        .ecs, "DescribeServiceDeployments", ["serviceDeploymentArns": .strings(arns)], CallPolicy(attempts: 2))
      for document in answer?["serviceDeployments"]?.arrayValue ?? [] {
        let shape = ServiceDeploymentShape(document: document)
        if let name = names[shape.arn] { found[name] = shape }
      }
    }
    return found
  }
}
