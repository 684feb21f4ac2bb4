/// Every rule, in the order in which they are listed.
package enum ValidationRules {
  package static let all: [any ValidationRule] = groups.flatMap(\.rules)

  /// The rules about one subject.
  package struct Group: Sendable {
    package let subject: String
    package let rules: [any ValidationRule]
  }

  package static let groups: [Group] = [
    Group(subject: "Images and tags", rules: images), Group(subject: "Structure of specs", rules: structure),
    Group(subject: "Names", rules: identity), Group(subject: "References", rules: references),
    Group(subject: "CPU and memory", rules: sizes), Group(subject: "Network", rules: network),
    Group(subject: "Dependencies and health checks", rules: dependencies),
    Group(subject: "Environment and secrets", rules: environment), Group(subject: "Volumes", rules: storage),
    Group(subject: "Logging", rules: logging), Group(subject: "Linux and placement", rules: linux),
    Group(subject: "Services", rules: services), Group(subject: "Repositories, log groups and clusters", rules: others),
  ]

  /// What the value of a tag map must be by itself, whoever uses it.
  package static let tags: [any ValidationRule] = [ImageTagInvalid(), ImageTagPattern()]

  private static let images: [any ValidationRule] = [
    ImageTagMissing(), ImageTagUndeclared(), ImageTagInvalid(), ImageTagNumber(), ImageTagPattern(), ImageUnused(),
    ImageFixed(), ImageReferenceRule(),
  ]
  private static let structure: [any ValidationRule] = [
    MissingMember(), WrongType(), WrongValue(), WrongText(), MisspeltMember(), UnknownMember(), BlankElement(), ValueOutOfRange(),
    InvalidName(), ForeignTemplate(), TooManyElements(), DuplicateElement(), TagLimits(), DefinitionTooLarge(),
  ]
  private static let identity: [any ValidationRule] = [
    DuplicateIdentity(), DuplicateContainerName(), ContainerCount(), EssentialContainer(),
  ]
  private static let references: [any ValidationRule] = [
    ContainerNotDefined(), PortNotDefined(), TaskDefinitionUnknown(), ClusterUnknown(),
  ]
  private static let sizes: [any ValidationRule] = [
    FargateSize(), SizeFormat(), MemoryMissing(), MemoryReservation(), TaskCapacity(), EphemeralStorage(), WindowsUnsupported(),
    Accelerators(),
  ]
  private static let network: [any ValidationRule] = [
    FargateNetworkMode(), LinkTargets(), HostPort(), PortRanges(), DuplicatePort(), PortNames(), NetworkModeUnsupported(),
  ]
  private static let dependencies: [any ValidationRule] = [
    DependencyTarget(), DependencyCycle(), FargateTimeout(), HealthCheckCommand(),
  ]
  private static let environment: [any ValidationRule] = [
    EnvironmentAndSecret(), EnvironmentFiles(), SecretReferences(), ExecutionRoleMissing(), SecretInEnvironment(),
    VariableWithoutValue(),
  ]
  private static let storage: [any ValidationRule] = [
    MountVolumes(), DuplicateMountPath(), VolumeKind(), FileSystemVolume(), LaunchVolume(),
  ]
  private static let logging: [any ValidationRule] = [FargateLogDriver(), LogOptions(), FireLens()]
  private static let linux: [any ValidationRule] = [
    FargateUnsupported(), UlimitOrder(), Swappiness(), SystemControls(), RoleReferences(), PlacementExpressionRule(),
    ProxyConfiguration(),
  ]
  private static let services: [any ValidationRule] = [
    LaunchType(), CapacityStrategyRule(), NetworkConfiguration(), LoadBalancers(), ServiceRole(), DeploymentControllerRule(),
    DaemonService(), DesiredCountMissing(), DeploymentPercents(), CircuitBreakerRule(), DeploymentStrategy(), Placement(),
    ServiceDiscovery(), ServiceConnect(), GracePeriod(), LaunchVolumes(), ZoneRebalancing(),
    ExecTaskRole(),
  ]
  private static let others: [any ValidationRule] = [
    RepositorySettings(), LifecyclePolicyRule(), RepositoryPolicyRule(), Retention(), ClusterSettings(),
  ]
}
