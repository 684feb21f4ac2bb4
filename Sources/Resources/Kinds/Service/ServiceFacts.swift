import JSONDocument

/// The members of CreateService and UpdateService (ECS API 2014-11-13), what ECS fills in, and what a change starts.
///
/// `newDeployment` and `replaces` follow the member documentation of UpdateService: what it does not take can only be
/// had by making the service anew.
enum ServiceFacts {
  static let service = ObjectFacts([
    .string("cluster").does(.replaces),
    .string("serviceName").does(.replaces),
    .string("taskDefinition").does(.newDeployment),
    .integer("desiredCount").shared,
    .string("launchType").does(.replaces).displaced(by: "capacityProviderStrategy"),
    .set("capacityProviderStrategy", of: .object(capacityProvider), key: ["capacityProvider"]).does(.newDeployment)
      .emptied(by: []),
    .string("platformVersion", "LATEST").does(.newDeployment),
    .string("schedulingStrategy", "REPLICA").does(.replaces),
    .string("role").does(.replaces),
    .object(
      "deploymentController", ObjectFacts([.string("type", "ECS").required])),
    .object("networkConfiguration", networkConfiguration).does(.newDeployment),
    .set(
      "loadBalancers", of: .object(loadBalancer), key: ["targetGroupArn", "loadBalancerName", "containerName", "containerPort"]
    ).does(.newDeployment).emptied(by: []),
    .set("serviceRegistries", of: .object(serviceRegistry), key: ["registryArn"]).does(.newDeployment).emptied(by: []),
    .object("serviceConnectConfiguration", serviceConnect).does(.newDeployment).emptied(by: ["enabled": false]),
    .set("volumeConfigurations", of: .object(volumeConfiguration), key: ["name"]).does(.newDeployment).emptied(by: []),
    .set(
      "vpcLatticeConfigurations",
      of: .object(ObjectFacts([.string("roleArn").required, .string("targetGroupArn").required, .string("portName").required])),
      key: ["targetGroupArn", "portName"]
    ).does(.newDeployment).emptied(by: []),
    .object("deploymentConfiguration", deploymentConfiguration(maximumPercent: 200, minimumHealthyPercent: 100)),
    // S07: new services have it where they can; one that never had it set is treated as one that has it disabled.
    .string("availabilityZoneRebalancing").unset(means: "DISABLED"),
    .set(
      "placementConstraints",
      of: .object(ObjectFacts([.string("type"), .string("expression")])),
      key: ["type", "expression"]
    ).emptied(by: []),
    .list(
      "placementStrategy",
      of: .object(ObjectFacts([.string("type"), .string("field")]))
    ).emptied(by: []),
    .integer("healthCheckGracePeriodSeconds", 0),
    .boolean("enableExecuteCommand", false),
    .boolean("enableECSManagedTags", false),
    .string("propagateTags", "NONE"),
    .set("tags", of: .object(TaskDefinitionFacts.tag), key: ["key"]).emptied(by: []),
    .object("monitoring", monitoring).writeOnly,
  ])

  /// A daemon's defaults are 100/0 (S03), and ECS owns its count (S06).
  static let daemon = service.replacing([
    .integer("desiredCount").ignored,
    .object("deploymentConfiguration", deploymentConfiguration(maximumPercent: 100, minimumHealthyPercent: 0)),
  ])

  static let capacityProvider = ObjectFacts([
    .string("capacityProvider").required, .integer("weight", 0), .integer("base", 0),
  ])

  static let networkConfiguration = ObjectFacts([
    .object(
      "awsvpcConfiguration",
      ObjectFacts([
        .set("subnets").required,
        // "If you don't specify a security group, the default security group for the VPC is used" (AwsVpcConfiguration).
        .set("securityGroups").emptied(by: []),
        .string("assignPublicIp", "DISABLED"),
      ]))
  ])

  private static let monitoring = ObjectFacts([
    .set(
      "metricConfigurations", of: .object(ObjectFacts([.set("metricNames"), .integer("resolutionSeconds")])),
      key: ["metricNames"])
  ])

  private static let loadBalancer = ObjectFacts([
    .string("targetGroupArn"),
    .string("loadBalancerName"),
    .string("containerName"),
    .integer("containerPort"),
    .object(
      "advancedConfiguration",
      ObjectFacts([
        .string("alternateTargetGroupArn"), .string("productionListenerRule"), .string("testListenerRule"), .string("roleArn"),
      ])),
  ])

  private static let serviceRegistry = ObjectFacts([
    .string("registryArn"), .integer("port"), .string("containerName"), .integer("containerPort"),
  ])

  private static let serviceConnect = ObjectFacts([
    .boolean("enabled").required,
    .string("namespace"),
    .set(
      "services",
      of: .object(
        ObjectFacts([
          .string("portName").required,
          .string("discoveryName"),
          .list(
            "clientAliases",
            of: .object(ObjectFacts([.integer("port").required, .string("dnsName")]))),
          .integer("ingressPortOverride"),
          .object("timeout", ObjectFacts([.integer("idleTimeoutSeconds"), .integer("perRequestTimeoutSeconds")])),
        ])), key: ["portName"]),
    .object("logConfiguration", TaskDefinitionFacts.logConfiguration),
  ])

  static let volumeConfiguration = volumeConfiguration(managedEBSVolume)

  static func volumeConfiguration(_ managedEBSVolume: [FieldFacts]) -> ObjectFacts {
    ObjectFacts([.string("name").required, .object("managedEBSVolume", ObjectFacts(managedEBSVolume))])
  }

  static let managedEBSVolume: [FieldFacts] = [
    .boolean("encrypted"), .string("kmsKeyId"), .string("volumeType"), .integer("sizeInGiB"), .string("snapshotId"),
    .integer("volumeInitializationRate"), .integer("iops"), .integer("throughput"),
    .set("tagSpecifications", of: .object(tagSpecification), key: ["resourceType"]), .string("roleArn").required,
    .string("filesystemType", "xfs"),
  ]

  private static let tagSpecification = ObjectFacts([
    .string("resourceType").required,
    .set("tags", of: .object(TaskDefinitionFacts.tag), key: ["key"]),
    .string("propagateTags", "NONE"),
  ])

  private static func deploymentConfiguration(maximumPercent: Int, minimumHealthyPercent: Int) -> ObjectFacts {
    ObjectFacts(
      deploymentConfiguration + [
        .integer("maximumPercent", maximumPercent), .integer("minimumHealthyPercent", minimumHealthyPercent),
      ])
  }

  private static let deploymentConfiguration: [FieldFacts] = [
    .object(
      "deploymentCircuitBreaker",
      ObjectFacts([
        .boolean("enable", false).required,
        .boolean("rollback", false).required,
        .boolean("resetOnHealthyTask", true),
        .object(
          "thresholdConfiguration",
          ObjectFacts([
            .string("type", "BOUNDED_PERCENT"), .integer("value", 50),
          ])),
      ])),
    .object("alarms", ObjectFacts([.set("alarmNames"), .boolean("rollback", false), .boolean("enable", false)])),
    .string("strategy", "ROLLING"),
    .integer("bakeTimeInMinutes", 0),
    .set("lifecycleHooks", of: .object(lifecycleHook), key: ["hookTargetArn", "lifecycleStages"]),
    .object("linearConfiguration", ObjectFacts([FieldFacts("stepPercent", .number), .integer("stepBakeTimeInMinutes")])),
    .object("canaryConfiguration", ObjectFacts([FieldFacts("canaryPercent", .number), .integer("canaryBakeTimeInMinutes")])),
    .object("earlySuccessCriteria", ObjectFacts([])).shared,  // S04: filled in by ECS in forms that vary
  ]

  private static let lifecycleHook = ObjectFacts([
    .string("hookTargetArn"), .string("roleArn"), .set("lifecycleStages"), FieldFacts("hookDetails", .document),
    .string("targetType", "AWS_LAMBDA"),
    .object(
      "timeoutConfiguration",
      ObjectFacts([.integer("timeoutInMinutes", 1440), .string("action", "ROLLBACK")])),
  ])
}
