import AWS
import JSONDocument
import SimulatedAWS
import Testing

/// How Application Auto Scaling refuses input that does not even have the right shape. That every leaf of the model is
/// refused where it has to be is asked over the wire (`Tests/Tools/Served/scaling_model.py`).
@Suite("Input of Application Auto Scaling")
struct ScalingInputTests {
  static let cases = [
    Row(
      "all problems are told at once",
      (
        #"{"ServiceNamespace": "no", "ScalableDimension": "ecs:service:DesiredCount", "ResourceId": "", "MinCapacity": 1}"#,
        "ValidationException: 2 validation errors detected: Value 'no' at 'serviceNamespace' failed to satisfy constraint: Member must satisfy enum value set: [ecs, elasticmapreduce, ec2, appstream, dynamodb, rds, sagemaker, custom-resource, comprehend, lambda, cassandra, kafka, elasticache, neptune, workspaces]; Value '' at 'resourceId' failed to satisfy constraint: Member must have length greater than or equal to 1"
      )),
    Row(
      "what is required",
      (
        #"{"ServiceNamespace": "ecs", "ScalableDimension": "ecs:service:DesiredCount"}"#,
        "ValidationException: 1 validation error detected: Value null at 'resourceId' failed to satisfy constraint: Member must not be null"
      )),
    Row(
      "a member of another name",
      (
        #"{\#(ScaledService.key), "SuspendedState": {"DynamicScalingSuspended": true}}"#,
        #"ValidationException: Unknown parameter in input: "suspendedState.dynamicScalingSuspended", must be one of: DynamicScalingInSuspended, DynamicScalingOutSuspended, ScheduledScalingSuspended"#
      )),
    Row(
      "a value of another type",
      (
        #"{\#(ScaledService.key), "MinCapacity": "1"}"#,
        "SerializationException: a string can not be converted to an integer: minCapacity"
      )),
  ]

  @Test("RegisterScalableTarget says of", arguments: cases)
  func words(row: Row<(String, String)>) async throws {
    let error = try await Account().refusal(.applicationAutoscaling, "RegisterScalableTarget", row.value.0)
    #expect(error.map { "\($0.code): \($0.message)" } == row.value.1)
  }
}
