import JSONDocument
import Testing

@testable import Resources

@Suite("What scales services")
struct ScalingKindTests {
  @Test(
    "points in time are one however they are written",
    arguments: [
      ("2027-01-31T08:00:00Z", "2027-01-31T08:00:00Z"), ("2027-01-31T09:00:00+01:00", "2027-01-31T08:00:00Z"),
      ("2027-01-31T00:30:00-0730", "2027-01-31T08:00:00Z"), ("2027-01-31T08:00", "2027-01-31T08:00:00Z"),
      ("2027-01-31 08:00:00.125Z", "2027-01-31T08:00:00Z"), ("2028-02-29T23:59:59Z", "2028-02-29T23:59:59Z"),
      ("1969-12-31T23:59:58Z", "1969-12-31T23:59:58Z"),
    ])
  func instants(written: String, plain: String) throws {
    #expect(try #require(Instant(.string(written))).text == plain)
  }

  @Test("seconds since 1970 are points in time, too")
  func seconds() throws {
    #expect(Instant(1_801_382_400)?.text == "2027-01-31T08:00:00Z")
    #expect(Instant(0)?.text == "1970-01-01T00:00:00Z")
    #expect(Instant("tomorrow") == nil)
    #expect(Instant("2027-13-01T00:00:00Z") == nil)
  }

  @Test("a service is named by its cluster's name and its own")
  func scaledService() {
    #expect(ScaledService("service/main/api")?.identity == ResourceIdentity(.service, name: "api", scope: "main"))
    for text in ["main/api", "service/api", "service//api", "service/arn:aws:ecs:eu-west-1:1:cluster/main/api", "service/a/b/c"] {
      #expect(ScaledService(text) == nil, "\(text)")
    }
  }

  @Test("a file that names nothing stands for the service of its name")
  func namesOfFiles() {
    let target = ResourceKind.scalableTarget.identified(["MinCapacity": 1], stem: "api", cluster: "main")
    #expect(target.identity == ResourceIdentity(.scalableTarget, name: "service/main/api"))
    #expect(target.attributes["ResourceId"] == "service/main/api")
    let policy = ResourceKind.scalingPolicy.identified(["PolicyName": "cpu"], stem: "api", cluster: "main")
    #expect(policy.identity == ResourceIdentity(.scalingPolicy, name: "cpu", scope: "service/main/api"))
    #expect(
      policy.identity.uses(in: policy.attributes, provider: provider) == [
        ResourceIdentity(.service, name: "api", scope: "main"), target.identity,
      ])
  }

  private let provider = ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "111111111111")

  @Test("what AWS takes for equal is equal", arguments: equals)
  func equal(kind: ResourceKind, one: String, other: String) throws {
    #expect(kind.normalForm(of: try JSON(text: one)) == kind.normalForm(of: try JSON(text: other)))
  }

  private static let equals: [(ResourceKind, String, String)] = [
    (
      .scalableTarget, #"{"MinCapacity": 1, "MaxCapacity": 2, "RoleARN": "arn:aws:iam::1:role/mine"}"#,
      """
      {"ServiceNamespace": "ecs", "ScalableDimension": "ecs:service:DesiredCount", "MinCapacity": 1, "MaxCapacity": 2,
       "SuspendedState": {"DynamicScalingInSuspended": false, "DynamicScalingOutSuspended": false}, "Tags": {"aws:x": "y"},
       "CreationTime": 1, "ScalableTargetARN": "arn", "RoleARN": "arn:aws:iam::1:role/aws-service-role/x"}
      """
    ),
    (
      .scalingPolicy, #"{"TargetTrackingScalingPolicyConfiguration": {"TargetValue": 60}}"#,
      """
      {"TargetTrackingScalingPolicyConfiguration": {"TargetValue": 60.0, "ScaleInCooldown": 300, "ScaleOutCooldown": 300,
        "DisableScaleIn": false}, "Alarms": [{"AlarmName": "a"}]}
      """
    ),
    (
      .scalingPolicy,
      """
      {"StepScalingPolicyConfiguration": {"Cooldown": 300, "MetricAggregationType": "Average", "StepAdjustments": [
        {"MetricIntervalLowerBound": 10, "ScalingAdjustment": 2},
        {"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 10, "ScalingAdjustment": 1}]}}
      """,
      """
      {"StepScalingPolicyConfiguration": {"StepAdjustments": [
        {"MetricIntervalLowerBound": 0.0, "MetricIntervalUpperBound": 10.0, "ScalingAdjustment": 1},
        {"MetricIntervalLowerBound": 10.0, "MetricIntervalUpperBound": null, "ScalingAdjustment": 2}]}}
      """
    ),
    (
      .scheduledAction, #"{"StartTime": "2027-01-31T09:00:00+01:00"}"#, #"{"StartTime": 1801382400.0, "Timezone": "UTC"}"#
    ),
  ]
}
