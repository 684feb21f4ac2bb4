import JSONDocument

/// The members of RegisterTaskDefinition (ECS API 2014-11-13, model of botocore 1.43) with what ECS fills in.
///
/// Defaults are those that ECS returns for absent members or documents as equal to absence. Values that only take effect
/// at run time (runtimePlatform, stopTimeout, pidMode …) have none, because ECS echoes them only when they were given.
enum TaskDefinitionFacts {
  static let taskDefinition = ObjectFacts([
    .string("family").required,
    .string("taskRoleArn"),
    .string("executionRoleArn"),
    .string("networkMode"),
    .set("containerDefinitions", of: .object(container), key: ["name"]).required.shown(as: "containers"),
    .set("volumes", of: .object(volume), key: ["name"]),
    .set("placementConstraints", of: .object(placementConstraint), key: ["type", "expression"]),
    .set("requiresCompatibilities"),
    .string("cpu"),
    .string("memory"),
    .set("tags", of: .object(tag), key: ["key"]).does(.inPlace).emptied(by: []),
    .string("pidMode"),
    .string("ipcMode"),
    .object("proxyConfiguration", proxyConfiguration),
    .set("inferenceAccelerators", of: .object(inferenceAccelerator), key: ["deviceName"]),
    .object("ephemeralStorage", ObjectFacts([.integer("sizeInGiB").required])),
    .object(
      "runtimePlatform",
      ObjectFacts([
        .string("cpuArchitecture"),
        .string("operatingSystemFamily"),
      ])),
    .boolean("enableFaultInjection", false),
  ])

  static let tag = ObjectFacts([.string("key"), .string("value", "").echoed])
  /// An empty value is a value (rule E40), so it has no default.
  static let variable = ObjectFacts([.string("name"), .string("value")])
  static let nameAndValue = ObjectFacts([.string("name"), .string("value", "")])
  static let secret = ObjectFacts([.string("name").required, .string("valueFrom").required])

  static let container = ObjectFacts([
    .string("name").required,
    .string("image").required,
    .object("repositoryCredentials", ObjectFacts([.string("credentialsParameter").required])),
    .integer("cpu", 0),
    .integer("memory"),
    .integer("memoryReservation"),
    .set("links"),
    .set("portMappings", of: .object(portMapping), key: ["containerPort", "containerPortRange", "protocol"]),
    .boolean("essential", true),
    .object("restartPolicy", restartPolicy),
    .list("entryPoint"),
    .list("command"),
    .set("environment", of: .object(variable), key: ["name"]),
    .list("environmentFiles", of: .object(ObjectFacts([.string("value").required, .string("type").required]))),
    .set("mountPoints", of: .object(mountPoint), key: ["containerPath"]),
    .set("volumesFrom", of: .object(volumeFrom), key: ["sourceContainer"]),
    .object("linuxParameters", linuxParameters),
    .set("secrets", of: .object(secret), key: ["name"]),
    .set("dependsOn", of: .object(dependency), key: ["containerName", "condition"]),
    .integer("startTimeout"),
    .integer("stopTimeout"),
    .string("versionConsistency", "enabled"),
    .string("hostname"),
    .string("user"),
    .string("workingDirectory"),
    .boolean("disableNetworking", false).echoed,
    .boolean("privileged", false).echoed,
    .boolean("readonlyRootFilesystem", false).echoed,
    .list("dnsServers"),
    .list("dnsSearchDomains"),
    .set("extraHosts", of: .object(extraHost), key: ["hostname", "ipAddress"]).ordered(whenRepeated: "hostname"),
    .set("dockerSecurityOptions"),
    .boolean("interactive", false).echoed,
    .boolean("pseudoTerminal", false).echoed,
    .map("dockerLabels"),
    .set("ulimits", of: .object(ulimit), key: ["name"]),
    .object("logConfiguration", logConfiguration),
    .object("healthCheck", healthCheck),
    .set("systemControls", of: .object(ObjectFacts([.string("namespace"), .string("value")])), key: ["namespace"]),
    .set("resourceRequirements", of: .object(resourceRequirement), key: ["type"]),
    .object("firelensConfiguration", firelensConfiguration),
    .set("credentialSpecs"),
  ])

  private static let placementConstraint = ObjectFacts([.string("type"), .string("expression")])

  private static let portMapping = ObjectFacts([
    .integer("containerPort"),
    .integer("hostPort", 0),
    .string("protocol", "tcp"),
    .string("name"),
    .string("appProtocol"),
    .string("containerPortRange"),
  ])

  private static let restartPolicy = ObjectFacts([
    .boolean("enabled").required,
    .set("ignoredExitCodes", of: .integer),
    .integer("restartAttemptPeriod", 300),
  ])

  private static let mountPoint = ObjectFacts([
    .string("sourceVolume"), .string("containerPath"), .boolean("readOnly", false).echoed,
  ])
  private static let volumeFrom = ObjectFacts([.string("sourceContainer"), .boolean("readOnly", false).echoed])

  private static let linuxParameters = ObjectFacts([
    .object("capabilities", ObjectFacts([.set("add"), .set("drop")])),
    .set(
      "devices",
      of: .object(
        ObjectFacts([
          .string("hostPath").required, .string("containerPath"),
          .set("permissions").defaulting(to: ["read", "write", "mknod"]),
        ])), key: ["hostPath"]),
    .boolean("initProcessEnabled", false).echoed,
    .integer("sharedMemorySize"),
    .set(
      "tmpfs",
      of: .object(ObjectFacts([.string("containerPath").required, .integer("size").required, .list("mountOptions")])),
      key: ["containerPath"]),
    .integer("maxSwap"),
    .integer("swappiness"),
  ])

  private static let dependency = ObjectFacts([
    .string("containerName").required,
    .string("condition").required,
  ])
  private static let extraHost = ObjectFacts([.string("hostname").required, .string("ipAddress").required])
  private static let ulimit = ObjectFacts([
    .string(
      "name"
    ).required,
    .integer("softLimit").required,
    .integer("hardLimit").required,
  ])

  static let logConfiguration = ObjectFacts([
    .string(
      "logDriver"
    ).required,
    .map("options"),
    .set("secretOptions", of: .object(secret), key: ["name"]),
  ])

  private static let healthCheck = ObjectFacts([
    .list("command").required,
    .integer("interval", 30),
    .integer("timeout", 5),
    .integer("retries", 3),
    .integer("startPeriod", 0),
  ])

  static let resourceRequirement = ObjectFacts([
    .string("value").required, .string("type").required,
  ])
  private static let firelensConfiguration = ObjectFacts([
    .string("type").required, .map("options"),
  ])

  private static let proxyConfiguration = ObjectFacts([
    .string("type", "APPMESH"),
    .string("containerName").required,
    .set("properties", of: .object(nameAndValue), key: ["name"]),
  ])
  private static let inferenceAccelerator = ObjectFacts([.string("deviceName").required, .string("deviceType").required])

  private static let volume = ObjectFacts([
    .string("name"),
    .object("host", ObjectFacts([.string("sourcePath", "")])),
    .object(
      "dockerVolumeConfiguration",
      ObjectFacts([
        .string("scope", "task"),
        .boolean("autoprovision", false),
        .string("driver", "local"),
        .map("driverOpts"),
        .map("labels"),
      ])
    ).present,
    .object(
      "efsVolumeConfiguration",
      ObjectFacts([
        .string("fileSystemId").required,
        .string("rootDirectory", "/"),
        .string("transitEncryption", "DISABLED"),
        .integer("transitEncryptionPort", 0),
        .object(
          "authorizationConfig",
          ObjectFacts([.string("accessPointId"), .string("iam", "DISABLED")])),
      ])),
    .object(
      "s3filesVolumeConfiguration",
      ObjectFacts([
        .string("fileSystemArn").required,
        .string("rootDirectory", "/"),
        .integer("transitEncryptionPort", 0),
        .string("accessPointArn"),
      ])),
    .object(
      "fsxWindowsFileServerVolumeConfiguration",
      ObjectFacts([
        .string("fileSystemId").required,
        .string("rootDirectory").required,
        .object(
          "authorizationConfig",
          ObjectFacts([.string("credentialsParameter").required, .string("domain").required])
        ).required,
      ])),
    .boolean("configuredAtLaunch", false),
  ])
}
