import Diagnostics
import JSONDocument

struct LaunchType: ServiceRule {
  let code = "launch-type"
  let severity = Diagnostic.Severity.error
  let summary = "a service has a launch type or a capacity provider strategy, and a platform version only on Fargate"
  let source =
    "CreateService: \"Specifying both a launch type and capacity provider strategy is not supported.\", \"The platform version must be null when specifying an EC2 launch type.\""

  func check(_ service: ServiceView, _ findings: inout Findings) {
    let attributes = service.attributes
    if attributes.has("launchType"), attributes.has("capacityProviderStrategy") {
      findings.add(
        "\"launchType\" and \"capacityProviderStrategy\" exclude each other", at: attributes.mark(of: "launchType"),
        fix: "remove one of them")
    }
    guard let version = attributes["platformVersion"], let text = version.plainText else { return }
    if let type = attributes.text("launchType"), type != "FARGATE" {
      findings.add("only Fargate has platform versions; the launch type is \(type)", at: version, fix: "remove it")
    } else if text != "LATEST", !Self.isVersion(text) {
      findings.add("\"\(text)\" is no platform version", at: version, fix: "write \"LATEST\" or one such as \"1.4.0\"")
    }
  }

  private static func isVersion(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 3 && parts.allSatisfy { Int($0) != nil }
  }
}
