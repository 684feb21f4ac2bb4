import Resources

/// Members that ECS asks for although the model of its API does not say so.
///
/// Sources: messages of RegisterTaskDefinition and CreateService recorded in cdk-preflight's rules; the API reference's
/// texts on KeyValuePair, MountPoint, VolumeFrom, Volume, Tag and LoadBalancer.
enum RequiredMembers {
  static func isRequired(_ field: FieldFacts, in path: String) -> Bool {
    field.isRequired || beyondTheModel[path]?.contains(field.name) == true
  }

  private static let beyondTheModel: [String: Set<String>] = [
    "containerDefinitions[].environment[]": ["name"],
    "containerDefinitions[].mountPoints[]": ["sourceVolume", "containerPath"],
    "containerDefinitions[].volumesFrom[]": ["sourceContainer"],
    "containerDefinitions[].systemControls[]": ["namespace", "value"],
    "volumes[]": ["name"],
    "placementConstraints[]": ["type"],
    "placementStrategy[]": ["type"],
    "tags[]": ["key", "Key"],
    "settings[]": ["name", "value"],
    "serviceRegistries[]": ["registryArn"],
    "loadBalancers[]": ["containerName", "containerPort"],
  ]
}

/// Allowed values of lists' elements and of open enumerations, where the field facts name none.
enum Enumerations {
  /// Placement strategies are taken in any case (rule S09).
  static let ignoresCase: Set<String> = ["placementStrategy[].type"]

  static func values(at path: String) -> [String] { byPath[path] ?? [] }

  private static let byPath: [String: [String]] = [
    "requiresCompatibilities[]": ["EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"],
    "runtimePlatform.operatingSystemFamily": [
      "LINUX", "WINDOWS_SERVER_2016_FULL", "WINDOWS_SERVER_2019_FULL", "WINDOWS_SERVER_2019_CORE", "WINDOWS_SERVER_2004_CORE",
      "WINDOWS_SERVER_20H2_CORE", "WINDOWS_SERVER_2022_FULL", "WINDOWS_SERVER_2022_CORE", "WINDOWS_SERVER_2025_FULL",
      "WINDOWS_SERVER_2025_CORE",
    ],
    "containerDefinitions[].linuxParameters.devices[].permissions[]": ["read", "write", "mknod"],
    "deploymentConfiguration.lifecycleHooks[].lifecycleStages[]": [
      "RECONCILE_SERVICE", "PRE_SCALE_UP", "POST_SCALE_UP", "TEST_TRAFFIC_SHIFT", "POST_TEST_TRAFFIC_SHIFT",
      "PRE_PRODUCTION_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT",
    ],
    "deploymentConfiguration.lifecycleHooks[].targetType": ["AWS_LAMBDA", "PAUSE"],
  ]
}

/// Maps whose values are texts; other maps of the facts hold structures that are passed on as they are.
enum StringMaps {
  static let names: Set<String> = ["dockerLabels", "options", "driverOpts", "labels", "tags"]
}
