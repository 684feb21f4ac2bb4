// Written by scripts/generate-program-versions.py, where the sources stand. Not to be changed by hand.

extension CLISupportRelease {
  /// Oldest first. What versions 1.22.0 and 2.4.0 knew is not listed.
  static let all: [CLISupportRelease] = [
    // UpdateService API now supports additional parameters
    CLISupportRelease(
      "1.22.69", "2.4.24",
      [
        "ecs UpdateService.enableECSManagedTags",
        "ecs UpdateService.loadBalancers",
        "ecs UpdateService.propagateTags",
        "ecs UpdateService.serviceRegistries",
      ]),
    // support tagging for destinations and log groups with TagResource
    CLISupportRelease(
      "1.26.5", "2.8.8",
      [
        "logs ListTagsForResource",
        "logs TagResource",
        "logs UntagResource",
      ]),
    // support for ECS Service Connect
    CLISupportRelease(
      "1.27.17", "2.9.2",
      [
        "ecs CreateCluster.serviceConnectDefaults",
        "ecs CreateService.serviceConnectConfiguration",
        "ecs RegisterTaskDefinition.containerDefinitions[].portMappings[].appProtocol",
        "ecs RegisterTaskDefinition.containerDefinitions[].portMappings[].name",
        "ecs UpdateCluster.serviceConnectDefaults",
        "ecs UpdateService.serviceConnectConfiguration",
      ]),
    // support for container port ranges
    CLISupportRelease(
      "1.27.31", "2.9.9", ["ecs RegisterTaskDefinition.containerDefinitions[].portMappings[].containerPortRange"]),
    // support for alarm-based rollbacks
    CLISupportRelease(
      "1.27.33", "2.9.9",
      [
        "ecs CreateService.deploymentConfiguration.alarms",
        "ecs UpdateService.deploymentConfiguration.alarms",
      ]),
    // new field "credentialspecs"
    CLISupportRelease("1.27.165", "2.12.7", ["ecs RegisterTaskDefinition.containerDefinitions[].credentialSpecs"]),
    // a Client Token parameter to the ECS RunTask API
    CLISupportRelease("1.29.85", "2.13.36", ["ecs RunTask.clientToken"]),
    // LogGroupClass attribute for LogGroups
    CLISupportRelease("1.30.7", "2.13.39", ["logs CreateLogGroup.logGroupClass"]),
    // ElasticBlockStorage volume configurations
    CLISupportRelease(
      "1.32.17", "2.15.10",
      [
        "ecs CreateService.volumeConfigurations",
        "ecs RegisterTaskDefinition.volumes[].configuredAtLaunch",
        "ecs RunTask.volumeConfigurations",
        "ecs UpdateService.volumeConfigurations",
      ]),
    // TLS and Configurable Timeout to ECS Service Connect
    CLISupportRelease(
      "1.32.24", "2.15.14",
      [
        "ecs CreateService.serviceConnectConfiguration.services[].timeout",
        "ecs CreateService.serviceConnectConfiguration.services[].tls",
        "ecs UpdateService.serviceConnectConfiguration.services[].timeout",
        "ecs UpdateService.serviceConnectConfiguration.services[].tls",
      ]),
    // customer-managed keys for ECS managed storage encryption
    CLISupportRelease(
      "1.33.5", "2.16.5",
      [
        "ecs CreateCluster.configuration.managedStorageConfiguration",
        "ecs UpdateCluster.configuration.managedStorageConfiguration",
      ]),
    // ECS container restart feature
    CLISupportRelease("1.33.44", "2.17.31", ["ecs RegisterTaskDefinition.containerDefinitions[].restartPolicy"]),
    // service deployments and service revisions
    CLISupportRelease("1.35.18", "2.18.18", ["ecs DescribeServiceDeployments"]),
    // VPC Lattice configurations
    CLISupportRelease(
      "1.36.5", "2.22.0",
      [
        "ecs CreateService.vpcLatticeConfigurations",
        "ecs UpdateService.vpcLatticeConfigurations",
      ]),
    // version consistency feature for individual containers
    CLISupportRelease("1.36.6", "2.22.1", ["ecs RegisterTaskDefinition.containerDefinitions[].versionConsistency"]),
    // Availability Zone rebalancing
    CLISupportRelease(
      "1.36.7", "2.22.2",
      [
        "ecs CreateService.availabilityZoneRebalancing",
        "ecs UpdateService.availabilityZoneRebalancing",
      ]),
    // enableFaultInjection task definition parameter
    CLISupportRelease("1.36.24", "2.22.19", ["ecs RegisterTaskDefinition.enableFaultInjection"]),
    // roll back an In_Progress ECS Service Deployment
    CLISupportRelease("1.40.0", "2.27.0", ["ecs StopServiceDeployment"]),
    // EBS volumeInitializationRate parameter
    CLISupportRelease(
      "1.40.14", "2.27.14",
      [
        "ecs CreateService.volumeConfigurations[].managedEBSVolume.volumeInitializationRate",
        "ecs RunTask.volumeConfigurations[].managedEBSVolume.volumeInitializationRate",
        "ecs UpdateService.volumeConfigurations[].managedEBSVolume.volumeInitializationRate",
      ]),
    // native blue/green deployments
    CLISupportRelease(
      "1.41.5", "2.27.51",
      [
        "ecs CreateService.deploymentConfiguration.bakeTimeInMinutes",
        "ecs CreateService.deploymentConfiguration.lifecycleHooks",
        "ecs CreateService.deploymentConfiguration.strategy",
        "ecs CreateService.loadBalancers[].advancedConfiguration",
        "ecs CreateService.serviceConnectConfiguration.services[].clientAliases[].testTrafficRules",
        "ecs UpdateService.deploymentConfiguration.bakeTimeInMinutes",
        "ecs UpdateService.deploymentConfiguration.lifecycleHooks",
        "ecs UpdateService.deploymentConfiguration.strategy",
        "ecs UpdateService.deploymentController",
        "ecs UpdateService.loadBalancers[].advancedConfiguration",
        "ecs UpdateService.serviceConnectConfiguration.services[].clientAliases[].testTrafficRules",
      ]),
    // Image Tag Mutability Exception feature
    CLISupportRelease(
      "1.41.11", "2.27.57",
      [
        "ecr CreateRepository.imageTagMutabilityExclusionFilters",
        "ecr PutImageTagMutability.imageTagMutabilityExclusionFilters",
      ]),
    // hook details for Amazon ECS lifecycle hooks
    CLISupportRelease(
      "1.42.29", "2.30.0",
      [
        "ecs CreateService.deploymentConfiguration.lifecycleHooks[].hookDetails",
        "ecs UpdateService.deploymentConfiguration.lifecycleHooks[].hookDetails",
      ]),
    // native linear and canary service deployments
    CLISupportRelease(
      "1.42.61", "2.31.24",
      [
        "ecs CreateService.deploymentConfiguration.canaryConfiguration",
        "ecs CreateService.deploymentConfiguration.linearConfiguration",
        "ecs UpdateService.deploymentConfiguration.canaryConfiguration",
        "ecs UpdateService.deploymentConfiguration.linearConfiguration",
      ]),
    // Service Connect now supports Envoy access logs
    CLISupportRelease(
      "1.42.63", "2.31.26",
      [
        "ecs CreateService.serviceConnectConfiguration.accessLogConfiguration",
        "ecs UpdateService.serviceConnectConfiguration.accessLogConfiguration",
      ]),
    // LogGroup Deletion Protection
    CLISupportRelease(
      "1.43.3", "2.32.4",
      [
        "logs CreateLogGroup.deletionProtectionEnabled",
        "logs PutLogGroupDeletionProtection",
      ]),
    // mounting Amazon S3 Files
    CLISupportRelease("1.44.75", "2.34.26", ["ecs RegisterTaskDefinition.volumes[].s3filesVolumeConfiguration"]),
    // Pause lifecycle hooks for service deployments
    CLISupportRelease(
      "1.45.10", "2.34.49",
      [
        "ecs ContinueServiceDeployment",
        "ecs CreateService.deploymentConfiguration.lifecycleHooks[].targetType",
        "ecs CreateService.deploymentConfiguration.lifecycleHooks[].timeoutConfiguration",
        "ecs UpdateService.deploymentConfiguration.lifecycleHooks[].targetType",
        "ecs UpdateService.deploymentConfiguration.lifecycleHooks[].timeoutConfiguration",
      ]),
  ]
}
