import JSONDocument

extension ResourceKind {
  /// ECS services: long-running copies of one task definition in a cluster.
  package static let service = ResourceKind(
    type: "aws_ecs_service", noun: "service", folder: "services", nameMember: "serviceName", scopeMember: "cluster",
    comparison: .declared, holdsData: false, facts: ServiceFacts.service,
    outputOnly: [
      "serviceArn", "clusterArn", "status", "runningCount", "pendingCount", "deployments", "taskSets", "events", "createdAt",
      "createdBy", "platformFamily", "resourceManagementType", "currentServiceDeployment", "currentServiceRevisions", "roleArn",
      "clientToken", "forceNewDeployment",
    ],
    adjust: ServiceRules.adjust)
}

/// Equivalences of services that a table of fields cannot say.
enum ServiceRules {
  static func adjust(_ document: JSON) -> JSON {
    var document = document
    document["cluster"] = nil
    document["serviceName"] = nil
    document["taskDefinition"] = revisionName(document["taskDefinition"])
    document["tags"] = Tags.withoutReserved(document["tags"], keyMember: "key")
    if document["schedulingStrategy"]?.stringValue == "DAEMON" {
      document["desiredCount"] = nil  // S06: ECS owns the count of a daemon
      document["deploymentConfiguration"] = daemonDefaults(document["deploymentConfiguration"])
    }
    if document["serviceConnectConfiguration"]?["enabled"]?.boolValue == false { document["serviceConnectConfiguration"] = nil }
    if let services = document["serviceConnectConfiguration"]?["services"]?.arrayValue {
      document["serviceConnectConfiguration"]?["services"] = .array(services.map(withoutMirroredDiscoveryName))
    }
    if let strategy = document["placementStrategy"]?.arrayValue {
      document["placementStrategy"] = .array(strategy.map(placement))
    }
    return document
  }

  /// S02: an ARN and `family:revision` name the same revision.
  private static func revisionName(_ reference: JSON?) -> JSON? {
    guard let text = reference?.stringValue, text.hasPrefix("arn:"), let name = text.split(separator: "/").last else {
      return reference
    }
    return .string(String(name))
  }

  /// S03: a daemon's defaults are 100/0, the table's 200/100 are a replica's.
  private static func daemonDefaults(_ configuration: JSON?) -> JSON? {
    guard var configuration, configuration.objectValue != nil else { return configuration }
    if configuration["maximumPercent"]?.intValue == 100 { configuration["maximumPercent"] = nil }
    if configuration["minimumHealthyPercent"]?.intValue == 0 { configuration["minimumHealthyPercent"] = nil }
    return configuration
  }

  /// S10: a Service Connect service is discovered by its port's name unless it says otherwise.
  private static func withoutMirroredDiscoveryName(_ service: JSON) -> JSON {
    guard let name = service["discoveryName"], name == service["portName"] else { return service }
    var service = service
    service["discoveryName"] = nil
    return service
  }

  /// S09: `host` is `instanceId`; the type and the resource of binpack are not case-sensitive.
  private static func placement(_ strategy: JSON) -> JSON {
    var strategy = strategy
    if let type = strategy["type"]?.stringValue { strategy["type"] = .string(type.lowercased()) }
    if let field = strategy["field"]?.stringValue {
      let isResource = ["cpu", "memory"].contains(field.lowercased())
      strategy["field"] = .string(field == "host" ? "instanceId" : isResource ? field.lowercased() : field)
    }
    return strategy
  }
}
