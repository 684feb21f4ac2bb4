import AWS
import JSONDocument

extension ECS {
  static let taskDefinitions: [String: Operation] = [
    "RegisterTaskDefinition": .writes(RegistrationShape.text) { call, input throws(AWSError) in
      try RevisionRegistration(call).register(input)
    },
    "DescribeTaskDefinition": .reads("taskDefinition*:string, include:[TAGS]") { call, input throws(AWSError) in
      try Revisions(call).describe(input)
    },
    "ListTaskDefinitions": .reads(
      "familyPrefix:string, status:ACTIVE|INACTIVE|DELETE_IN_PROGRESS, sort:ASC|DESC, nextToken:string, maxResults:integer"
    ) { call, input throws(AWSError) in try Revisions(call).list(input) },
    "ListTaskDefinitionFamilies": .reads(
      "familyPrefix:string, status:ACTIVE|INACTIVE|ALL, nextToken:string, maxResults:integer"
    ) { call, input throws(AWSError) in try Revisions(call).families(input) },
    "DeregisterTaskDefinition": .writes("taskDefinition*:string") { call, input throws(AWSError) in
      try Revisions(call).deregister(input)
    },
    "DeleteTaskDefinitions": .writes("taskDefinitions*:[string]") { call, input throws(AWSError) in
      try Revisions(call).delete(input)
    },
  ]
}

/// What RegisterTaskDefinition takes (botocore 1.43). Members whose absence has an error text of its own are not marked
/// as required here.
private enum RegistrationShape {
  static let text = """
    family:string, taskRoleArn:string, executionRoleArn:string, networkMode:bridge|host|awsvpc|none,
    containerDefinitions:[{\(container)}], volumes:[{\(volume)}], placementConstraints:[{type:memberOf, expression:string}],
    requiresCompatibilities:[EC2|FARGATE|EXTERNAL|MANAGED_INSTANCES], cpu:string, memory:string, tags:[\(ECS.tag)],
    pidMode:host|task, ipcMode:host|task|none,
    proxyConfiguration:{type:APPMESH, containerName*:string, properties:[\(pair)]},
    inferenceAccelerators:[{deviceName*:string, deviceType*:string}], ephemeralStorage:{sizeInGiB*:integer},
    runtimePlatform:{cpuArchitecture:X86_64|ARM64, operatingSystemFamily:string}, enableFaultInjection:boolean
    """

  private static let pair = "{name:string, value:string}"
  private static let secrets = "[{name*:string, valueFrom*:string}]"

  private static let container = """
    name:string, image:string, repositoryCredentials:{credentialsParameter*:string}, cpu:integer, memory:integer,
    memoryReservation:integer, links:[string],
    portMappings:[{containerPort:integer, hostPort:integer, protocol:tcp|udp, name:string, appProtocol:http|http2|grpc,
      containerPortRange:string}],
    essential:boolean,
    restartPolicy:{enabled*:boolean, ignoredExitCodes:[integer], restartAttemptPeriod:integer},
    entryPoint:[string], command:[string], environment:[\(pair)], environmentFiles:[{value*:string, type*:s3}],
    mountPoints:[{sourceVolume:string, containerPath:string, readOnly:boolean}],
    volumesFrom:[{sourceContainer:string, readOnly:boolean}],
    linuxParameters:{capabilities:{add:[string], drop:[string]},
      devices:[{hostPath*:string, containerPath:string, permissions:[read|write|mknod]}], initProcessEnabled:boolean,
      sharedMemorySize:integer, tmpfs:[{containerPath*:string, size*:integer, mountOptions:[string]}], maxSwap:integer,
      swappiness:integer},
    secrets:\(secrets), dependsOn:[{containerName*:string, condition*:START|COMPLETE|SUCCESS|HEALTHY}],
    startTimeout:integer, stopTimeout:integer, versionConsistency:enabled|disabled, hostname:string, user:string,
    workingDirectory:string, disableNetworking:boolean, privileged:boolean, readonlyRootFilesystem:boolean,
    dnsServers:[string], dnsSearchDomains:[string], extraHosts:[{hostname*:string, ipAddress*:string}],
    dockerSecurityOptions:[string], interactive:boolean, pseudoTerminal:boolean, dockerLabels:map,
    ulimits:[{name*:string, softLimit*:integer, hardLimit*:integer}],
    logConfiguration:{logDriver*:json-file|syslog|journald|gelf|fluentd|awslogs|splunk|awsfirelens, options:map,
      secretOptions:\(secrets)},
    healthCheck:{command*:[string], interval:integer, timeout:integer, retries:integer, startPeriod:integer},
    systemControls:[{namespace:string, value:string}], resourceRequirements:[{value*:string, type*:string}],
    firelensConfiguration:{type*:fluentd|fluentbit, options:map}, credentialSpecs:[string]
    """

  private static let volume = """
    name:string, host:{sourcePath:string},
    dockerVolumeConfiguration:{scope:task|shared, autoprovision:boolean, driver:string, driverOpts:map, labels:map},
    efsVolumeConfiguration:{fileSystemId*:string, rootDirectory:string, transitEncryption:ENABLED|DISABLED,
      transitEncryptionPort:integer, authorizationConfig:{accessPointId:string, iam:ENABLED|DISABLED}},
    s3filesVolumeConfiguration:{fileSystemArn*:string, rootDirectory:string, transitEncryptionPort:integer,
      accessPointArn:string},
    fsxWindowsFileServerVolumeConfiguration:{fileSystemId*:string, rootDirectory*:string,
      authorizationConfig*:{credentialsParameter*:string, domain*:string}},
    configuredAtLaunch:boolean
    """
}
