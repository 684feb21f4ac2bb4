import AWS
import JSONDocument

/// What is scaled: the number of tasks of one ECS service.
struct ScalingKey {
  let service: ServiceKey

  static let dimension = "ecs:service:DesiredCount"

  /// Reads the three members that name a target.
  init(_ input: JSON) throws(AWSError) {
    let (namespace, resource) = (input.string("ServiceNamespace") ?? "", input.string("ResourceId") ?? "")
    let parts = resource.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    // AWS's words, as recorded in moto's tests.
    let misfit = AWSError.scaling("Unsupported service namespace, resource type or scalable dimension")
    guard input.string("ScalableDimension")?.hasPrefix(namespace + ":") == true else { throw misfit }
    guard namespace == "ecs" else {
      throw .scaling("The simulated cloud scales ECS services only, nothing of \"\(namespace)\".")
    }
    guard parts.count == 3, parts[0] == "service", Reference.isName(parts[1]), Reference.isName(parts[2]) else { throw misfit }
    service = ServiceKey(cluster: parts[1], name: parts[2])
  }

  init(_ service: ServiceKey) {
    self.service = service
  }

  /// Key of the target's document.
  var text: String { service.text }
  /// Key of a policy or a scheduled action of this target.
  func text(_ name: String) -> String { "\(text)\n\(name)" }

  /// The target and the name in such a key.
  static func parts(_ text: String) -> (service: ServiceKey, name: String) {
    let parts = text.split(separator: "\n", maxSplits: 1).map(String.init)
    return (ServiceKey(text: parts.first ?? ""), parts.last ?? "")
  }

  var resourceId: String { "service/\(service.cluster)/\(service.name)" }

  /// `arn:aws:autoscaling:…:scalingPolicy:ID:resource/ecs/service/main/api:policyName/cpu`
  func arn(_ call: Call, _ kind: String, _ id: DeterministicId, _ nameMember: String, _ name: String) -> JSON {
    .string(call.arn("autoscaling", "\(kind):\(id.uuid):resource/ecs/\(resourceId):\(nameMember)/\(name)"))
  }

  /// `No scalable target found for service namespace: ecs, resource ID: …`
  func missing(_ words: String, _ more: String = "") -> AWSError {
    AWSError(
      code: "ObjectNotFoundException",
      message: "\(words) service namespace: ecs, resource ID: \(resourceId), scalable dimension: \(Self.dimension)\(more)")
  }
}

extension AWSError {
  static func scaling(_ message: String) -> AWSError { AWSError(code: "ValidationException", message: message) }

  /// A quota that cannot be exceeded (Application Auto Scaling user guide, "Quotas").
  static func scalingLimit(_ message: String) -> AWSError { AWSError(code: "LimitExceededException", message: message) }
}
