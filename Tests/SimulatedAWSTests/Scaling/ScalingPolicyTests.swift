import AWS
import JSONDocument
import SimulatedAWS
import Testing

@Suite("Scaling policies")
struct ScalingPolicyTests {
  static let cpu = tracking(
    #""TargetValue": 60, "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}"#)

  static func tracking(_ configuration: String) -> String {
    #""PolicyName": "cpu", "PolicyType": "TargetTrackingScaling", "TargetTrackingScalingPolicyConfiguration": {\#(configuration)}"#
  }

  static func step(_ configuration: String) -> String {
    #""PolicyName": "out", "PolicyType": "StepScaling", "StepScalingPolicyConfiguration": {\#(configuration)}"#
  }

  @Test("target tracking is answered with two alarms, and keeps its ARN when it changes")
  func tracks() async throws {
    let service = try await ScaledService.registered()
    let made = try await service.call("PutScalingPolicy", Self.cpu)
    let arn = try #require(made.text(at: "PolicyARN"))
    #expect(
      arn.wholeMatch(
        of:
          #/arn:aws:autoscaling:eu-west-1:111111111111:scalingPolicy:[0-9a-f-]{36}:resource\/ecs\/service\/main\/web:policyName\/cpu/#
      )
        != nil, "\(arn)")
    let names = made.list(at: "Alarms").compactMap { $0.text(at: "AlarmName") }
    #expect(names.count == 2)
    #expect(names.first?.hasPrefix("TargetTracking-service/main/web-AlarmHigh-") == true)
    #expect(names.last?.hasPrefix("TargetTracking-service/main/web-AlarmLow-") == true)
    #expect(
      made.list(at: "Alarms").first?.text(at: "AlarmARN") == "arn:aws:cloudwatch:eu-west-1:111111111111:alarm:\(names[0])")

    #expect(try await service.call("PutScalingPolicy", Self.cpu) == made)
    let changed = try await service.call("PutScalingPolicy", Self.cpu.replacing("60", with: "70"))
    #expect(changed["PolicyARN"] == made["PolicyARN"])
    #expect(changed.list(at: "Alarms").count == 2 && changed["Alarms"] != made["Alarms"])

    let policy = try #require(try await service.policies().first)
    #expect(policy["Alarms"] == changed["Alarms"])
    #expect(policy.text(at: "PolicyType") == "TargetTrackingScaling")
    #expect(policy["CreationTime"]?.numberValue != nil)
    // What nobody sent is not read back, and doubles have a point.
    #expect(
      policy["TargetTrackingScalingPolicyConfiguration"]?.text()
        == #"{"TargetValue":70.0,"PredefinedMetricSpecification":{"PredefinedMetricType":"ECSServiceAverageCPUUtilization"}}"#)
  }

  static let accepted = [
    Row(
      "memory, cooldowns, no way in",
      tracking(
        #""TargetValue": 75.5, "ScaleInCooldown": 0, "ScaleOutCooldown": 60, "DisableScaleIn": true, "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageMemoryUtilization"}"#
      )),
    Row(
      "one metric of one's own",
      tracking(
        #""TargetValue": 1, "CustomizedMetricSpecification": {"MetricName": "m", "Namespace": "n", "Statistic": "Sum", "Unit": "Count", "Dimensions": [{"Name": "a", "Value": "b"}]}"#
      )),
    Row(
      "math over metrics",
      tracking(
        #""TargetValue": 1, "CustomizedMetricSpecification": {"Metrics": [{"Id": "m", "MetricStat": {"Metric": {"MetricName": "q", "Namespace": "n"}, "Stat": "Sum"}, "ReturnData": false}, {"Id": "e", "Expression": "m / 2"}]}"#
      )),
    Row(
      "one step",
      step(#""AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}]"#)
    ),
    Row(
      "steps on both sides, in no order",
      step(
        #""AdjustmentType": "PercentChangeInCapacity", "MinAdjustmentMagnitude": 2, "Cooldown": 60, "MetricAggregationType": "Maximum", "StepAdjustments": [{"MetricIntervalLowerBound": 10, "ScalingAdjustment": 30}, {"MetricIntervalUpperBound": 0, "ScalingAdjustment": -10}, {"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 10, "ScalingAdjustment": 10}]"#
      )),
  ]

  @Test("these are read back as they were put", arguments: accepted)
  func accepts(row: Row<String>) async throws {
    let service = try await ScaledService.registered()
    try await service.call("PutScalingPolicy", row.value)
    let sent = try JSON(text: "{\(row.value)}")
    let policy = try #require(try await service.policies().first)
    let member = try #require(sent.text(at: "PolicyType")) + "PolicyConfiguration"
    #expect(policy[member]?.canonicalNumbers == sent[member]?.canonicalNumbers)
    #expect(policy.list(at: "Alarms").count == (member.hasPrefix("Step") ? 0 : 2))
  }

  @Test("requests for a target group that the service is attached to")
  func label() async throws {
    let balancer =
      #", "loadBalancers": [{"targetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/web/943f017f100becff", "containerName": "web", "containerPort": 80}]"#
    let service = try await ScaledService(count: 1, more: balancer)
    try await service.call("RegisterScalableTarget", #""MinCapacity": 1, "MaxCapacity": 4"#)
    func put(_ label: String) async throws -> String? {
      try await service.refusal(
        "PutScalingPolicy",
        Self.tracking(
          #""TargetValue": 100, "PredefinedMetricSpecification": {"PredefinedMetricType": "ALBRequestCountPerTarget"\#(label)}"#))
    }
    #expect(try await put(#", "ResourceLabel": "app/web/778d41231b141a0f/targetgroup/web/943f017f100becff""#) == nil)
    #expect(try await put("")?.contains("ResourceLabel is required") == true)
    #expect(
      try await put(#", "ResourceLabel": "app/web/778d41231b141a0f/targetgroup/api/943f017f100becff""#)?
        .contains("is not attached to the ECS service") == true)
    #expect(try await put(#", "ResourceLabel": "web""#)?.contains("must look like") == true)
  }

  static let refused = [
    Row("no type", (#""PolicyName": "a""#, "PolicyType is required")),
    Row("no configuration", (#""PolicyName": "a", "PolicyType": "StepScaling""#, "StepScalingPolicyConfiguration is required")),
    Row(
      "the configuration of another type",
      (
        #""PolicyName": "a", "PolicyType": "StepScaling", "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 1}"#,
        "cannot be specified for the policy type StepScaling"
      )),
    Row("no metric", (tracking(#""TargetValue": 1"#), "Specify either PredefinedMetricSpecification or")),
    Row(
      "two metrics",
      (
        tracking(
          #""TargetValue": 1, "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}, "CustomizedMetricSpecification": {"MetricName": "m", "Namespace": "n", "Statistic": "Sum"}"#
        ), "Specify either PredefinedMetricSpecification or"
      )),
    Row(
      "a metric of databases",
      (
        tracking(
          #""TargetValue": 1, "PredefinedMetricSpecification": {"PredefinedMetricType": "RDSReaderAverageCPUUtilization"}"#),
        "is not supported for ECS services"
      )),
    Row(
      "a label without need",
      (
        tracking(
          #""TargetValue": 1, "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization", "ResourceLabel": "x"}"#
        ), "for ALBRequestCountPerTarget only"
      )),
    Row(
      "half a metric",
      (
        tracking(#""TargetValue": 1, "CustomizedMetricSpecification": {"MetricName": "m", "Statistic": "Sum"}"#),
        "Namespace is required"
      )),
    Row(
      "two that return data",
      (
        tracking(
          #""TargetValue": 1, "CustomizedMetricSpecification": {"Metrics": [{"Id": "a", "Expression": "1"}, {"Id": "b", "Expression": "2"}]}"#
        ), "Exactly one metric"
      )),
    Row(
      "an id twice",
      (
        tracking(
          #""TargetValue": 1, "CustomizedMetricSpecification": {"Metrics": [{"Id": "a", "Expression": "1"}, {"Id": "a", "Expression": "2"}]}"#
        ), "must be unique"
      )),
    Row(
      "a value beyond all numbers",
      (
        tracking(
          #""TargetValue": 1e200, "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}"#),
        "must be in the range of -2^360 to 2^360"
      )),
    Row("no steps", (step(#""AdjustmentType": "ChangeInCapacity""#), "At least one step adjustment is required")),
    Row(
      "no kind of step",
      (step(#""StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}]"#), "AdjustmentType is required")),
    Row(
      "a gap",
      (
        step(
          #""AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 5, "ScalingAdjustment": 1}, {"MetricIntervalLowerBound": 6, "ScalingAdjustment": 2}]"#
        ), "can't overlap or have a gap"
      )),
    Row(
      "no end",
      (
        step(
          #""AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 5, "ScalingAdjustment": 1}]"#
        ), "null upper bound"
      )),
    Row(
      "no bounds at all",
      (
        step(#""AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"ScalingAdjustment": 1}]"#),
        "can't be null in the same step adjustment"
      )),
    Row(
      "less than nothing",
      (
        step(
          #""AdjustmentType": "ExactCapacity", "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": -1}]"#),
        "cannot be negative"
      )),
  ]

  @Test("a policy is refused with", arguments: refused)
  func refuses(row: Row<(String, String)>) async throws {
    let service = try await ScaledService.registered()
    let words = try await service.refusal("PutScalingPolicy", row.value.0)
    #expect(words?.hasPrefix("ValidationException: ") == true && words?.contains(row.value.1) == true, "\(words ?? "accepted")")
    #expect(try await service.policies().isEmpty)
  }

  @Test("there is no policy without a target, and none can be deleted twice")
  func needsTarget() async throws {
    let service = try await ScaledService()
    let place = "service namespace: ecs, resource ID: service/main/web, scalable dimension: ecs:service:DesiredCount"
    #expect(
      try await service.refusal("PutScalingPolicy", Self.cpu)
        == "ObjectNotFoundException: No scalable target registered for \(place)")
    try await service.call("RegisterScalableTarget", #""MinCapacity": 1, "MaxCapacity": 4"#)
    try await service.call("PutScalingPolicy", Self.cpu)
    try await service.call("DeleteScalingPolicy", #""PolicyName": "cpu""#)
    #expect(
      try await service.refusal("DeleteScalingPolicy", #""PolicyName": "cpu""#)
        == "ObjectNotFoundException: No scaling policy found for \(place), policy name: cpu")
  }

  @Test("an update may leave out what stays, and may change the type")
  func updates() async throws {
    let service = try await ScaledService.registered()
    let made = try await service.call("PutScalingPolicy", Self.cpu)
    #expect(try await service.call("PutScalingPolicy", #""PolicyName": "cpu""#) == made)
    let changed = try await service.call(
      "PutScalingPolicy",
      Self.step(
        #""AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}]"#
      )
      .replacing(#""out""#, with: #""cpu""#))
    #expect(changed["PolicyARN"] == made["PolicyARN"] && changed["Alarms"] == [])
    let policy = try #require(try await service.policies().first)
    #expect(policy["TargetTrackingScalingPolicyConfiguration"] == nil && policy["StepScalingPolicyConfiguration"] != nil)
  }

  @Test("policies come ten to a page, by name and by resource")
  func pages() async throws {
    let service = try await ScaledService.registered()
    for number in 10...21 {
      try await service.call("PutScalingPolicy", Self.cpu.replacing(#""cpu""#, with: #""p\#(number)""#))
    }
    let first = try await service.account.call(
      .applicationAutoscaling, "DescribeScalingPolicies", #"{"ServiceNamespace": "ecs"}"#)
    #expect(first.list(at: "ScalingPolicies").count == 10)
    let token = try #require(first.text(at: "NextToken"))
    let rest = try await service.describe("DescribeScalingPolicies", #""NextToken": "\#(token)""#, "ScalingPolicies")
    #expect(rest.map { $0.text(at: "PolicyName") } == ["p20", "p21"])
    let named = try await service.describe("DescribeScalingPolicies", #""PolicyNames": ["p12", "no"]"#, "ScalingPolicies")
    #expect(named.map { $0.text(at: "PolicyName") } == ["p12"])
    let other = try await service.describe("DescribeScalingPolicies", #""ResourceId": "service/main/api""#, "ScalingPolicies")
    #expect(other.isEmpty)
  }

  @Test("a target has fifty policies at most")
  func quota() async throws {
    let service = try await ScaledService.registered()
    for number in 1...50 {
      try await service.call("PutScalingPolicy", Self.cpu.replacing(#""cpu""#, with: #""p\#(number)""#))
    }
    #expect(try await service.refusal("PutScalingPolicy", Self.cpu)?.hasPrefix("LimitExceededException") == true)
  }
}

extension JSON {
  /// 60 and 60.0 are the same number.
  fileprivate var canonicalNumbers: JSON {
    if let items = arrayValue { return .array(items.map(\.canonicalNumbers)) }
    if let number = numberValue?.doubleValue { return .string("\(number)") }
    guard let members = objectValue else { return self }
    return .object(JSONObject(members.map { JSONObject.Member(key: $0.key, value: $0.value.canonicalNumbers) }))
  }
}
