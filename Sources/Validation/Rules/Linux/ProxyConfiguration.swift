import Diagnostics
import JSONDocument

struct ProxyConfiguration: TaskDefinitionRule {
  let code = "proxy-configuration"
  let severity = Diagnostic.Severity.error
  let summary = "a proxy is a container of the task, has its ports, and runs in network mode awsvpc"
  let source =
    "RegisterTaskDefinition: \"Proxy container [envoy] does not exist\", \"Ingress port not found\", \"APPMESH proxy configuration is only supported in networkMode=awsvpc\""

  private static let properties = ["ProxyIngressPort", "ProxyEgressPort", "AppPorts", "EgressIgnoredIPs"]

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    guard let proxy = definition.attributes["proxyConfiguration"], proxy.objectValue != nil else { return }
    if let mode = definition.mode, mode != "awsvpc" {
      findings.add("a proxy needs network mode awsvpc; this is \"\(mode)\"", at: proxy, fix: "write \"networkMode\": \"awsvpc\"")
    }
    if let json = proxy["containerName"], let name = json.plainText, definition.byName[name] == nil {
      findings.add(
        "no container is named \"\(name)\"", at: json,
        fix: Nearest.name(to: name, among: definition.containers.compactMap(\.name)).map { "write \"\($0)\"" })
    }
    let names = Set(proxy.objects("properties").compactMap { $0["name"]?.stringValue })
    var missing = Self.properties.filter { !names.contains($0) }
    if !names.contains("IgnoredUID"), !names.contains("IgnoredGID") { missing.append("IgnoredUID") }
    if !missing.isEmpty {
      findings.add("the proxy has no \(missing.quoted)", at: proxy["properties"] ?? proxy, fix: "add them to \"properties\"")
    }
  }
}
