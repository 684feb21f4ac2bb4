import TestSupport
import Testing

@Suite struct LinuxRulesTests {
  @Test("containers ask for what their host has", arguments: examples) func containersAskForWhatTheirHostHas(
    _ example: RuleExample
  ) throws {
    try example.verify()
  }

  private static let proxy =
    #""containerName": "web", "properties": [{"name": "ProxyIngressPort", "value": "15000"}, {"name": "ProxyEgressPort", "value": "15001"}, {"name": "AppPorts", "value": "80"}, {"name": "EgressIgnoredIPs", "value": "169.254.170.2"}, {"name": "IgnoredUID", "value": "1337"}]"#

  static let examples: [RuleExample] = [
    .fargate(
      "privileges on Fargate", container: #"1️⃣"privileged": true"#,
      "1️⃣ error fargate-unsupported: Fargate has no privileged containers"),
    .fargate(
      "no privileges on Fargate",
      container:
        #""privileged": false, "linuxParameters": {"initProcessEnabled": true, "capabilities": {"add": ["SYS_PTRACE"], "drop": ["ALL"]}}"#
    ),
    .container("privileges elsewhere", #""privileged": true"#),
    .fargate(
      "a capability on Fargate", container: #""linuxParameters": {"capabilities": {"add": [1️⃣"NET_ADMIN"]}}"#,
      "1️⃣ error fargate-unsupported: Fargate has no capability NET_ADMIN"),
    .fargate(
      "shared memory on Fargate", container: #""linuxParameters": {1️⃣"sharedMemorySize": 64}"#, "1️⃣ error fargate-unsupported"),
    .fargate("tmpfs on Fargate", container: #""linuxParameters": {"tmpfs": [{"containerPath": "/tmp", "size": 64}]}"#),
    .fargate(
      "the host's processes on Fargate", task: #"1️⃣"pidMode": "host""#, "1️⃣ error fargate-unsupported: Fargate has no pidMode host"),
    .fargate("the task's processes on Fargate", task: #""pidMode": "task""#),
    .container(
      "a soft limit above the hard one", #""ulimits": [{"name": "nofile", "softLimit": 1️⃣2048, "hardLimit": 1024}]"#,
      "1️⃣ error ulimit-order: the soft limit 2048 is above the hard limit 1024"),
    .container("no hard limit", #""ulimits": [{"name": "nofile", "softLimit": 2048, "hardLimit": -1}]"#),
    .container("swappiness alone", #""linuxParameters": {1️⃣"swappiness": 10}"#, "1️⃣ warning swappiness"),
    .container(
      "swappiness out of range", #""linuxParameters": {"maxSwap": 100, "swappiness": 1️⃣101}"#, "1️⃣ error value-out-of-range"),
    .container(
      "a parameter of the host", #""systemControls": [{"namespace": 1️⃣"vm.max_map_count", "value": "262144"}]"#,
      "1️⃣ error system-control: \"vm.max_map_count\" belongs to the host; a container cannot set it"),
    .container("a parameter of the network", #""systemControls": [{"namespace": "net.core.somaxconn", "value": "1024"}]"#),
    .container(
      "a restart too soon", #""restartPolicy": {"enabled": true, "restartAttemptPeriod": 1️⃣30}"#, "1️⃣ error value-out-of-range"),
    .container(
      "a user as role", "\"cpu\": 10", task: #""taskRoleArn": 1️⃣"arn:aws:iam::111111111111:user/x""#,
      "1️⃣ error role-reference: \"taskRoleArn\" is no role"),
    .container(
      "a role of an account that lacks a digit", "\"cpu\": 10", task: #""taskRoleArn": 1️⃣"arn:aws:iam::11111111111:role/x""#,
      "1️⃣ error role-reference: \"taskRoleArn\" is no role: its account \"11111111111\" has 11 digits; an account has 12"),
    .container(
      "a role by its name", "\"cpu\": 10",
      task: #""taskRoleArn": "app-task", "executionRoleArn": "arn:aws-cn:iam::111111111111:role/path/exec""#),
    .container(
      "a placement without expression", "\"cpu\": 10", task: #""placementConstraints": [1️⃣{"type": "memberOf"}]"#,
      "1️⃣ error placement-expression"),
    .container("a proxy", "\"cpu\": 10", task: #""networkMode": "awsvpc", "proxyConfiguration": {\#(proxy)}"#),
    .container(
      "a proxy in bridge mode", "\"cpu\": 10", task: #""proxyConfiguration": 1️⃣{\#(proxy)}"#,
      "1️⃣ error proxy-configuration: a proxy needs network mode awsvpc; this is \"bridge\""),
    .container(
      "two credential specs", #""credentialSpecs": 1️⃣["a", "b"]"#,
      "1️⃣ error too-many-elements: \"credentialSpecs\" has 2 elements; AWS takes at most 1"),
    .container("a reserved tag", "\"cpu\": 10", task: #""tags": [{"key": 1️⃣"aws:team", "value": "x"}]"#, "1️⃣ error invalid-tag"),
    .container(
      "a tag with a strange character", "\"cpu\": 10", task: #""tags": [{"key": "team", "value": 1️⃣"a;b"}]"#,
      "1️⃣ error invalid-tag: a tag's value has characters that AWS does not take"),
    .container("a tag in another script", "\"cpu\": 10", task: #""tags": [{"key": "équipe", "value": "ü b_.:/=+-@"}]"#),
    .definition("a revision as family", #""containerDefinitions": [{"name": "web", "image": "x", "memory": 64}]"#),
    RuleExample(
      "a family with a revision",
      [
        "task-definitions/app.json":
          #"{"family": 1️⃣"app:3", "containerDefinitions": [{"name": "web", "image": "x", "memory": 64}]}"#
      ],
      "1️⃣ error invalid-name: \"family\" cannot be \"app:3\""),
    RuleExample(
      "more than 64 KiB",
      [
        "task-definitions/app.json":
          "1️⃣{\"family\": \"app\", \"containerDefinitions\": [{\"name\": \"web\", \"image\": \"x\", \"memory\": 64, \"command\": [\"\(String(repeating: "x", count: 66_000))\"]}]}"
      ],
      // Rule V13: too long for an example in the rules book.
      "1️⃣ error definition-too-large"),
  ]
}
