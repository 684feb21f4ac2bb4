import Diagnostics
import JSONDocument
import Resources

struct ServiceConnect: ServiceRule {
  let code = "service-connect"
  let severity = Diagnostic.Severity.error
  let summary = "Service Connect has a namespace and a network mode that it works in"
  let source = "CreateService: \"Namespace is missing\"; Amazon ECS developer guide, Service Connect considerations"

  func check(_ service: ServiceView, _ findings: inout Findings) {
    guard let connect = service.attributes["serviceConnectConfiguration"], connect["enabled"]?.boolValue == true else { return }
    if !connect.has("namespace"), let cluster = cluster(of: service, findings.context) {
      if cluster.attributes["serviceConnectDefaults"]?.has("namespace") != true {
        findings.add(
          "no namespace for Service Connect, here or in \(cluster.address)", at: connect,
          fix: "add \"namespace\", or \"serviceConnectDefaults\" to the cluster")
      }
    }
    if let mode = service.definition?.mode, mode == "host" || mode == "none" {
      findings.add("Service Connect does not work in network mode \(mode)", at: connect["enabled"])
    }
  }

  /// The cluster when it is described here: of others the default namespace is not known.
  private func cluster(of service: ServiceView, _ context: ValidationContext) -> Resource? {
    context.clusters[service.resource.identity.scope ?? ""]
  }
}
