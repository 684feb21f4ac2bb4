import JSONDocument

/// Task definitions and services that AWS takes, made of parts that go together: every member of the API may be there.
struct ValidSpecs {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 11
  }

  private mutating func roll(_ sides: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((word ^ (word >> 31)) % UInt64(sides))
  }

  /// Some of the parts, in some order, each in one of its forms.
  private mutating func some(of parts: [[String]], one in: Int) -> [String] {
    var chosen = parts.filter { _ in roll(`in`) == 0 }.map { $0[roll($0.count)] }
    for index in chosen.indices { chosen.swapAt(index, roll(chosen.count)) }
    return chosen
  }

  private static func object(_ members: [String]) -> String { "{\(members.joined(separator: ", "))}" }

  // MARK: Task definitions

  private static let container: [[String]] = [
    [#""cpu": 0"#, #""cpu": 64"#], [#""memoryReservation": 64"#], [#""essential": true"#],
    [#""entryPoint": ["/e"]"#, #""entryPoint": []"#],
    [#""command": ["b", "a"]"#, #""command": [""]"#],
    [
      #""portMappings": [{"containerPort": 443}, {"containerPort": 80, "protocol": "tcp", "name": "http", "appProtocol": "http2"}]"#,
      #""portMappings": [{"containerPort": 53, "protocol": "udp"}, {"containerPort": 53, "protocol": "tcp", "hostPort": 0}]"#,
    ],
    [
      #""restartPolicy": {"enabled": true, "ignoredExitCodes": [2, 1], "restartAttemptPeriod": 60}"#,
      #""restartPolicy": {"enabled": true}"#,
    ],
    [#""environment": [{"name": "B", "value": ""}, {"name": "A", "value": "é \"${x}\""}]"#, #""environment": []"#],
    [
      #""environmentFiles": [{"type": "s3", "value": "arn:aws:s3:::bucket/b.env"}, {"type": "s3", "value": "arn:aws:s3:::bucket/a.env"}]"#
    ],
    [
      #""mountPoints": [{"sourceVolume": "scratch", "containerPath": "/b", "readOnly": false}, {"sourceVolume": "host", "containerPath": "/a", "readOnly": true}]"#
    ],
    [
      #""linuxParameters": {"initProcessEnabled": false}"#,
      #""linuxParameters": {"capabilities": {"add": ["SYS_PTRACE", "NET_ADMIN"], "drop": ["ALL"]}, "initProcessEnabled": true, "sharedMemorySize": 64, "maxSwap": 128, "swappiness": 10, "tmpfs": [{"containerPath": "/t", "size": 8, "mountOptions": ["rw", "noexec"]}], "devices": [{"hostPath": "/dev/b", "permissions": ["write", "read"]}, {"hostPath": "/dev/a", "containerPath": "/dev/c"}]}"#,
    ],
    [
      #""secrets": [{"name": "T", "valueFrom": "arn:aws:ssm:eu-west-1:111111111111:parameter/t"}, {"name": "S", "valueFrom": "arn:aws:ssm:eu-west-1:111111111111:parameter/s"}]"#
    ],
    [#""startTimeout": 30"#], [#""stopTimeout": 30"#],
    [#""versionConsistency": "enabled""#, #""versionConsistency": "disabled""#],
    [#""hostname": "h""#], [#""user": "1000:1000""#, #""user": "0""#], [#""workingDirectory": "/w""#],
    [#""disableNetworking": false"#],
    [#""privileged": false"#, #""privileged": true"#], [#""readonlyRootFilesystem": true"#, #""readonlyRootFilesystem": false"#],
    [#""dnsServers": ["8.8.8.8", "1.1.1.1"]"#], [#""dnsSearchDomains": ["b.test", "a.test"]"#],
    [
      #""extraHosts": [{"hostname": "b", "ipAddress": "10.0.0.2"}, {"hostname": "a", "ipAddress": "10.0.0.1"}]"#,
      #""extraHosts": [{"hostname": "a", "ipAddress": "10.0.0.2"}, {"hostname": "a", "ipAddress": "10.0.0.1"}]"#,
    ],
    [#""dockerSecurityOptions": ["no-new-privileges"]"#], [#""interactive": true"#], [#""pseudoTerminal": true"#],
    [#""dockerLabels": {"Traefik.Enable": "true", "b": ""}"#, #""dockerLabels": {}"#],
    [
      #""ulimits": [{"name": "nproc", "softLimit": 10, "hardLimit": 20}, {"name": "nofile", "softLimit": 1024, "hardLimit": 4096}]"#
    ],
    [
      #""logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/g", "awslogs-region": "eu-west-1", "mode": "non-blocking"}}"#,
      #""logConfiguration": {"logDriver": "json-file", "options": {}}"#,
    ],
    [
      #""healthCheck": {"command": ["CMD-SHELL", "exit 0"]}"#,
      #""healthCheck": {"command": ["CMD", "true"], "interval": 10, "timeout": 5, "retries": 2, "startPeriod": 0}"#,
    ],
    [#""systemControls": [{"namespace": "net.core.somaxconn", "value": "1024"}, {"namespace": "kernel.msgmax", "value": "1"}]"#],
    [#""resourceRequirements": [{"type": "GPU", "value": "1"}]"#],
    [#""repositoryCredentials": {"credentialsParameter": "arn:aws:secretsmanager:eu-west-1:111111111111:secret:r-AbCdEf"}"#],
  ]

  private static let sidecar: [[String]] = [
    [#""dependsOn": [{"containerName": "web", "condition": "START"}]"#],
    [#""volumesFrom": [{"sourceContainer": "web", "readOnly": false}]"#],
    [#""essential": false"#], [#""links": ["web"]"#],
  ]

  private static let task: [[String]] = [
    [#""networkMode": "bridge""#], [#""cpu": "1024""#, #""cpu": "1 vCPU""#, #""cpu": 1024"#],
    [#""memory": "2 GB""#, #""memory": "2048""#],
    [#""requiresCompatibilities": ["EC2"]"#],
    [#""pidMode": "task""#, #""pidMode": "host""#], [#""ipcMode": "task""#],
    [
      #""placementConstraints": [{"type": "memberOf", "expression": "attribute:b == 1"}, {"type": "memberOf", "expression": "attribute:a == 1"}]"#
    ],
    [#""runtimePlatform": {"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"}"#, #""runtimePlatform": {}"#],
    [#""enableFaultInjection": false"#], [#""tags": [{"key": "b", "value": ""}, {"key": "a", "value": "1"}]"#],
  ]

  mutating func taskDefinition() -> String {
    let web = Self.object([#""name": "web", "image": "nginx:1.27", "memory": 128"#] + some(of: Self.container, one: 3))
    let side = Self.object(
      [#""name": "side", "image": "busybox@sha256:\#(String(repeating: "a", count: 64))", "memory": 64"#]
        + some(of: Self.sidecar, one: 2))
    let containers = roll(2) == 0 ? [web] : roll(2) == 0 ? [web, side] : [side, web]
    let volumes = """
      "volumes": [{"name": "scratch"}, {"name": "host", "host": {"sourcePath": "/h"}}, {"name": "docker", "dockerVolumeConfiguration": {"driverOpts": {"T.y": "1"}}},
        {"name": "efs", "efsVolumeConfiguration": {"fileSystemId": "fs-1", "transitEncryption": "ENABLED", "authorizationConfig": {"accessPointId": "fsap-1"}}}]
      """
    return Self.object(
      [
        // Services may switch on ECS Exec, which needs the role of the task.
        #""taskRoleArn": "arn:aws:iam::111111111111:role/app/task""#,
        #""executionRoleArn": "arn:aws:iam::111111111111:role/exec", "containerDefinitions": [\#(containers.joined(separator: ", "))]"#,
        volumes,
      ] + some(of: Self.task, one: 3))
  }

  // MARK: Services

  private static let service: [[String]] = [
    [#""desiredCount": 0"#, #""desiredCount": 2"#], [#""enableExecuteCommand": true"#], [#""enableECSManagedTags": false"#],
    [#""propagateTags": "NONE""#, #""propagateTags": "SERVICE""#],
    [#""availabilityZoneRebalancing": "DISABLED""#, #""availabilityZoneRebalancing": "ENABLED""#],
    [#""placementStrategy": [{"type": "spread", "field": "host"}, {"type": "binpack", "field": "MEMORY"}]"#],
    [#""placementConstraints": [{"type": "distinctInstance"}]"#], [#""schedulingStrategy": "REPLICA""#],
    [
      #""deploymentConfiguration": {"maximumPercent": 150}"#,
      #""deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": true, "rollback": true}, "minimumHealthyPercent": 50, "alarms": {"alarmNames": ["b", "a"], "enable": true, "rollback": false}}"#,
    ],
    [#""deploymentController": {"type": "ECS"}"#], [#""tags": [{"key": "b", "value": "2"}, {"key": "a", "value": "1"}]"#],
    [#""serviceConnectConfiguration": {"enabled": false}"#], [#""loadBalancers": []"#], [#""healthCheckGracePeriodSeconds": 0"#],
    [
      #""launchType": "EC2""#,
      #""capacityProviderStrategy": [{"capacityProvider": "b", "weight": 1}, {"capacityProvider": "a", "base": 1}]"#,
    ],
  ]

  mutating func service(of family: String) -> String {
    var members = some(of: Self.service, one: 2)
    if !members.contains(where: { $0.contains("desiredCount") }) { members.append(#""desiredCount": 1"#) }
    return Self.object([#""taskDefinition": "\#(family)""#] + members)
  }
}
