import JSONDocument
import Resources

/// What ECS makes of the members of a service before it answers them (rule a.6): defaults are filled in, structures are
/// completed, and some sets come back in another order.
enum ServiceDefaults {
  /// Members that belong to a revision of the service: changing them takes new tasks.
  static let deployingMembers: Set<String> = Workload.shownOnDeployments.union([
    "launchType", "capacityProviderStrategy", "platformVersion", "platformFamily", "networkConfiguration", "loadBalancers",
    "serviceRegistries",
  ])

  /// Tasks of a daemon service in a cluster whose instances nobody declared: it has one for it.
  static let daemonCount = 1

  /// Members of the input that say how to make the call rather than what the service is.
  static let controlMembers: Set<String> = [
    "cluster", "service", "clientToken", "tags", "role", "taskDefinition", "forceNewDeployment",
  ]

  /// The service document of a CreateService input.
  static func service(_ input: JSON, key: ServiceKey, scope: Scope, now: Double) -> JSON {
    var service: JSON = .members(
      ("serviceArn", .string(key.arn(scope))), ("serviceName", .string(key.name)),
      ("clusterArn", .string(scope.arn("ecs", "cluster/\(key.cluster)"))), ("loadBalancers", []), ("serviceRegistries", []),
      ("status", "ACTIVE"), ("desiredCount", input["desiredCount"] ?? 0), ("runningCount", 0), ("pendingCount", 0))
    for member in input.without(controlMembers).objectValue ?? JSONObject() { service[member.key] = member.value }

    let isDaemon = input.string("schedulingStrategy") == "DAEMON"
    service.fill("schedulingStrategy", "REPLICA")
    if isDaemon { service["desiredCount"] = .int(daemonCount) }
    service.fill("deploymentController", ["type": "ECS"])
    if input.list("capacityProviderStrategy").isEmpty { service.fill("launchType", "EC2") }
    service["roleArn"] = .string(
      input.string("role").map { ARN.isARN($0) ? $0 : scope.roleArn($0) }
        ?? scope.roleArn("aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"))
    service["createdAt"] = .time(now)
    service["createdBy"] = .string(scope.userArn)
    service.fill("placementConstraints", [])
    service.fill("placementStrategy", [])
    service.fill("healthCheckGracePeriodSeconds", 0)
    service.fill("enableECSManagedTags", false)
    service.fill("propagateTags", "NONE")
    service.fill("enableExecuteCommand", false)
    service["resourceManagementType"] = "CUSTOMER"
    service = completed(service)
    service.fill("availabilityZoneRebalancing", ZoneBalance.isDefault(of: service) ? "ENABLED" : "DISABLED")
    return service
  }

  /// The service with its nested structures complete, after a create or an update.
  static func completed(_ input: JSON) -> JSON {
    var service = input
    service["deploymentConfiguration"] = deploymentConfiguration(
      input["deploymentConfiguration"] ?? [:], isDaemon: input.string("schedulingStrategy") == "DAEMON")
    if let network = input["networkConfiguration"] { service["networkConfiguration"] = networkConfiguration(network) }
    if let strategy = input["capacityProviderStrategy"]?.arrayValue {
      service["capacityProviderStrategy"] = strategy.isEmpty ? nil : .array(strategy.map(CapacityStrategy.completed))
    }
    if ServiceDocument(service).asksForFargate {
      service.fill("platformVersion", "LATEST")
      service.fill("platformFamily", "Linux")
    }
    if let connect = input["serviceConnectConfiguration"] { service["serviceConnectConfiguration"] = serviceConnect(connect) }
    if let volumes = input["volumeConfigurations"]?.arrayValue {
      service["volumeConfigurations"] = .array(volumes.map(volume))
    }
    return service
  }

  /// With the sub-members that servers fill in since 2026 (rule S04).
  private static func deploymentConfiguration(_ input: JSON, isDaemon: Bool) -> JSON {
    var configuration = input
    var breaker = input["deploymentCircuitBreaker"] ?? [:]
    breaker.fill("enable", false)
    breaker.fill("rollback", false)
    breaker.fill("resetOnHealthyTask", true)
    breaker.fill("thresholdConfiguration", ["type": "BOUNDED_PERCENT", "value": 50])
    configuration["deploymentCircuitBreaker"] = breaker
    configuration.fill("maximumPercent", isDaemon ? 100 : 200)
    configuration.fill("minimumHealthyPercent", isDaemon ? 0 : 100)
    configuration.fill("alarms", ["alarmNames": [], "rollback": false, "enable": false])
    configuration.fill("strategy", "ROLLING")
    configuration.fill("bakeTimeInMinutes", 0)
    return configuration
  }

  private static func networkConfiguration(_ input: JSON) -> JSON {
    guard var vpc = input["awsvpcConfiguration"] else { return input }
    vpc["subnets"] = .array(Shuffle.reordered(vpc.list("subnets")) { $0.stringValue ?? "" })
    vpc["securityGroups"] = .array(Shuffle.reordered(vpc.list("securityGroups")) { $0.stringValue ?? "" })
    vpc.fill("assignPublicIp", "DISABLED")
    var network = input
    network["awsvpcConfiguration"] = vpc
    return network
  }

  private static func serviceConnect(_ input: JSON) -> JSON {
    var connect = input
    guard let services = input["services"]?.arrayValue else { return connect }
    connect["services"] = .array(
      services.map { service in
        var service = service
        if let port = service["portName"] { service.fill("discoveryName", port) }
        return service
      })
    return connect
  }

  private static func volume(_ input: JSON) -> JSON {
    guard var managed = input["managedEBSVolume"] else { return input }
    var volume = input
    managed.fill("filesystemType", "xfs")
    volume["managedEBSVolume"] = managed
    return volume
  }
}
