import Resources

/// Members that ECS asks for although the model of its API does not say so.
///
/// Sources: messages of RegisterTaskDefinition and CreateService recorded in cdk-preflight's rules; the API reference's
/// texts on KeyValuePair, MountPoint, VolumeFrom, Volume, Tag and LoadBalancer.
enum RequiredMembers {
  static func isRequired(_ name: String, _ field: FieldFacts?, in path: String) -> Bool {
    field?.isRequired == true || beyondTheModel[path]?.contains(name) == true
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

/// Values that AWS takes or refuses of services of ECS although the model of its API says otherwise.
enum Enumerations {
  /// Placement strategies are taken in any case (rule S09).
  static let ignoresCase: Set<String> = ["placementStrategy[].type"]

  /// Those of the model that are about services of ECS.
  static func values(at path: String, among known: [String]) -> [String] {
    switch path {
    case "ServiceNamespace": [ScaledService.namespace]
    case "ScalableDimension": [ScaledService.dimension]
    case "TargetTrackingScalingPolicyConfiguration.PredefinedMetricSpecification.PredefinedMetricType":
      known.filter(ScaledService.isMetric)
    default: known
    }
  }
}
