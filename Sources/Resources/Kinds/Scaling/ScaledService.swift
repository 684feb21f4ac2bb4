import JSONDocument

/// The service that a target, a policy or a scheduled action scales, as Application Auto Scaling names it: by
/// `service/CLUSTER/SERVICE`, with the cluster's name and never its ARN.
package struct ScaledService: Sendable, Hashable {
  package let name: String
  package let cluster: String

  package init(name: String, cluster: String) {
    self.name = name
    self.cluster = cluster
  }

  /// Nil for what names no service.
  package init?(_ resourceId: String) {
    let parts = resourceId.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, parts[0] == "service", !parts[1].isEmpty, !parts[2].isEmpty else { return nil }
    self.init(name: parts[2], cluster: parts[1])
  }

  /// Of a service, as everything else knows it.
  package init(_ service: ResourceIdentity) {
    self.init(name: service.name, cluster: service.cluster)
  }

  package var resourceId: String { "service/\(cluster)/\(name)" }
  package var identity: ResourceIdentity { ResourceIdentity(.service, name: name, scope: cluster) }

  /// The namespace and the dimension of everything here.
  package static let namespace = "ecs"
  package static let dimension = "ecs:service:DesiredCount"

  /// Whether a predefined metric tells of services of ECS (Application Auto Scaling API reference,
  /// PredefinedMetricSpecification): its own, also those of high resolution, and that of target groups.
  package static func isMetric(_ type: String) -> Bool { type.hasPrefix("ECSService") || type == "ALBRequestCountPerTarget" }

  /// Facts of a document with the three members that say what is scaled.
  static func facts(_ members: [FieldFacts]) -> ObjectFacts { ObjectFacts(place + members) }

  private static let place: [FieldFacts] = [
    .string("ServiceNamespace", namespace).does(.replaces),
    .string("ResourceId").does(.replaces),
    .string("ScalableDimension", dimension).does(.replaces),
  ]

  /// What hangs on a target of a service needs both.
  static func uses(ofScope resourceId: String?) -> [ResourceIdentity] {
    guard let service = resourceId.flatMap({ ScaledService($0) }) else { return [] }
    return [service.identity, ResourceIdentity(.scalableTarget, name: service.resourceId)]
  }

  /// `api-cpu`: names of policies and actions are unique for one service only.
  static func fileName(of identity: ResourceIdentity) -> String {
    guard let service = identity.scope.flatMap({ ScaledService($0) })?.name, !identity.name.hasPrefix(service) else {
      return identity.name
    }
    return "\(service)-\(identity.name)"
  }

  /// `1 to 10 tasks`
  static func bounds(of document: JSON?) -> String? {
    let (least, most) = (document?["MinCapacity"]?.text(), document?["MaxCapacity"]?.text())
    switch (least, most) {
    case (let least?, let most?): return "\(least) to \(most) tasks"
    case (let least?, nil): return "at least \(least) tasks"
    case (nil, let most?): return "at most \(most) tasks"
    case (nil, nil): return nil
    }
  }
}

extension NameGrammar {
  static let scaledService = NameGrammar(
    lengths: 1...1600, sentence: "It is \"service/CLUSTER/SERVICE\", with the name of the cluster and not its ARN.",
    isMadeRight: { text in
      guard let service = ScaledService(text) else { return false }
      return NameGrammar.plain.allows(service.cluster) && NameGrammar.plain.allows(service.name)
    })

  static let scalingPolicy = NameGrammar(
    lengths: 1...256, sentence: "It is 1 to 256 printable characters.",
    isMadeRight: { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f } })

  static let scheduledAction = NameGrammar(
    lengths: 1...256, sentence: "It is 1 to 256 characters without \":\", \"/\" and \"|\", and without a blank at either end.",
    isMadeRight: { text in
      text.first != " " && text.last != " "
        && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f && !":/|".unicodeScalars.contains($0) }
    })
}
