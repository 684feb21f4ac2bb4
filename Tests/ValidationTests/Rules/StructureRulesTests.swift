import TestSupport
import Testing

@Suite struct StructureRulesTests {
  @Test("documents have the structure of the API", arguments: examples) func documentsHaveTheStructureOfTheAPI(
    _ example: RuleExample
  ) throws {
    try example.verify()
  }

  static let examples: [RuleExample] = [
    .container("nothing wrong", #""cpu": 10"#),
    .file(
      "no family", "task-definitions/app.json", #"1️⃣{"containerDefinitions": [{"name": "web", "image": "nginx", "memory": 128}]}"#,
      "1️⃣ error missing-member: the task definition has no \"family\""),
    .definition(
      "a container without image", #""containerDefinitions": [1️⃣{"name": "web", "memory": 128}]"#,
      "1️⃣ error missing-member: container \"web\" has no \"image\""),
    .container(
      "a secret without source", #""secrets": [1️⃣{"name": "TOKEN"}]"#,
      task: #""executionRoleArn": "arn:aws:iam::111111111111:role/exec""#,
      "1️⃣ error missing-member: an element of \"secrets\" has no \"valueFrom\""),
    .container(
      "a health check without command", #""healthCheck": 1️⃣{"interval": 30}"#,
      "1️⃣ error missing-member: \"healthCheck\" has no \"command\""),
    .container(
      "a port in quotes", #""portMappings": [{"containerPort": 1️⃣"80"}]"#,
      "1️⃣ error wrong-type: \"containerPort\" is a string; it must be a whole number"),
    .container(
      "environment as a map", #""environment": 1️⃣{"A": "1"}"#,
      "1️⃣ error wrong-type: \"environment\" is an object; it must be a list"),
    .container(
      "a number as environment value", #""environment": [{"name": "PORT", "value": 1️⃣8080}]"#,
      "1️⃣ error wrong-type: \"value\" is a number; it must be a string"),
    .container(
      "a flag in quotes", #""essential": 1️⃣"true""#, "1️⃣ error wrong-type: \"essential\" is a string; it must be true or false"),
    .container(
      "a label that is no text", #""dockerLabels": {"a": 1️⃣1}"#, "1️⃣ error wrong-type: \"a\" is a number; it must be a string"),
    .container("a command as text", #""command": 1️⃣"run""#, "1️⃣ error wrong-type: \"command\" is a string; it must be a list"),
    .container("task sizes may be numbers", "\"cpu\": 10", task: #""cpu": 256, "memory": 512"#),
    .container(
      "an enumeration in the wrong case", #""portMappings": [{"containerPort": 80, "protocol": 1️⃣"TCP"}]"#,
      "1️⃣ error wrong-value: \"protocol\" cannot be \"TCP\""),
    .container(
      "a value AWS may have added", "\"cpu\": 10", task: #""requiresCompatibilities": [1️⃣"LAMBDA_LIKE"]"#,
      "1️⃣ warning wrong-value: an element of \"requiresCompatibilities\" is \"LAMBDA_LIKE\", which reconcile does not know"),
    .container("a misspelt value", "\"cpu\": 10", task: #""networkMode": 1️⃣"awsvcp""#, "1️⃣ error wrong-value"),
    .container("a misspelt member", #"1️⃣"enviroment": []"#, "1️⃣ error misspelt-member: there is no member \"enviroment\" here"),
    .container("a member as Terraform writes it", #"1️⃣"log_configuration": {}"#, "1️⃣ error misspelt-member"),
    .container("a member in the wrong place", #"1️⃣"devices": []"#, "1️⃣ error misspelt-member"),
    .container("a member of the task in a container", #"1️⃣"networkMode": "awsvpc""#, "1️⃣ error misspelt-member"),
    .service("a member of the task in a service", #""desiredCount": 1, 1️⃣"executionRoleArn": "x""#, "1️⃣ error misspelt-member"),
    .container(
      "a member nobody knows", #"1️⃣"gpuSlices": 4"#, "1️⃣ warning unknown-member: reconcile does not know the member \"gpuSlices\""),
    .container("a comment deep inside", #"1️⃣"//": "why""#, "1️⃣ error unknown-member"),
    .container("null in a list", #""command": ["a", 1️⃣null]"#, "1️⃣ error blank-element: \"command\" has an element that is empty"),
    .container("an empty object in a list", #""portMappings": [{"containerPort": 80}, 1️⃣{}]"#, "1️⃣ error blank-element"),
    .container("null members are absent", #""command": null, "user": null"#),
    .container("a variable that nothing sets is reported once", #""cpu": 1️⃣"${var.CPU}""#, "1️⃣ error variable-unknown"),
  ]
}
