import JSONDocument
import Planning
import Resources
import Testing

/// The rules of equivalence for what is changed in place: services S01 to S12, repositories, clusters and log groups R01 to
/// R05. What a file does not mention belongs to somebody else.
@Suite("Rules of services, repositories, clusters and log groups")
struct DeclaredRuleTests {
  @Test("examples of services", arguments: ServiceCases.all)
  func services(_ example: RuleCase) throws { try check(example, .service) }

  @Test("examples of repositories", arguments: RepositoryCases.all)
  func repositories(_ example: RuleCase) throws { try check(example, .repository) }

  /// Policies mean the same whichever side wrote them.
  @Test("policies mean the same whichever side wrote them", arguments: RepositoryCases.policies)
  func policies(_ example: RuleCase) throws {
    try check(example, .repository)
    try check(
      RuleCase(example.rule, example.what, example.returned, example.written, differing: example.differing), .repository)
  }

  @Test("examples of clusters", arguments: ClusterCases.all)
  func clusters(_ example: RuleCase) throws { try check(example, .cluster) }

  @Test("examples of log groups", arguments: LogGroupCases.all)
  func logGroups(_ example: RuleCase) throws { try check(example, .logGroup) }

  func check(_ example: RuleCase, _ kind: ResourceKind) throws {
    let written = try JSON(text: example.written)
    let returned = try JSON(text: example.returned)
    let fields = Differ(kind).changes(from: returned, to: written)
    #expect(fields.map(\.path.description) == example.differing)
    for document in [written, returned] {
      let normal = kind.normalForm(of: document)
      #expect(kind.normalForm(of: normal) == normal)
    }
  }
}

enum ServiceCases {
  static let all: [RuleCase] = [
    RuleCase(
      "S01", "read-only members are never compared", #"{"serviceName":"api","cluster":"main"}"#,
      #"{"serviceArn":"arn:aws:ecs:eu-west-1:111111111111:service/main/api","serviceName":"api","clusterArn":"arn:aws:ecs:eu-west-1:111111111111:cluster/main","status":"ACTIVE","runningCount":2,"pendingCount":0,"deployments":[{"id":"ecs-svc/1"}],"taskSets":[],"events":[],"createdAt":1,"createdBy":"arn:x","platformFamily":"Linux","roleArn":"arn:aws:iam::111111111111:role/aws-service-role/x","currentServiceDeployment":"arn:y","currentServiceRevisions":[],"resourceManagementType":"CUSTOMER"}"#
    ),
    RuleCase(
      "S02", "names are ARNs", #"{"cluster":"main","taskDefinition":"api:42","role":"ecsRole"}"#,
      #"{"clusterArn":"arn:aws:ecs:eu-west-1:111111111111:cluster/main","taskDefinition":"arn:aws:ecs:eu-west-1:111111111111:task-definition/api:42","role":"arn:aws:iam::111111111111:role/ecsRole"}"#
    ),
    RuleCase(
      "S02", "another revision, another role", #"{"taskDefinition":"api:42","role":"ecsRole"}"#,
      #"{"taskDefinition":"arn:aws:ecs:eu-west-1:111111111111:task-definition/api:41","role":"arn:aws:iam::111111111111:role/other"}"#,
      differing: ["role", "taskDefinition"]),
    RuleCase(
      "S02", "the service-linked role is none", #"{"role":"AWSServiceRoleForECS"}"#, "{}"),
    RuleCase(
      "S03", "a partly declared structure",
      #"{"deploymentConfiguration":{"minimumHealthyPercent":50},"networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-1"]}}}"#,
      #"{"deploymentConfiguration":{"minimumHealthyPercent":50,"maximumPercent":200,"strategy":"ROLLING","bakeTimeInMinutes":0,"deploymentCircuitBreaker":{"enable":true,"rollback":true}},"networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-1"],"securityGroups":["sg-1"],"assignPublicIp":"ENABLED"}}}"#
    ),
    RuleCase(
      "S03", "its declared half", #"{"deploymentConfiguration":{"minimumHealthyPercent":50}}"#,
      #"{"deploymentConfiguration":{"minimumHealthyPercent":100,"maximumPercent":150}}"#,
      differing: ["deploymentConfiguration.minimumHealthyPercent"]),
    RuleCase(
      "S03", "a replica's defaults are 200 and 100",
      #"{"deploymentConfiguration":{"maximumPercent":200,"minimumHealthyPercent":100}}"#, #"{"deploymentConfiguration":{}}"#),
    RuleCase(
      "S03", "a daemon's defaults are 100 and 0",
      #"{"schedulingStrategy":"DAEMON","deploymentConfiguration":{"maximumPercent":100,"minimumHealthyPercent":0}}"#,
      #"{"schedulingStrategy":"DAEMON","deploymentConfiguration":{}}"#),
    RuleCase(
      "S03", "200 is not a daemon's default",
      #"{"schedulingStrategy":"DAEMON","deploymentConfiguration":{"maximumPercent":200}}"#,
      #"{"schedulingStrategy":"DAEMON","deploymentConfiguration":{"maximumPercent":100}}"#,
      differing: ["deploymentConfiguration.maximumPercent"]),
    RuleCase(
      "S03", "the live service tells that it is a daemon", #"{"deploymentConfiguration":{"maximumPercent":100}}"#,
      #"{"schedulingStrategy":"DAEMON","deploymentConfiguration":{"maximumPercent":100,"minimumHealthyPercent":0}}"#),
    RuleCase(
      "S03", "LATEST is the platform", #"{"platformVersion":"LATEST"}"#, "{}"),
    RuleCase(
      "S04", "what newer servers fill in is ignored",
      #"{"deploymentConfiguration":{"deploymentCircuitBreaker":{"enable":true,"rollback":true}}}"#,
      #"{"deploymentConfiguration":{"deploymentCircuitBreaker":{"enable":true,"rollback":true,"resetOnHealthyTask":true,"thresholdConfiguration":{"type":"BOUNDED_PERCENT","value":50},"tomorrow":1},"alarms":{"alarmNames":[],"enable":false,"rollback":false},"earlySuccessCriteria":{"healthyPercent":1},"tomorrow":{}}}"#
    ),
    RuleCase(
      "S04", "declared, it is compared with its defaults",
      #"{"deploymentConfiguration":{"deploymentCircuitBreaker":{"enable":true,"rollback":true,"resetOnHealthyTask":true,"thresholdConfiguration":{"type":"BOUNDED_PERCENT","value":50}}}}"#,
      #"{"deploymentConfiguration":{"deploymentCircuitBreaker":{"enable":true,"rollback":true}}}"#),
    RuleCase(
      "S04", "declared, it counts",
      #"{"deploymentConfiguration":{"deploymentCircuitBreaker":{"resetOnHealthyTask":false,"thresholdConfiguration":{"type":"COUNT","value":5}},"earlySuccessCriteria":{"healthyPercent":2}}}"#,
      #"{"deploymentConfiguration":{"deploymentCircuitBreaker":{"resetOnHealthyTask":true,"thresholdConfiguration":{"type":"BOUNDED_PERCENT","value":50}},"earlySuccessCriteria":{"healthyPercent":1}}}"#,
      differing: [
        "deploymentConfiguration.deploymentCircuitBreaker.resetOnHealthyTask",
        "deploymentConfiguration.deploymentCircuitBreaker.thresholdConfiguration.type",
        "deploymentConfiguration.deploymentCircuitBreaker.thresholdConfiguration.value",
        #"deploymentConfiguration.earlySuccessCriteria.healthyPercent"#,
      ]),
    RuleCase(
      "S05", "sets in another order",
      #"{"networkConfiguration":{"awsvpcConfiguration":{"subnets":["b","a"],"securityGroups":["d","c"]}},"loadBalancers":[{"targetGroupArn":"b","containerName":"x","containerPort":1},{"targetGroupArn":"a","containerName":"x","containerPort":1}],"placementConstraints":[{"type":"memberOf","expression":"b"},{"type":"memberOf","expression":"a"}],"deploymentConfiguration":{"alarms":{"alarmNames":["b","a"],"enable":true,"rollback":true},"lifecycleHooks":[{"hookTargetArn":"b","roleArn":"r","lifecycleStages":["PRE_SCALE_UP","POST_SCALE_UP"]},{"hookTargetArn":"a","roleArn":"r","lifecycleStages":["PRE_SCALE_UP"]}]},"serviceConnectConfiguration":{"enabled":true,"services":[{"portName":"b"},{"portName":"a"}]}}"#,
      #"{"networkConfiguration":{"awsvpcConfiguration":{"subnets":["a","b"],"securityGroups":["c","d"],"assignPublicIp":"DISABLED"}},"loadBalancers":[{"targetGroupArn":"a","containerName":"x","containerPort":1},{"targetGroupArn":"b","containerName":"x","containerPort":1}],"placementConstraints":[{"type":"memberOf","expression":"a"},{"type":"memberOf","expression":"b"}],"deploymentConfiguration":{"alarms":{"alarmNames":["a","b"],"enable":true,"rollback":true},"lifecycleHooks":[{"hookTargetArn":"a","roleArn":"r","lifecycleStages":["PRE_SCALE_UP"]},{"hookTargetArn":"b","roleArn":"r","lifecycleStages":["POST_SCALE_UP","PRE_SCALE_UP"]}]},"serviceConnectConfiguration":{"enabled":true,"services":[{"portName":"a","discoveryName":"a"},{"portName":"b","discoveryName":"b"}]}}"#
    ),
    RuleCase(
      "S05", "another subnet, another target group",
      #"{"networkConfiguration":{"awsvpcConfiguration":{"subnets":["a"]}},"loadBalancers":[{"targetGroupArn":"a"}]}"#,
      #"{"networkConfiguration":{"awsvpcConfiguration":{"subnets":["b"]}},"loadBalancers":[{"targetGroupArn":"b"}]}"#,
      differing: [
        #"loadBalancers["a"]"#, #"loadBalancers["b"]"#, "networkConfiguration.awsvpcConfiguration.subnets",
      ]),
    RuleCase(
      "S05", "tags of a volume are a set",
      volume(#"{"resourceType":"volume","tags":[{"key":"b","value":"2"},{"key":"a","value":"1"}]}"#),
      volume(
        #"{"resourceType":"volume","propagateTags":"NONE","tags":[{"key":"a","value":"1"},{"key":"b","value":"2"}]}"#)),
    RuleCase(
      "S05", "another tag of a volume", volume(#"{"resourceType":"volume","tags":[{"key":"a","value":"1"}]}"#),
      volume(#"{"resourceType":"volume","tags":[{"key":"a","value":"2"}]}"#),
      differing: [#"volumeConfigurations["v"].managedEBSVolume.tagSpecifications["volume"].tags["a"]"#]),
    RuleCase(
      "S05", "a hook is named by its stages",
      #"{"deploymentConfiguration":{"lifecycleHooks":[{"targetType":"PAUSE","lifecycleStages":["PRE_SCALE_UP","POST_SCALE_UP"],"timeoutConfiguration":{"timeoutInMinutes":20}}]}}"#,
      #"{"deploymentConfiguration":{"lifecycleHooks":[{"targetType":"PAUSE","lifecycleStages":["POST_SCALE_UP","PRE_SCALE_UP"],"timeoutConfiguration":{"timeoutInMinutes":10}}]}}"#,
      differing: [
        #"deploymentConfiguration.lifecycleHooks["POST_SCALE_UP+PRE_SCALE_UP"].timeoutConfiguration.timeoutInMinutes"#
      ]),
    RuleCase("S06", "a count that is not declared is not ours", "{}", #"{"desiredCount":7}"#),
    RuleCase("S06", "a declared count is", #"{"desiredCount":2}"#, #"{"desiredCount":7}"#, differing: ["desiredCount"]),
    RuleCase("S06", "0 is a count", #"{"desiredCount":0}"#, #"{"desiredCount":7}"#, differing: ["desiredCount"]),
    RuleCase(
      "S06", "ECS owns a daemon's count", #"{"schedulingStrategy":"DAEMON","desiredCount":0}"#,
      #"{"schedulingStrategy":"DAEMON","desiredCount":7}"#),
    RuleCase("S07", "rebalancing that is not declared", "{}", #"{"availabilityZoneRebalancing":"ENABLED"}"#),
    RuleCase("S07", "disabled, and never set", #"{"availabilityZoneRebalancing":"DISABLED"}"#, "{}"),
    RuleCase(
      "S07", "enabled, and never set", #"{"availabilityZoneRebalancing":"ENABLED"}"#, "{}",
      differing: ["availabilityZoneRebalancing"]),
    RuleCase(
      "S07", "declared rebalancing", #"{"availabilityZoneRebalancing":"DISABLED"}"#,
      #"{"availabilityZoneRebalancing":"ENABLED"}"#, differing: ["availabilityZoneRebalancing"]),
    RuleCase(
      "S08", "base and weight are 0, providers are a set",
      #"{"capacityProviderStrategy":[{"capacityProvider":"FARGATE_SPOT","weight":1},{"capacityProvider":"FARGATE"}]}"#,
      #"{"capacityProviderStrategy":[{"capacityProvider":"FARGATE","weight":0,"base":0},{"capacityProvider":"FARGATE_SPOT","weight":1,"base":0}]}"#
    ),
    RuleCase(
      "S08", "another weight", #"{"capacityProviderStrategy":[{"capacityProvider":"FARGATE","weight":2}]}"#,
      #"{"capacityProviderStrategy":[{"capacityProvider":"FARGATE","weight":1}]}"#,
      differing: [#"capacityProviderStrategy["FARGATE"].weight"#]),
    RuleCase(
      "S08", "a launch type is no strategy", #"{"launchType":"FARGATE"}"#,
      #"{"capacityProviderStrategy":[{"capacityProvider":"FARGATE","weight":1}]}"#, differing: ["launchType"]),
    RuleCase(
      "S08", "the cluster's own strategy, copied", "{}",
      #"{"capacityProviderStrategy":[{"capacityProvider":"FARGATE","weight":1}]}"#),
    RuleCase(
      "S09", "spellings of placement",
      #"{"placementStrategy":[{"type":"SPREAD","field":"host"},{"type":"binpack","field":"memory"}]}"#,
      #"{"placementStrategy":[{"type":"spread","field":"instanceId"},{"type":"binpack","field":"MEMORY"}]}"#),
    RuleCase(
      "S09", "the order of placement counts",
      #"{"placementStrategy":[{"type":"binpack","field":"cpu"},{"type":"spread","field":"instanceId"}]}"#,
      #"{"placementStrategy":[{"type":"spread","field":"instanceId"},{"type":"binpack","field":"cpu"}]}"#,
      differing: ["placementStrategy"]),
    RuleCase(
      "S10", "a port is discovered by its name; volumes are xfs",
      #"{"serviceConnectConfiguration":{"enabled":true,"namespace":"internal","services":[{"portName":"http"}]},"volumeConfigurations":[{"name":"v","managedEBSVolume":{"roleArn":"r","sizeInGiB":10}}]}"#,
      #"{"serviceConnectConfiguration":{"enabled":true,"namespace":"internal","services":[{"portName":"http","discoveryName":"http"}]},"volumeConfigurations":[{"name":"v","managedEBSVolume":{"roleArn":"r","sizeInGiB":10,"filesystemType":"xfs"}}]}"#
    ),
    RuleCase(
      "S10", "another name, another file system",
      #"{"serviceConnectConfiguration":{"enabled":true,"services":[{"portName":"http"}]},"volumeConfigurations":[{"name":"v","managedEBSVolume":{"roleArn":"r","filesystemType":"ext4"}}]}"#,
      #"{"serviceConnectConfiguration":{"enabled":true,"services":[{"portName":"http","discoveryName":"web"}]},"volumeConfigurations":[{"name":"v","managedEBSVolume":{"roleArn":"r","filesystemType":"xfs"}}]}"#,
      differing: [
        #"serviceConnectConfiguration.services["http"].discoveryName"#,
        #"volumeConfigurations["v"].managedEBSVolume.filesystemType"#,
      ]),
    RuleCase("S10", "switched off is absent", #"{"serviceConnectConfiguration":{"enabled":false}}"#, "{}"),
    RuleCase(
      "S10", "switched off is not switched on", #"{"serviceConnectConfiguration":{"enabled":false}}"#,
      #"{"serviceConnectConfiguration":{"enabled":true,"namespace":"internal"}}"#, differing: ["serviceConnectConfiguration"]),
    RuleCase(
      "S10", "switched on is not switched off", #"{"serviceConnectConfiguration":{"enabled":true}}"#,
      #"{"serviceConnectConfiguration":{"enabled":false}}"#, differing: ["serviceConnectConfiguration.enabled"]),
    RuleCase(
      "S11", "both target groups of a blue/green service are compared as written",
      #"{"loadBalancers":[{"targetGroupArn":"tg-a","containerName":"x","containerPort":80,"advancedConfiguration":{"alternateTargetGroupArn":"tg-b","productionListenerRule":"rule","roleArn":"r"}}]}"#,
      #"{"loadBalancers":[{"targetGroupArn":"tg-a","containerName":"x","containerPort":80,"advancedConfiguration":{"alternateTargetGroupArn":"tg-b","productionListenerRule":"rule","roleArn":"r"}}]}"#
    ),
    RuleCase(
      "S11", "another alternate target group",
      #"{"loadBalancers":[{"targetGroupArn":"tg-a","advancedConfiguration":{"alternateTargetGroupArn":"tg-b"}}]}"#,
      #"{"loadBalancers":[{"targetGroupArn":"tg-a","advancedConfiguration":{"alternateTargetGroupArn":"tg-c"}}]}"#,
      differing: [#"loadBalancers["tg-a"].advancedConfiguration.alternateTargetGroupArn"#]),
    RuleCase(
      "S12", "defaults",
      #"{"healthCheckGracePeriodSeconds":0,"enableExecuteCommand":false,"enableECSManagedTags":false,"propagateTags":"NONE","networkConfiguration":{"awsvpcConfiguration":{"assignPublicIp":"DISABLED"}},"schedulingStrategy":"REPLICA","deploymentController":{"type":"ECS"}}"#,
      #"{"networkConfiguration":{"awsvpcConfiguration":{"subnets":["a"]}}}"#),
    RuleCase(
      "S12", "other values",
      #"{"healthCheckGracePeriodSeconds":0,"enableExecuteCommand":false,"enableECSManagedTags":true,"propagateTags":"SERVICE","networkConfiguration":{"awsvpcConfiguration":{"assignPublicIp":"DISABLED"}}}"#,
      #"{"healthCheckGracePeriodSeconds":60,"enableExecuteCommand":true,"enableECSManagedTags":false,"propagateTags":"NONE","networkConfiguration":{"awsvpcConfiguration":{"assignPublicIp":"ENABLED"}}}"#,
      differing: [
        "enableECSManagedTags", "enableExecuteCommand", "healthCheckGracePeriodSeconds",
        "networkConfiguration.awsvpcConfiguration.assignPublicIp", "propagateTags",
      ]),
    RuleCase(
      "A5", "tags in another order, reserved ones left out", #"{"tags":[{"key":"b","value":"2"},{"key":"A","value":"1"}]}"#,
      #"{"tags":[{"key":"A","value":"1"},{"key":"b","value":"2"},{"key":"aws:cloudformation:stack-name","value":"x"}]}"#),
    RuleCase(
      "A5", "the case of tags counts", #"{"tags":[{"key":"Team","value":"a"}]}"#, #"{"tags":[{"key":"team","value":"a"}]}"#,
      differing: [#"tags["Team"]"#, #"tags["team"]"#]),
  ]
}

extension ServiceCases {
  private static func volume(_ tagSpecification: String) -> String {
    #"{"volumeConfigurations":[{"name":"v","managedEBSVolume":{"roleArn":"r","tagSpecifications":[\#(tagSpecification)]}}]}"#
  }
}

enum RepositoryCases {
  static let all: [RuleCase] = [
    RuleCase(
      "R03", "mutable, not scanned, AES256",
      #"{"imageTagMutability":"MUTABLE","imageScanningConfiguration":{"scanOnPush":false},"encryptionConfiguration":{"encryptionType":"AES256"},"imageTagMutabilityExclusionFilters":[]}"#,
      #"{"repositoryArn":"arn:aws:ecr:eu-west-1:111111111111:repository/api","repositoryName":"api","registryId":"111111111111","repositoryUri":"x","createdAt":1}"#
    ),
    RuleCase(
      "R03", "other settings",
      #"{"imageTagMutability":"IMMUTABLE","imageScanningConfiguration":{"scanOnPush":true},"encryptionConfiguration":{"encryptionType":"KMS"}}"#,
      #"{"imageTagMutability":"MUTABLE","imageScanningConfiguration":{"scanOnPush":false},"encryptionConfiguration":{"encryptionType":"AES256"}}"#,
      differing: ["encryptionConfiguration.encryptionType", "imageScanningConfiguration.scanOnPush", "imageTagMutability"]),
    RuleCase(
      "R03", "the account's key fills in for none", #"{"encryptionConfiguration":{"encryptionType":"KMS"}}"#,
      #"{"encryptionConfiguration":{"encryptionType":"KMS","kmsKey":"arn:aws:kms:eu-west-1:111111111111:key/1"}}"#),
    RuleCase(
      "R03", "an alias is not compared, a key's id is its ARN",
      #"{"encryptionConfiguration":{"encryptionType":"KMS","kmsKey":"alias/images"}}"#,
      #"{"encryptionConfiguration":{"encryptionType":"KMS","kmsKey":"arn:aws:kms:eu-west-1:111111111111:key/1"}}"#),
    RuleCase(
      "R03", "a key's id is its ARN", #"{"encryptionConfiguration":{"kmsKey":"1"}}"#,
      #"{"encryptionConfiguration":{"kmsKey":"arn:aws:kms:eu-west-1:111111111111:key/1"}}"#),
    RuleCase(
      "R03", "another key", #"{"encryptionConfiguration":{"kmsKey":"arn:aws:kms:eu-west-1:111111111111:key/2"}}"#,
      #"{"encryptionConfiguration":{"kmsKey":"arn:aws:kms:eu-west-1:111111111111:key/1"}}"#,
      differing: ["encryptionConfiguration.kmsKey"]),
    RuleCase(
      "S05", "exclusion filters are a set",
      #"{"imageTagMutabilityExclusionFilters":[{"filterType":"WILDCARD","filter":"b*"},{"filterType":"WILDCARD","filter":"a*"}]}"#,
      #"{"imageTagMutabilityExclusionFilters":[{"filterType":"WILDCARD","filter":"a*"},{"filterType":"WILDCARD","filter":"b*"}]}"#
    ),
    RuleCase(
      "A5", "tags are written with capitals", #"{"tags":[{"Key":"b","Value":""},{"Key":"a","Value":"1"}]}"#,
      #"{"tags":[{"Key":"a","Value":"1"},{"Key":"b"},{"Key":"aws:x","Value":"y"}]}"#),
  ]

  static let policies: [RuleCase] = [
    RuleCase(
      "R01", "as text, in another order, with sets of patterns", lifecycle(rule(2), rule(1, #","tagPatternList":["b*","a*"]"#)),
      text(lifecycle(rule(1, #","tagPatternList":["a*","b*"],"tagPrefixList":[]"#), rule(2)))),
    RuleCase("R01", "blank text is no policy", #"{"lifecyclePolicy":"  "}"#, #"{"lifecyclePolicy":{}}"#),
    RuleCase("R01", "no rules are no policy", #"{"lifecyclePolicy":{"rules":[]}}"#, #"{"lifecyclePolicy":""}"#),
    RuleCase(
      "R01", "another priority", lifecycle(rule(1)), lifecycle(rule(2)), differing: ["lifecyclePolicy"]),
    RuleCase(
      "R01", "another description", lifecycle(rule(1)), text(lifecycle(rule(1, description: "keep"))),
      differing: ["lifecyclePolicy"]),
    RuleCase(
      "R01", "another count", lifecycle(rule(1, count: 10)), text(lifecycle(rule(1, count: 11))), differing: ["lifecyclePolicy"]),
    RuleCase(
      "R01", "another pattern", lifecycle(rule(1, #","tagPatternList":["a*"]"#)),
      lifecycle(rule(1, #","tagPatternList":["A*"]"#)), differing: ["lifecyclePolicy"]),
    RuleCase(
      "R02", "one value is a list of one; sets; cases; accounts",
      access(
        #""Sid":"pull","Effect":"Allow","Principal":{"AWS":["111122223333","arn:aws:iam::444455556666:role/b"]},"Action":["ecr:GetDownloadUrlForLayer","ecr:BatchGetImage"],"Resource":"*","Condition":{"StringEquals":{"AWS:SourceAccount":"1"},"Bool":{"aws:SecureTransport":true}}"#
      ),
      text(
        access(
          #""Sid":"pull","Effect":"Allow","Principal":{"AWS":["arn:aws:iam::444455556666:role/b","arn:aws:iam::111122223333:root"]},"Action":["ecr:batchgetimage","ECR:GetDownloadUrlForLayer"],"Resource":["*"],"Condition":{"Bool":{"aws:SecureTransport":["true"]},"StringEquals":{"aws:sourceaccount":["1"]}}"#
        ))),
    RuleCase(
      "R02", "one action", access(#""Effect":"Allow","Principal":"*","Action":"ecr:BatchGetImage""#),
      access(#""Effect":"Allow","Principal":"*","Action":["ecr:BatchGetImage"]"#)),
    RuleCase(
      "R02", "everybody is every AWS principal", access(#""Effect":"Allow","Principal":"*","Action":"ecr:*""#),
      access(#""Effect":"Allow","Principal":{"AWS":"*"},"Action":"ecr:*""#)),
    RuleCase(
      "R02", "statements in another order",
      #"{"repositoryPolicy":{"Version":"2012-10-17","Statement":[{"Sid":"b","Effect":"Allow","Principal":"*","Action":"x:y"},{"Sid":"a","Effect":"Deny","Principal":"*","Action":"x:z"}]}}"#,
      #"{"repositoryPolicy":{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Deny","Principal":"*","Action":"x:z"},{"Sid":"b","Effect":"Allow","Principal":"*","Action":"x:y"}]}}"#
    ),
    RuleCase(
      "R02", "a statement twice is not once",
      #"{"repositoryPolicy":{"Statement":[{"Effect":"Allow"},{"Effect":"Allow"}]}}"#,
      #"{"repositoryPolicy":{"Statement":{"Effect":"Allow"}}}"#, differing: ["repositoryPolicy"]),
    RuleCase(
      "R02", "the id of a statement counts", access(#""Sid":"a","Effect":"Allow""#), access(#""Sid":"b","Effect":"Allow""#),
      differing: ["repositoryPolicy"]),
    RuleCase(
      "R02", "unknown members of a statement count", access(#""Effect":"Allow","Tomorrow":1"#), access(#""Effect":"Allow""#),
      differing: ["repositoryPolicy"]),
    RuleCase(
      "R02", "a principal that was deleted shows its id", access(#""Principal":{"AWS":"arn:aws:iam::111122223333:role/ci"}"#),
      access(#""Principal":{"AWS":"AROAEXAMPLEEXAMPLE"}"#), differing: ["repositoryPolicy"]),
    RuleCase(
      "R02", "a principal's case counts", access(#""Principal":{"AWS":"arn:aws:iam::111122223333:role/ci"}"#),
      access(#""Principal":{"AWS":"arn:aws:iam::111122223333:role/CI"}"#), differing: ["repositoryPolicy"]),
    RuleCase(
      "R02", "no version is the first one", #"{"repositoryPolicy":{"Statement":[{"Effect":"Allow"}]}}"#,
      #"{"repositoryPolicy":{"Version":"2008-10-17","Statement":[{"Effect":"Allow"}]}}"#),
    RuleCase(
      "R02", "the newer version is another", #"{"repositoryPolicy":{"Statement":[{"Effect":"Allow"}]}}"#,
      #"{"repositoryPolicy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]}}"#, differing: ["repositoryPolicy"]),
    RuleCase("R02", "blank text is no policy", #"{"repositoryPolicy":""}"#, #"{"repositoryPolicy":null}"#),
  ]

  private static func lifecycle(_ rules: String...) -> String {
    #"{"lifecyclePolicy":{"rules":[\#(rules.joined(separator: ","))]}}"#
  }

  private static func rule(_ priority: Int, _ selection: String = "", description: String = "", count: Int = 10) -> String {
    #"{"rulePriority":\#(priority),"description":"\#(description)","selection":{"tagStatus":"tagged","countType":"imageCountMoreThan","countNumber":\#(count)\#(selection)},"action":{"type":"expire"}}"#
  }

  private static func access(_ statement: String) -> String {
    #"{"repositoryPolicy":{"Version":"2012-10-17","Statement":[{\#(statement)}]}}"#
  }

  /// The policy as ECR returns it: text.
  private static func text(_ document: String) -> String {
    guard let members = try? JSON(text: document).objectValue, let policy = members.first else { return document }
    return JSON.object(JSONObject([.init(key: policy.key, value: .string(policy.value.text()))])).text()
  }
}

enum ClusterCases {
  static let all: [RuleCase] = [
    RuleCase(
      "R04", "insights that are not declared are the account's", "{}",
      #"{"clusterName":"main","status":"ACTIVE","settings":[{"name":"containerInsights","value":"enhanced"}],"activeServicesCount":4}"#
    ),
    RuleCase(
      "R04", "no settings are none of ours", #"{"settings":[]}"#,
      #"{"settings":[{"name":"containerInsights","value":"enhanced"}]}"#),
    RuleCase(
      "R04", "declared insights", #"{"settings":[{"name":"containerInsights","value":"enabled"}]}"#,
      #"{"settings":[{"name":"containerInsights","value":"disabled"},{"name":"tomorrow","value":"1"}]}"#,
      differing: [#"settings["containerInsights"]"#]),
    RuleCase(
      "R04", "declared insights as they are", #"{"settings":[{"name":"containerInsights","value":"enabled"}]}"#,
      #"{"settings":[{"name":"tomorrow","value":"1"},{"name":"containerInsights","value":"enabled"}]}"#),
    RuleCase(
      "a.2", "capacity providers are sorted by ECS, base is 0",
      #"{"capacityProviders":["FARGATE_SPOT","FARGATE"],"defaultCapacityProviderStrategy":[{"capacityProvider":"FARGATE","weight":1}]}"#,
      #"{"capacityProviders":["FARGATE","FARGATE_SPOT"],"defaultCapacityProviderStrategy":[{"capacityProvider":"FARGATE","weight":1,"base":0}]}"#
    ),
    RuleCase(
      "a.2", "one capacity provider more", #"{"capacityProviders":["FARGATE"]}"#,
      #"{"capacityProviders":["FARGATE","FARGATE_SPOT"]}"#, differing: ["capacityProviders"]),
    RuleCase(
      "a.2", "an empty namespace is none", #"{"serviceConnectDefaults":{"namespace":""}}"#, "{}"),
    RuleCase(
      "a.2", "an empty namespace takes one away", #"{"serviceConnectDefaults":{"namespace":""}}"#,
      #"{"serviceConnectDefaults":{"namespace":"arn:aws:servicediscovery:eu-west-1:111111111111:namespace/ns-1"}}"#,
      differing: ["serviceConnectDefaults"]),
    RuleCase(
      "a.2", "another namespace",
      #"{"serviceConnectDefaults":{"namespace":"arn:aws:servicediscovery:eu-west-1:111111111111:namespace/ns-2"}}"#,
      #"{"serviceConnectDefaults":{"namespace":"arn:aws:servicediscovery:eu-west-1:111111111111:namespace/ns-1"}}"#,
      differing: ["serviceConnectDefaults.namespace"]),
  ]
}

enum LogGroupCases {
  static let all: [RuleCase] = [
    RuleCase(
      "R05", "what a log group answers", #"{"logGroupName":"/ecs/api"}"#,
      #"{"logGroupName":"/ecs/api","arn":"arn:aws:logs:eu-west-1:111111111111:log-group:/ecs/api:*","logGroupArn":"arn:aws:logs:eu-west-1:111111111111:log-group:/ecs/api","creationTime":1,"metricFilterCount":0,"storedBytes":0,"logGroupClass":"STANDARD","deletionProtectionEnabled":false,"bearerTokenAuthenticationEnabled":false}"#
    ),
    RuleCase("R05", "declared defaults", #"{"logGroupClass":"STANDARD","deletionProtectionEnabled":false}"#, "{}"),
    RuleCase("R05", "no retention is for ever", #"{"retentionInDays":""}"#, "{}"),
    RuleCase("R05", "retention", #"{"retentionInDays":30}"#, "{}", differing: ["retentionInDays"]),
    RuleCase(
      "R05", "another retention", #"{"retentionInDays":30}"#, #"{"retentionInDays":14}"#, differing: ["retentionInDays"]),
    RuleCase(
      "A5", "tags are a map", #"{"tags":{"b":"2","A":"1"}}"#, #"{"tags":{"A":"1","b":"2","aws:x":"y"}}"#),
    RuleCase(
      "A5", "the case of tags counts", #"{"tags":{"Team":"a"}}"#, #"{"tags":{"team":"a"}}"#,
      differing: [#"tags["Team"]"#, #"tags["team"]"#]),
  ]
}
