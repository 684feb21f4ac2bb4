import TestSupport
import Testing

@Suite struct NetworkRulesTests {
  @Test("ports and links fit the network mode", arguments: examples) func portsAndLinksFitTheNetworkMode(_ example: RuleExample)
    throws
  {
    try example.verify()
  }

  private static let vpc = #""networkMode": "awsvpc""#
  private static func two(_ first: String, _ second: String, mode: String = "") -> String {
    #"\#(mode)"containerDefinitions": [{"name": "a", "image": "x", "memory": 64, \#(first)}, {"name": "b", "image": "x", "memory": 64, \#(second)}]"#
  }

  static let examples: [RuleExample] = [
    RuleExample(
      "Fargate without network mode",
      [
        "task-definitions/app.json":
          #"1️⃣{"family": "app", "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512", "containerDefinitions": [{"name": "web", "image": "nginx"}]}"#
      ],
      "1️⃣ error fargate-network-mode: a task for Fargate needs \"networkMode\": \"awsvpc\""),
    .container(
      "Fargate in bridge mode", "\"cpu\": 10",
      task: #""requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512", "networkMode": 1️⃣"bridge""#,
      "1️⃣ error fargate-network-mode: Fargate knows network mode awsvpc only; this is \"bridge\""),
    .definition("links in bridge mode", two(#""links": ["b:db"]"#, #""cpu": 1"#)),
    .definition(
      "links in awsvpc mode", two(#"1️⃣"links": ["b"]"#, #""cpu": 1"#, mode: vpc + ", "),
      "1️⃣ error link-target: network mode awsvpc has no links"),
    .definition(
      "a link to nobody", two(#""links": [1️⃣"db:db"]"#, #""cpu": 1"#), "1️⃣ error link-target: no container is named \"db\""),
    .definition(
      "a link to itself", two(#""links": [1️⃣"a"]"#, #""cpu": 1"#), "1️⃣ error link-target: container \"a\" links to itself"),
    .container(
      "another host port in awsvpc mode", #""portMappings": [{"containerPort": 80, "hostPort": 1️⃣8080}]"#, task: vpc,
      "1️⃣ error host-port: \"hostPort\" is 8080; in network mode awsvpc it is always the container port"),
    .container(
      "the same host port in awsvpc mode",
      #""portMappings": [{"containerPort": 80, "hostPort": 80}, {"containerPort": 81, "hostPort": 0}]"#, task: vpc),
    .container("another host port in bridge mode", #""portMappings": [{"containerPort": 80, "hostPort": 8080}]"#),
    .container(
      "a port beyond all ports", #""portMappings": [{"containerPort": 1️⃣70000}]"#,
      "1️⃣ error value-out-of-range: \"containerPort\" is 70000; AWS takes 1 to 65535"),
    .container(
      "a range and a port", #""portMappings": [{"containerPortRange": "8000-8010", 1️⃣"hostPort": 80}]"#,
      "1️⃣ error port-range: \"hostPort\" and \"containerPortRange\" exclude each other"),
    .container(
      "a range from high to low", #""portMappings": [{"containerPortRange": 1️⃣"90-80"}]"#,
      "1️⃣ error port-range: \"90-80\" is no range of ports"),
    .container(
      "ranges that overlap", #""portMappings": [{"containerPortRange": "80-90"}, {"containerPortRange": 1️⃣"85-95"}]"#,
      "1️⃣ error port-range"),
    .container(
      "ranges beside each other",
      #""portMappings": [{"containerPortRange": "80-90"}, {"containerPortRange": "91-95"}, {"containerPortRange": "80-90", "protocol": "udp"}]"#
    ),
    .container(
      "no port", #""portMappings": [1️⃣{"protocol": "tcp"}]"#, "1️⃣ error port-range: a port mapping has no \"containerPort\""),
    .container(
      "ports without network", #"1️⃣"portMappings": [{"containerPort": 80}]"#, task: #""networkMode": "none""#,
      "1️⃣ error network-mode-unsupported: network mode none has no ports"),
    .container(
      "one port twice in awsvpc mode", #""portMappings": [{"containerPort": 80}, {"containerPort": 1️⃣80}]"#, task: vpc,
      "1️⃣ error duplicate-port: port 80/tcp is mapped twice"),
    .container(
      "one port by TCP and UDP", #""portMappings": [{"containerPort": 53}, {"containerPort": 53, "protocol": "udp"}]"#, task: vpc),
    .definition(
      "one port in two containers of a network",
      two(#""portMappings": [{"containerPort": 80}]"#, #""portMappings": [{"containerPort": 1️⃣80}]"#, mode: vpc + ", "),
      "1️⃣ warning duplicate-port: port 80/tcp is mapped twice: by container \"a\" too"),
    .definition(
      "one port in two containers in bridge mode",
      two(#""portMappings": [{"containerPort": 80}]"#, #""portMappings": [{"containerPort": 80}]"#)),
    .definition(
      "one host port for two containers",
      two(
        #""portMappings": [{"containerPort": 80, "hostPort": 80}]"#, #""portMappings": [{"containerPort": 81, "hostPort": 1️⃣80}]"#),
      "1️⃣ error duplicate-port"),
    .definition(
      "one name for two ports",
      two(
        #""portMappings": [{"containerPort": 80, "name": "http"}]"#, #""portMappings": [{"containerPort": 81, "name": 1️⃣"http"}]"#),
      "1️⃣ error port-name: two port mappings are named \"http\""),
    .container(
      "capitals in a port's name", #""portMappings": [{"containerPort": 80, "name": 1️⃣"HTTP"}]"#,
      "1️⃣ error invalid-name: \"name\" cannot be \"HTTP\""),
    .container(
      "an application protocol over UDP",
      #""portMappings": [{"containerPort": 80, "name": "x", "protocol": "udp", 1️⃣"appProtocol": "http"}]"#, "1️⃣ error port-name"),
    .container(
      "an application protocol without name", #""portMappings": [{"containerPort": 80, 1️⃣"appProtocol": "http"}]"#,
      "1️⃣ warning port-name"),
    .container(
      "name servers in awsvpc mode", #"1️⃣"dnsServers": ["10.0.0.2"]"#, task: vpc,
      "1️⃣ error network-mode-unsupported: network mode awsvpc has no \"dnsServers\""),
    .container("name servers in bridge mode", #""dnsServers": ["10.0.0.2"], "hostname": "web""#),
    .container("networking that is not disabled", #""disableNetworking": false"#, task: vpc),
  ]
}
