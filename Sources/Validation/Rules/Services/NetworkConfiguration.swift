import Diagnostics
import JSONDocument
import Resources

struct NetworkConfiguration: ServiceRule {
  let code = "network-configuration"
  let severity = Diagnostic.Severity.error
  let summary = "a service has a network configuration exactly when its tasks run in network mode awsvpc"
  let source =
    "CreateService: \"Network Configuration must be provided when networkMode 'awsvpc' is specified.\", \"Network Configuration is not valid for the given networkMode of this task definition.\""

  func check(_ service: ServiceView, _ findings: inout Findings) {
    let configuration = service.attributes["networkConfiguration"]
    let mode = service.definition?.mode
    let isVPC = service.isFargate || mode == "awsvpc"
    if isVPC, service.controller != .external, configuration?["awsvpcConfiguration"] == nil, configuration?.isOpen != true {
      let reason = mode == "awsvpc" ? "its tasks run in network mode awsvpc" : "it runs on Fargate"
      findings.add(
        "the service needs a \"networkConfiguration\": \(reason)", at: configuration ?? service.attributes,
        fix: "add \"networkConfiguration\": {\"awsvpcConfiguration\": {\"subnets\": [\"subnet-…\"]}}")
    } else if !service.isFargate, let mode, mode != "awsvpc", let configuration, configuration["awsvpcConfiguration"] != nil {
      findings.add(
        "tasks in network mode \(mode) have no \"networkConfiguration\"", at: service.attributes.mark(of: "networkConfiguration"),
        fix: "remove it, or write \"networkMode\": \"awsvpc\" in the task definition")
    }
    if let vpc = configuration?["awsvpcConfiguration"] { check(vpc, service, &findings) }
  }

  private func check(_ vpc: JSON, _ service: ServiceView, _ findings: inout Findings) {
    if let subnets = vpc["subnets"], subnets.arrayValue?.isEmpty == true {
      findings.add("\"subnets\" is empty", at: subnets, fix: "name at least one subnet")
    }
    for (member, prefix) in [("subnets", "subnet-"), ("securityGroups", "sg-")] {
      for (text, json) in vpc.texts(member) where !text.hasPrefix(prefix) {
        findings.add(
          "\"\(text)\" in \"\(member)\" does not begin with \"\(prefix)\"", at: json,
          fix: "write the id, such as \"\(prefix)0a1b2c3d\"")
      }
    }
    if let address = vpc["assignPublicIp"], address.plainText == "ENABLED", let type = service.attributes.text("launchType"),
      type != "FARGATE"
    {
      findings.add("launch type \(type) assigns no public addresses", at: address, fix: "write \"DISABLED\"")
    }
  }
}
