import TestSupport
import Testing

@Suite struct ReferenceRulesTests {
  @Test("services name what their task definition has", arguments: examples) func servicesNameWhatTheirTaskDefinitionHas(
    _ example: RuleExample
  ) throws {
    try example.verify()
  }

  private static let group =
    #""targetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/app/0123456789abcdef""#

  static let examples: [RuleExample] = [
    .service(
      "a container and a port that are there",
      #""desiredCount": 1, "loadBalancers": [{\#(group), "containerName": "web", "containerPort": 8080}]"#),
    .service(
      "a container that is not",
      #""desiredCount": 1, "loadBalancers": [{\#(group), "containerName": 1️⃣"wep", "containerPort": 8080}]"#,
      "1️⃣ error container-not-defined: the task definition has no container \"wep\""),
    .service(
      "a port that is not", #""desiredCount": 1, "loadBalancers": [{\#(group), "containerName": "web", "containerPort": 1️⃣80}]"#,
      "1️⃣ error port-not-defined: container \"web\" maps no port 80"),
    .service(
      "a port name that is not",
      #""desiredCount": 1, "serviceConnectConfiguration": {"enabled": true, "namespace": "x", "services": [{"portName": 1️⃣"grpc"}]}"#,
      "1️⃣ error port-not-defined: no port mapping is named \"grpc\""),
    .service(
      "a port name that is",
      #""desiredCount": 1, "serviceConnectConfiguration": {"enabled": true, "namespace": "x", "services": [{"portName": "http"}]}"#
    ),
    RuleExample(
      "no task definition", ["services/a.json": #"1️⃣{"desiredCount": 1}"#],
      "1️⃣ error task-definition-unknown: the service names no task definition"),
    .service(
      "a near miss", #""desiredCount": 1, "taskDefinition": 1️⃣"aap""#,
      "1️⃣ warning task-definition-unknown: no file here describes the task definition \"aap\""),
    .service(
      "a fixed revision of a family described here", #""desiredCount": 1, "taskDefinition": 1️⃣"app:3""#,
      "1️⃣ warning task-definition-unknown: the service stays on a fixed revision of \"app\""),
    .service("somebody else's family", #""desiredCount": 1, "taskDefinition": "monitoring-agent""#),
  ]
}
