package import JSONDocument

/// Something that makes ECS run tasks of a task definition: a service, or the input of RunTask. Both say alike what runs and
/// where.
package protocol TaskRunningDocument: Sendable {
  var json: JSON { get }
  init(_ json: JSON)
}

extension TaskRunningDocument {
  /// The member that names the revision.
  package static var revisionMember: String { "taskDefinition" }

  /// The same with another revision; nil takes it away.
  package func running(_ revision: String?) -> Self {
    var json = json
    json[Self.revisionMember] = revision.map { .string($0) }
    return Self(json)
  }

  package var taskDefinition: RevisionReference? {
    guard let text = json[Self.revisionMember]?.stringValue, !text.isEmpty else { return nil }
    return RevisionReference(text)
  }

  /// The name of the cluster that it names, by name or ARN; nil where it names none.
  package var cluster: String? {
    guard let text = json["cluster"]?.stringValue, !text.isEmpty else { return nil }
    return ARN.name(of: text)
  }

  package var launchType: String? { json["launchType"]?.stringValue }

  /// Names of the capacity providers of its strategy.
  package var capacityProviders: [String] {
    (json["capacityProviderStrategy"]?.arrayValue ?? []).compactMap { $0["capacityProvider"]?.stringValue.map(ARN.name) }
  }

  /// Whether it says that its tasks run on Fargate. One provider of Fargate in a strategy says it of all, since a strategy
  /// cannot mix them with others, and no other provider's name may begin so (ECS API, CreateCapacityProvider). What says
  /// nothing runs on container instances, unless the cluster's default capacity providers say otherwise (ECS API,
  /// CreateService `launchType`).
  package var asksForFargate: Bool {
    launchType == "FARGATE" || capacityProviders.contains { $0.hasPrefix("FARGATE") }
  }

  /// ECS Exec may open a shell in its tasks, which their own role has to allow.
  package var opensExec: Bool { json[Self.execMember]?.boolValue == true }
  /// The member that says so.
  package static var execMember: String { "enableExecuteCommand" }

  /// Its tasks have network addresses of their own.
  package var hasOwnAddresses: Bool { vpc != nil }
  package var subnets: [String] { Self.texts(vpc?["subnets"]) }
  package var securityGroups: [String] { Self.texts(vpc?["securityGroups"]) }

  private var vpc: JSON? {
    guard let vpc = json["networkConfiguration"]?["awsvpcConfiguration"], !vpc.isNull else { return nil }
    return vpc
  }

  private static func texts(_ list: JSON?) -> [String] { list?.arrayValue?.compactMap(\.stringValue) ?? [] }
}

extension ObservedObject {
  /// What a service runs, as it is written: an ARN, mostly. Nil for other kinds.
  package var runningRevision: String? { identity.runningRevision(in: attributes) }
}

extension RecordedResource {
  /// What a service ran when it was written down.
  package var runningRevision: String? { identity.runningRevision(in: observed) }
}

extension ResourceIdentity {
  fileprivate func runningRevision(in document: JSON) -> String? {
    kind == .service ? ServiceDocument(document).taskDefinition?.text : nil
  }
}
