/// Every rule, in the order in which they are listed.
package enum ValidationRules {
  package static let all: [any ValidationRule] =
    images + structure + identity + references + sizes + network + dependencies + environment + storage + logging + linux
    + services + others

  private static let images: [any ValidationRule] = [
    ImageTagMissing(), ImageTagUndeclared(), ImageTagInvalid(), ImageTagPattern(), ImageUnused(), ImageFixed(),
    ImageReferenceRule(),
  ]
  private static let structure: [any ValidationRule] = [
    MissingMember(), WrongType(), WrongValue(), MisspeltMember(), UnknownMember(), BlankElement(), ValueOutOfRange(),
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
  ]
  private static let storage: [any ValidationRule] = [
    MountVolumes(), DuplicateMountPath(), VolumeKind(), FileSystemVolume(), LaunchVolume(),
  ]
  private static let logging: [any ValidationRule] = [FargateLogDriver(), LogOptions(), FireLens()]
  private static let linux: [any ValidationRule] = [
    FargateUnsupported(), UlimitOrder(), Swappiness(), SystemControls(), RoleReferences(), PlacementExpression(),
    ProxyConfiguration(),
  ]
  private static let services: [any ValidationRule] = [
    LaunchType(), CapacityStrategy(), NetworkConfiguration(), LoadBalancers(), ServiceRole(), DeploymentController(),
    DaemonService(), DesiredCountMissing(), DeploymentPercents(), CircuitBreaker(), DeploymentStrategy(), Placement(),
    ServiceDiscovery(), ServiceConnect(), GracePeriod(), LaunchVolumes(), ZoneRebalancing(),
  ]
  private static let others: [any ValidationRule] = [
    RepositorySettings(), LifecyclePolicy(), RepositoryPolicyRule(), Retention(), ClusterSettings(),
  ]
}
