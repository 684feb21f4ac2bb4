import JSONDocument
import Resources
import Testing

@testable import Planning

/// What is wanted of fields that were declared when we wrote the resource down last and are gone from the files.
@Suite("Fields that left the files")
struct RemovalTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var kind: ResourceKind
    var before: String
    var now: String
    var completed: String

    init(_ name: String, _ kind: ResourceKind = .service, before: String, now: String = "{}", completed: String) {
      testDescription = name
      self.kind = kind
      self.before = before
      self.now = now
      self.completed = completed
    }
  }

  static let cases: [Case] = [
    Case("nothing left", before: #"{"desiredCount":2}"#, now: #"{"desiredCount":3}"#, completed: #"{"desiredCount":3}"#),
    Case(
      "lists are emptied", before: #"{"loadBalancers":[{"targetGroupArn":"a"}],"tags":[{"key":"a"}]}"#,
      completed: #"{"loadBalancers":[],"tags":[]}"#),
    Case(
      "values go back to their default", before: #"{"enableExecuteCommand":true,"propagateTags":"SERVICE"}"#,
      completed: #"{"enableExecuteCommand":false,"propagateTags":"NONE"}"#),
    Case(
      "null is gone", before: #"{"healthCheckGracePeriodSeconds":60}"#, now: #"{"healthCheckGracePeriodSeconds":null}"#,
      completed: #"{"healthCheckGracePeriodSeconds":0}"#),
    Case("null was never there", before: #"{"healthCheckGracePeriodSeconds":null}"#, completed: #"{}"#),
    Case(
      "Service Connect is switched off", before: #"{"serviceConnectConfiguration":{"enabled":true}}"#,
      completed: #"{"serviceConnectConfiguration":{"enabled":false}}"#),
    Case(
      "a count is no longer ours",
      before: #"{"desiredCount":2,"launchType":"FARGATE","availabilityZoneRebalancing":"ENABLED"}"#, completed: #"{}"#),
    Case(
      "members inside a structure",
      before: #"{"deploymentConfiguration":{"maximumPercent":150,"deploymentCircuitBreaker":{"enable":true,"rollback":true}}}"#,
      now: #"{"deploymentConfiguration":{"maximumPercent":120}}"#,
      completed:
        #"{"deploymentConfiguration":{"maximumPercent":120,"deploymentCircuitBreaker":{"enable":false,"rollback":false}}}"#),
    Case(
      "a whole structure", before: #"{"deploymentConfiguration":{"maximumPercent":150}}"#,
      completed: #"{"deploymentConfiguration":{"maximumPercent":200}}"#),
    Case(
      "a daemon goes back to a daemon's default",
      before: #"{"schedulingStrategy":"DAEMON","deploymentConfiguration":{"minimumHealthyPercent":50}}"#,
      now: #"{"schedulingStrategy":"DAEMON"}"#,
      completed: #"{"schedulingStrategy":"DAEMON","deploymentConfiguration":{"minimumHealthyPercent":0}}"#),
    Case(
      "security groups are the VPC's default again",
      before: #"{"networkConfiguration":{"awsvpcConfiguration":{"subnets":["a"],"securityGroups":["b"]}}}"#,
      now: #"{"networkConfiguration":{"awsvpcConfiguration":{"subnets":["a"]}}}"#,
      completed: #"{"networkConfiguration":{"awsvpcConfiguration":{"subnets":["a"],"securityGroups":[]}}}"#),
    Case(
      "a network is nothing without its subnets",
      before: #"{"networkConfiguration":{"awsvpcConfiguration":{"subnets":["a"],"securityGroups":["b"]}}}"#, completed: #"{}"#),
    Case("unknown members cannot be taken away", before: #"{"tomorrow":1}"#, completed: #"{}"#),
    Case(
      "policies are deleted", .repository, before: #"{"lifecyclePolicy":{"rules":[]},"repositoryPolicy":{"Version":"x"}}"#,
      completed: #"{"lifecyclePolicy":{},"repositoryPolicy":{}}"#),
    Case(
      "a repository's settings", .repository,
      before: #"{"imageTagMutability":"IMMUTABLE","imageScanningConfiguration":{"scanOnPush":true}}"#,
      completed: #"{"imageTagMutability":"MUTABLE","imageScanningConfiguration":{"scanOnPush":false}}"#),
    Case(
      "retention and key of a log group", .logGroup, before: #"{"retentionInDays":30,"kmsKeyId":"arn:x"}"#,
      completed: #"{"retentionInDays":"","kmsKeyId":""}"#),
    Case(
      "a cluster's namespace and providers", .cluster,
      before: #"{"serviceConnectDefaults":{"namespace":"a"},"capacityProviders":["FARGATE"]}"#,
      completed: #"{"serviceConnectDefaults":{"namespace":""},"capacityProviders":[]}"#),
    Case(
      "insights are the account's again", .cluster, before: #"{"settings":[{"name":"containerInsights","value":"enabled"}]}"#,
      completed: #"{}"#),
  ]

  @Test("a field that left the file is taken away, or said to stay", arguments: cases)
  func completes(_ example: Case) throws {
    let before = try JSON(text: example.before)
    let now = try JSON(text: example.now)
    let facts = example.kind.facts(of: now, before)
    #expect(EmptyingValues.completing(now, memory: before, facts) == (try JSON(text: example.completed)))
  }

  static let taken: [(ResourceKind, String, String, [String])] = [
    (
      .service, #"{"serviceConnectConfiguration":{"enabled":true}}"#, #"{"serviceConnectConfiguration":{"enabled":true}}"#,
      ["serviceConnectConfiguration"]
    ),
    (.service, #"{"serviceConnectConfiguration":{"enabled":true}}"#, "{}", []),
    (.service, #"{"loadBalancers":[{"targetGroupArn":"a"}]}"#, #"{"loadBalancers":[]}"#, []),
    (.logGroup, #"{"retentionInDays":30}"#, #"{"retentionInDays":30}"#, ["retentionInDays"]),
    (.logGroup, #"{"retentionInDays":30}"#, "{}", []),
    (.logGroup, #"{"kmsKeyId":"a"}"#, #"{"kmsKeyId":"a"}"#, ["kmsKeyId"]),
    (
      .repository, #"{"lifecyclePolicy":{"rules":[{"rulePriority":1}]}}"#, #"{"lifecyclePolicy":{"rules":[{"rulePriority":1}]}}"#,
      ["lifecyclePolicy"]
    ),
    (.repository, #"{"lifecyclePolicy":{"rules":[{"rulePriority":1}]}}"#, "{}", []),
    (
      .cluster, #"{"serviceConnectDefaults":{"namespace":"a"}}"#, #"{"serviceConnectDefaults":{"namespace":"arn:a"}}"#,
      ["serviceConnectDefaults"]
    ),
  ]

  @Test("what is taken away is a difference only while it is there", arguments: taken)
  func differences(kind: ResourceKind, before: String, live: String, paths: [String]) throws {
    let memory = try JSON(text: before)
    let wanted = EmptyingValues.completing([:], memory: memory, kind.facts)
    let fields = Differ(kind).changes(from: try JSON(text: live), to: wanted, memory: memory)
    #expect(fields.map(\.path.description) == paths)
  }

  // MARK: What stays

  struct Left: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let kind: ResourceKind
    var before: String
    var now: String
    var live: String?
    var paths: [String]

    init(
      _ name: String, _ kind: ResourceKind = .service, before: String, now: String = "{}", live: String? = nil, _ paths: [String]
    ) {
      (testDescription, self.kind, self.before, self.now, self.live, self.paths) = (name, kind, before, now, live, paths)
    }
  }

  static let left: [Left] = [
    Left("rebalancing", before: #"{"availabilityZoneRebalancing":"ENABLED"}"#, ["availabilityZoneRebalancing"]),
    Left("what is gone already", before: #"{"availabilityZoneRebalancing":"ENABLED"}"#, live: "{}", []),
    Left("what is still declared", before: #"{"launchType":"EC2"}"#, now: #"{"launchType":"EC2"}"#, []),
    Left("what has a default", before: #"{"enableExecuteCommand":true,"loadBalancers":[{"targetGroupArn":"a"}]}"#, []),
    Left("a count is whoever scales the service's", before: #"{"desiredCount":3}"#, []),
    Left("a launch type", before: #"{"launchType":"EC2"}"#, ["launchType"]),
    Left(
      "a strategy takes the launch type's place", before: #"{"launchType":"FARGATE"}"#,
      now: #"{"capacityProviderStrategy":[{"capacityProvider":"FARGATE","weight":1}]}"#, live: #"{"launchType":"FARGATE"}"#, []),
    Left(
      "the whole network", before: #"{"networkConfiguration":{"awsvpcConfiguration":{"subnets":["a"],"securityGroups":["b"]}}}"#,
      ["networkConfiguration"]),
    Left(
      "hooks inside of a configuration",
      before: #"{"deploymentConfiguration":{"maximumPercent":150,"lifecycleHooks":[{"hookTargetArn":"a"}]}}"#,
      now: #"{"deploymentConfiguration":{"maximumPercent":150}}"#, ["deploymentConfiguration.lifecycleHooks"]),
    Left(
      "settings of a cluster", .cluster, before: #"{"settings":[{"name":"containerInsights","value":"enabled"}]}"#,
      live: #"{"settings":[{"name":"containerInsights","value":"enabled"},{"name":"other","value":"a"}]}"#, ["settings"]),
    Left(
      "one setting of a cluster", .cluster,
      before: #"{"settings":[{"name":"containerInsights","value":"enabled"},{"name":"other","value":"a"}]}"#,
      now: #"{"settings":[{"name":"other","value":"a"}]}"#, [#"settings["containerInsights"]"#]),
    Left(
      "what logs ECS Exec", .cluster, before: #"{"configuration":{"executeCommandConfiguration":{"logging":"DEFAULT"}}}"#,
      ["configuration"]),
  ]

  @Test("a field that left the file and cannot be taken back is said to stay", arguments: left)
  func stays(_ example: Left) throws {
    let before = try JSON(text: example.before)
    let fields = LeftMembers.differences(
      try JSON(text: example.now), memory: before, live: try example.live.map { try JSON(text: $0) } ?? before, kind: example.kind
    )
    #expect(fields.map(\.path.description) == example.paths)
  }
}
