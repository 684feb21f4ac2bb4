import AWS
import JSONDocument

extension ECS {
  private static let loadBalancers =
    "[{targetGroupArn:string, loadBalancerName:string, containerName:string, containerPort:integer, advancedConfiguration:"
    + "{alternateTargetGroupArn:string, productionListenerRule:string, testListenerRule:string, roleArn:string}}]"
  private static let registries = "[{registryArn:string, port:integer, containerName:string, containerPort:integer}]"
  private static let deployment =
    "{deploymentCircuitBreaker:{enable*:boolean, rollback*:boolean, resetOnHealthyTask:boolean, "
    + "thresholdConfiguration:{type:COUNT|BOUNDED_PERCENT|UNBOUNDED_PERCENT, value:integer}}, "
    + "maximumPercent:integer, minimumHealthyPercent:integer, "
    + "alarms:{alarmNames*:[string], rollback*:boolean, enable*:boolean}, strategy:ROLLING|BLUE_GREEN|LINEAR|CANARY, "
    + "bakeTimeInMinutes:integer, lifecycleHooks:[{targetType:AWS_LAMBDA|PAUSE, hookTargetArn:string, roleArn:string, "
    + "lifecycleStages:[string], hookDetails:json, "
    + "timeoutConfiguration:{timeoutInMinutes:integer, action:ROLLBACK|CONTINUE}}], "
    + "linearConfiguration:{stepPercent:number, stepBakeTimeInMinutes:integer}, "
    + "canaryConfiguration:{canaryPercent:number, canaryBakeTimeInMinutes:integer}}"
  private static let connect =
    "{enabled*:boolean, namespace:string, services:[{portName*:string, discoveryName:string, "
    + "clientAliases:[{port*:integer, dnsName:string}], ingressPortOverride:integer}], "
    + "logConfiguration:{logDriver*:string, options:map}}"
  /// What both CreateService and UpdateService take.
  private static let common =
    "taskDefinition:string, availabilityZoneRebalancing:ENABLED|DISABLED, loadBalancers:\(loadBalancers), "
    + "serviceRegistries:\(registries), desiredCount:integer, capacityProviderStrategy:\(strategy), platformVersion:string, "
    + "deploymentConfiguration:\(deployment), placementConstraints:[{type:distinctInstance|memberOf, expression:string}], "
    + "placementStrategy:[{type:string, field:string}], networkConfiguration:\(network), "
    + "healthCheckGracePeriodSeconds:integer, deploymentController:{type*:ECS|CODE_DEPLOY|EXTERNAL}, "
    + "enableECSManagedTags:boolean, propagateTags:TASK_DEFINITION|SERVICE|NONE, enableExecuteCommand:boolean, "
    + "serviceConnectConfiguration:\(connect), volumeConfigurations:[{name*:string, managedEBSVolume:json}], "
    + "vpcLatticeConfigurations:[{roleArn*:string, targetGroupArn*:string, portName*:string}]"

  static let services: [String: Operation] = [
    "CreateService": .writes(
      "cluster:string, serviceName*:string, clientToken:string, launchType:\(launchType), role:string, "
        + "schedulingStrategy:REPLICA|DAEMON, tags:[\(tag)], \(common)"
    ) { call, input throws(AWSError) in try ServiceCreation(call).create(input) },
    "UpdateService": .writes("cluster:string, service*:string, forceNewDeployment:boolean, \(common)") {
      call, input throws(AWSError) in try ServiceUpdate(call).update(input)
    },
    "DeleteService": .writes("cluster:string, service*:string, force:boolean") { call, input throws(AWSError) in
      try ServiceRemoval(call).delete(input)
    },
    "DescribeServices": .reads("cluster:string, services*:[string], include:[TAGS]") { call, input throws(AWSError) in
      try ServiceReading(call).describe(input)
    },
    "ListServices": .reads(
      "cluster:string, nextToken:string, maxResults:integer, launchType:\(launchType), schedulingStrategy:REPLICA|DAEMON"
    ) { call, input throws(AWSError) in try ServiceReading(call).list(input) },
  ]

  static let deployments: [String: Operation] = [
    "ListServiceDeployments": .reads(
      "service*:string, cluster:string, status:[string], createdAt:{before:number, after:number}, nextToken:string, "
        + "maxResults:integer"
    ) { call, input throws(AWSError) in try ServiceDeployments(call).list(input) },
    "DescribeServiceDeployments": .reads("serviceDeploymentArns*:[string]") { call, input throws(AWSError) in
      try ServiceDeployments(call).describe(input)
    },
    "DescribeServiceRevisions": .reads("serviceRevisionArns*:[string]") { call, input throws(AWSError) in
      try ServiceDeployments(call).revisions(input)
    },
    "ContinueServiceDeployment": .writes("serviceDeploymentArn*:string, hookId*:string, action:ROLLBACK|CONTINUE") {
      call, input throws(AWSError) in try DeploymentControl(call).answer(input)
    },
    "StopServiceDeployment": .writes("serviceDeploymentArn*:string, stopType:ABORT|ROLLBACK") { call, input throws(AWSError) in
      try DeploymentControl(call).stop(input)
    },
  ]
}
