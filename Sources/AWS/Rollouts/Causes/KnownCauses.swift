/// The causes that are known, most telling first. Texts of AWS: "Amazon ECS stopped task error messages", "Amazon ECS
/// service event messages" and "CannotPullContainer task errors" in the ECS developer guide; exit codes: POSIX and Docker.
enum KnownCauses {
  static var all: [KnownCause] { special + general + vague }

  static let special = images + secrets + roles + processes + health + placement + storage

  static let images: [KnownCause] = [
    KnownCause(
      code: "image-platform", signs: [.saysOneOf(["does not contain descriptor matching platform", "no matching manifest for"])],
      meaning: "The image was not built for the task's processor architecture or operating system.",
      advice: "build it for the platform in runtimePlatform (docker buildx build --platform …), or change runtimePlatform"),
    KnownCause(
      code: "exec-format", signs: [.says("exec format error")],
      meaning: "The program in the image is for another processor architecture, or a script lacks its #! line.",
      advice: "build the image for the architecture in runtimePlatform.cpuArchitecture"),
    KnownCause(
      code: "image-rate-limit", signs: [.saysOneOf(["toomanyrequests", "pull rate limit"])],
      meaning: "The registry refuses more pulls for now: its limit for anonymous users was reached.",
      advice: "copy the image to your own registry, or give repositoryCredentials"),
    KnownCause(
      code: "image-no-permission",
      signs: [
        .says("cannotpullcontainer"), .saysOneOf(["accessdenied", "is not authorized to perform", "403 forbidden", "denied: "]),
      ],
      meaning: "The task's execution role may not pull this image.",
      advice:
        "allow ecr:GetAuthorizationToken, ecr:BatchGetImage and ecr:GetDownloadUrlForLayer to executionRoleArn, and look at the repository's policy"
    ),
    KnownCause(
      code: "image-not-found",
      signs: [.says("cannotpullcontainer"), .saysOneOf(["not found", "does not exist", "manifest unknown"])],
      meaning: "The image does not exist in the registry: nobody pushed this tag, or it was deleted.",
      advice: "push the tag, or correct it in the tag map"),
    KnownCause(
      code: "image-no-route",
      signs: [
        .says("cannotpullcontainer"),
        .saysOneOf(["i/o timeout", "context deadline exceeded", "request canceled", "connection refused", "no such host"]),
      ],
      meaning: "The registry cannot be reached from the task's subnets.",
      advice: "give the subnets a NAT gateway or VPC endpoints for ECR and S3, or assignPublicIp in public subnets"),
    KnownCause(
      code: "image-disk-full", signs: [.says("no space left on device")],
      meaning: "There is no disk space for the image or the container.",
      advice: "raise ephemeralStorage.sizeInGiB, or free space on the container instance"),
  ]

  static let secrets: [KnownCause] = [
    KnownCause(
      code: "secret-no-permission",
      signs: [.says("resourceinitializationerror"), .saysOneOf(["accessdenied", "is not authorized to perform"])],
      meaning: "The execution role may not read a secret or parameter, or not log in to the registry.",
      advice: "allow secretsmanager:GetSecretValue, ssm:GetParameters and kms:Decrypt for these ARNs to executionRoleArn"),
    KnownCause(
      code: "secret-not-found",
      signs: [
        .saysOneOf(["can't find the specified secret", "invalid ssm parameters", "parameter not found", "parameternotfound"])
      ],
      meaning: "A secret or parameter that the containers name does not exist.",
      advice: "create it, or correct valueFrom in secrets"),
    KnownCause(
      code: "secret-key-missing", signs: [.says("did not contain json key")],
      meaning: "The secret exists, but it holds no such key.", advice: "correct the key in valueFrom, or add it to the secret"),
    KnownCause(
      code: "secret-no-route",
      signs: [
        .saysOneOf(["unable to pull secrets or registry auth", "unable to retrieve secret"]),
        .saysOneOf(["timeout", "deadline exceeded", "connection issue", "no such host"]),
      ],
      meaning: "Secrets Manager, Systems Manager or ECR cannot be reached from the task's subnets.",
      advice: "give the subnets a NAT gateway or VPC endpoints for secretsmanager, ssm and ecr; check the security groups"),
    KnownCause(
      code: "environment-file", signs: [.saysOneOf(["failed to download env files", "environment file", "environmentfiles"])],
      meaning: "An environment file could not be read from S3.",
      advice: "check that the object exists and that executionRoleArn may s3:GetObject and s3:GetBucketLocation it"),
    KnownCause(
      code: "log-group-missing",
      signs: [
        .saysOneOf(["failed to create cloudwatch log stream", "failed to validate logger args", "log group does not exist"])
      ],
      meaning: "The log group does not exist, or the execution role may not write to it.",
      advice: "add log-groups/NAME.json to the environment, or allow logs:CreateLogStream and logs:PutLogEvents"),
  ]

  static let roles: [KnownCause] = [
    KnownCause(
      code: "role-not-assumable",
      signs: [.saysOneOf(["unable to assume the role", "ecs was unable to assume the role", "could not assume role"])],
      meaning: "ECS may not use the role: it does not exist or does not trust ecs-tasks.amazonaws.com.",
      advice: "correct the role's ARN or its trust policy"),
    KnownCause(
      code: "service-linked-role", signs: [.says("service linked role")],
      meaning: "The account has no service-linked role for ECS yet.",
      advice: "aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com"),
  ]

  static let processes: [KnownCause] = [
    KnownCause(
      code: "out-of-memory", signs: [.saysOneOf(["outofmemory", "out of memory", "oomkilled", "memory usage"])],
      meaning: "A container used more memory than it may and was killed.",
      advice: "raise its memory (and the task's), or find what uses it"),
    KnownCause(
      code: "command-not-found",
      signs: [.saysOneOf(["executable file not found", "no such file or directory: unknown", "exec: \""])],
      meaning: "The command or entry point does not exist in the image.",
      advice: "correct command or entryPoint, or the image's WORKDIR and PATH"),
    KnownCause(
      code: "command-not-found", signs: [.exit(127)], meaning: "The shell did not find a command in the image (exit code 127).",
      advice: "correct command or entryPoint, or install the program in the image"),
    KnownCause(
      code: "command-not-executable", signs: [.exit(126)], meaning: "The command exists but cannot be executed (exit code 126).",
      advice: "give the file its executable bit when the image is built"),
    KnownCause(
      code: "killed", signs: [.exit(137)],
      meaning: "A container was killed with SIGKILL (exit code 137): for want of memory, or because it did not stop in time.",
      advice: "look at memory first; raise stopTimeout when it needs longer to end"),
    KnownCause(
      code: "segmentation-fault", signs: [.exit(139)], meaning: "A container crashed with a segmentation fault (exit code 139).",
      advice: "look at its logs, and check that the image is built for this architecture"),
    KnownCause(
      code: "aborted", signs: [.exit(134)], meaning: "A container aborted itself (exit code 134).",
      advice: "look at its logs: an assertion or an uncaught exception"),
    KnownCause(
      code: "terminated", signs: [.exit(143)], meaning: "A container was told to stop and did (exit code 143, SIGTERM).",
      advice: "look for who stopped it: a health check, a scale-in, or a dependency that ended"),
  ]

  static let health: [KnownCause] = [
    KnownCause(
      code: "target-wrong-status", signs: [.saysOneOf(["target.responsecodemismatch", "health checks failed with these codes"])],
      meaning: "The load balancer's health check gets another status than it wants, so it calls the tasks unhealthy.",
      advice: "check the path and the success codes of the target group's health check, and what the program answers there",
      refines: "health-check-load-balancer"),
    KnownCause(
      code: "target-timeout", signs: [.saysOneOf(["target.timeout", "(reason request timed out)"])],
      meaning: "The load balancer's health check gets no answer in time: nothing listens on the port, or something keeps it out.",
      advice:
        "check that the program listens on containerPort on all addresses (0.0.0.0), the security groups, and healthCheckGracePeriodSeconds",
      refines: "health-check-load-balancer"),
    KnownCause(
      code: "health-check-load-balancer",
      signs: [.saysOneOf(["failed elb health checks", "health checks failed", "is unhealthy in (target-group"])],
      meaning: "The load balancer's health check does not succeed, so the tasks are replaced.",
      advice: "check port and path of the target group's health check, the security groups, and healthCheckGracePeriodSeconds"),
    KnownCause(
      code: "health-check-container", signs: [.says("failed container health checks")],
      meaning: "The container's own healthCheck command fails.",
      advice: "run its command in the image by hand; check that the tool it uses is in the image, and startPeriod"),
    KnownCause(
      code: "dependency-failed", signs: [.saysOneOf(["container dependency", "dependency condition"])],
      meaning: "A container waited for another (dependsOn) that did not become what was asked for.",
      advice: "look at the container it depends on"),
    KnownCause(
      code: "port-taken", signs: [.saysOneOf(["address already in use", "port is already allocated"])],
      meaning: "The port is in use already on this host or in this task.",
      advice: "use hostPort 0, or another port for one of the two"),
  ]

  static let placement: [KnownCause] = [
    KnownCause(
      code: "no-container-instance", signs: [.says("no container instances were found")],
      meaning: "The cluster has no container instance to run tasks on.",
      advice: "register instances, or use a capacity provider or Fargate"),
    KnownCause(
      code: "not-enough-ports",
      signs: [.says("unable to place a task"), .saysOneOf(["already using a port", "resource:ports"])],
      meaning: "No container instance has the wanted host port free.",
      advice: "use hostPort 0, more instances, or minimumHealthyPercent below 100 so that an old task leaves first"),
    KnownCause(
      code: "not-enough-memory",
      signs: [.says("unable to place a task"), .saysOneOf(["insufficient memory", "resource:memory"])],
      meaning: "No container instance has enough memory free.", advice: "add instances, or lower memory and memoryReservation"),
    KnownCause(
      code: "not-enough-cpu", signs: [.says("unable to place a task"), .saysOneOf(["insufficient cpu", "resource:cpu"])],
      meaning: "No container instance has enough CPU units free.", advice: "add instances, or lower cpu"),
    KnownCause(
      code: "no-network-interface", signs: [.says("resource:eni")],
      meaning: "No container instance has a network interface left for an awsvpc task.",
      advice: "use larger instances, or turn on ENI trunking (awsvpcTrunking)"),
    KnownCause(
      code: "agent-disconnected",
      signs: [.saysOneOf(["agent is disconnected", "disconnected agent", "reason: agent", "error \"agent\""])],
      meaning: "The ECS agent of the container instance does not answer.", advice: "restart the agent or replace the instance"),
    KnownCause(
      code: "missing-attribute", signs: [.saysOneOf(["missing an attribute", "placement constraint", "memberof expression"])],
      meaning: "No container instance fulfils the placement constraints or attributes that the task needs.",
      advice: "look at placementConstraints and the instances' attributes"),
    KnownCause(
      code: "no-capacity",
      signs: [
        .saysOneOf(["capacity is unavailable", "no spot capacity", "capacity provider"]),
        .saysOneOf(["unavailable", "unable to place", "no spot"]),
      ],
      meaning: "AWS has no capacity of this kind in these zones at the moment.",
      advice: "try again, add subnets in other zones, or mix FARGATE with FARGATE_SPOT"),
    KnownCause(
      code: "spot-interruption", signs: [.saysOneOf(["spotinterruption", "spot capacity was reclaimed", "spot interruption"])],
      meaning: "AWS took the spot capacity back.", advice: "keep a base of FARGATE capacity for what must not stop"),
    KnownCause(
      code: "subnet-full",
      signs: [.saysOneOf(["insufficient free addresses", "no more addresses", "insufficientfreeaddressesinsubnet"])],
      meaning: "A subnet has no free addresses.", advice: "use larger or more subnets"),
    KnownCause(
      code: "no-room-for-rollout", signs: [.says("because of the service deployment configuration")],
      meaning: "minimumHealthyPercent and maximumPercent leave room neither to stop an old task nor to start a new one.",
      advice: "raise maximumPercent or lower minimumHealthyPercent in deploymentConfiguration"),
    KnownCause(
      code: "alarm", signs: [.saysOneOf(["alarm detected", "cloudwatch alarm"])],
      meaning: "A CloudWatch alarm of the deployment went off.",
      advice: "look at the alarms named in deploymentConfiguration.alarms"),
  ]

  static let storage: [KnownCause] = [
    KnownCause(
      code: "efs-mount",
      signs: [.saysOneOf(["failed to invoke efs utils", "mount.nfs4", "efs volume", "failed to resolve \"fs-"])],
      meaning: "An EFS volume could not be mounted.",
      advice:
        "check that the file system has a mount target in the task's zone, its security group allows 2049, and the task role may mount it"
    ),
    KnownCause(
      code: "volume-failed",
      signs: [.saysOneOf(["error creating volume", "failed to attach ebs", "ebs volume", "invalid mount config"])],
      meaning: "A volume could not be made or attached.",
      advice: "read the reason above; check volumes and the infrastructure role"),
  ]

  /// Said only when nothing of the above is.
  static let general: [KnownCause] = [
    KnownCause(
      code: "image-pull-failed", signs: [.says("cannotpullcontainer")],
      meaning: "The image could not be pulled.", advice: "read the reason above; try docker pull with the execution role"),
    KnownCause(
      code: "exited-at-once", signs: [.says("essential container"), .exit(0)],
      meaning: "An essential container ended by itself without an error (exit code 0), which ends the task.",
      advice: "a service's process must not end; run one-off work as a task, or set essential to false"),
    KnownCause(
      code: "exited-with-error", signs: [.saysOneOf(["essential container", "essentialcontainerexited"])],
      meaning: "An essential container ended with an error, which ends the task.", advice: "look at its logs"),
  ]

  /// What says no more than that something goes wrong.
  static let vague = [
    KnownCause(
      code: "inconsistent-start", signs: [.says("unable to consistently start tasks")],
      meaning: "Tasks of this service stop again and again soon after their start.",
      advice: "look at the stopped tasks and their logs")
  ]
}
