import APIModel
import JSONDocument

extension ResourceKind {
  /// ECS services: long-running copies of one task definition in a cluster.
  package static let service = ResourceKind(
    type: "aws_ecs_service", noun: "service", folder: "services",
    naming: .inCluster(member: "serviceName") { ("ecs", "service/\($0.cluster)/\($0.name)") }, stage: .services,
    comparison: .declared, input: KindInput(.ecs, "CreateService", hiding: ["clientToken"]),
    facts: ServiceFacts.service,
    limits: .service,
    outputOnly: [
      "serviceArn", "clusterArn", "status", "runningCount", "pendingCount", "deployments", "taskSets", "events", "createdAt",
      "createdBy", "platformFamily", "resourceManagementType", "currentServiceDeployment", "currentServiceRevisions", "roleArn",
      "clientToken", ServiceDocument.forceMember, ServiceScaling.member,
    ], momentary: ["clientToken", ServiceDocument.forceMember],
    answers: KindAnswers(
      list: "services", single: "service", permission: "ecs:DescribeServices",
      askedFor: [.init("tags", "describe-services --include TAGS")], tags: .lowerCase,
      lift: ServiceAnswer.lifted),
    canonicalize: ServiceRules.canonicalize,
    meaning: KindMeaning(
      uses: { document, identity, _ in
        let definition =
          ServiceDocument(document).taskDefinition.map { [ResourceIdentity(.taskDefinition, name: $0.family)] } ?? []
        return [ResourceIdentity(.cluster, name: identity.cluster)] + definition
      },
      logs: { [ServiceDocument($0).log].compactMap { $0 } },
      roles: { ServiceDocument($0).roles(in: $1) },
      summary: { ServiceDocument($0).summary }), variantMember: "schedulingStrategy", variants: ["DAEMON": ServiceFacts.daemon])
}

/// Equivalences of services that a table of fields cannot say.
enum ServiceRules {
  static func canonicalize(_ document: JSON) -> JSON {
    document.mapMembers { name, value in
      switch name {
      case "cluster", "serviceName": Optional.none
      case "taskDefinition": value.lastOfARN  // S02: an ARN and `family:revision` name the same revision
      case "role": role(value)
      case "tags": Tags.withoutReserved(value, keyMember: "key")
      case "serviceConnectConfiguration": serviceConnect(value)
      case "placementStrategy": value.mapElements(placement)
      default: value
      }
    }
  }

  /// S02: a role by name or ARN. The service-linked role is the one ECS takes when none is given.
  private static func role(_ role: JSON) -> JSON? {
    let name = role.lastOfARN
    return name.stringValue?.hasPrefix("AWSServiceRoleForECS") == true ? Optional.none : name
  }

  /// S10: switched off is the same whatever else is said.
  private static func serviceConnect(_ configuration: JSON) -> JSON {
    if configuration["enabled"]?.boolValue == false { return ["enabled": false] }
    return configuration.mapMembers { name, value in
      name == "services" ? value.mapElements(withoutMirroredDiscoveryName) : value
    }
  }

  /// S10: a Service Connect service is discovered by its port's name unless it says otherwise.
  private static func withoutMirroredDiscoveryName(_ service: JSON) -> JSON {
    guard let name = service["discoveryName"], name == service["portName"] else { return service }
    return service.mapMembers { $0 == "discoveryName" ? Optional.none : $1 }
  }

  /// S09: `host` is `instanceId`; the type and the resource of binpack are not case-sensitive.
  private static func placement(_ strategy: JSON) -> JSON {
    strategy.mapMembers { name, value in
      guard let text = value.stringValue else { return value }
      switch name {
      case "type": return .string(text.lowercased())
      case "field" where text == "host": return "instanceId"
      case "field" where ["cpu", "memory"].contains(text.lowercased()): return .string(text.lowercased())
      default: return value
      }
    }
  }
}
