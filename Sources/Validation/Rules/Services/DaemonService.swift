import Diagnostics
import JSONDocument
import Resources

struct DaemonService: ServiceRule {
  let code = "daemon-service"
  let severity = Diagnostic.Severity.error
  let summary = "a daemon has no count, no strategies of placement or capacity, and does not run on Fargate"
  let source =
    "CreateService: \"The daemon scheduling strategy does not support a desired count for services\", \"Specifying a capacity provider strategy is not supported when you create a service using the DAEMON scheduling strategy.\" (also where it is the cluster's default: aws/containers-roadmap#692)"

  func check(_ service: ServiceView, _ findings: inout Findings) {
    guard service.isDaemon else { return }
    let attributes = service.attributes
    for member in ["desiredCount", "placementStrategy"] where attributes.has(member) {
      findings.add("a daemon has no \"\(member)\"", at: attributes.mark(of: member), fix: "remove it")
    }
    if service.isFargate {
      findings.add(
        "daemons do not run on Fargate",
        at: attributes.mark(of: attributes["launchType"] != nil ? "launchType" : "capacityProviderStrategy"))
    }
    checkStrategy(service, &findings)
    if service.controller != .ecs {
      findings.add(
        "a daemon is deployed by ECS itself, not by \(service.controller.name)", at: attributes["deploymentController"])
    }
  }

  /// A strategy of its own, or the default one of its cluster, which ECS puts in where a service says nothing.
  private func checkStrategy(_ service: ServiceView, _ findings: inout Findings) {
    guard !service.isFargate, !service.attributes.has("launchType") else { return }
    if service.attributes.has("capacityProviderStrategy") {
      findings.add(
        "a daemon takes no capacity provider strategy", at: service.attributes.mark(of: "capacityProviderStrategy"),
        fix: "write \"launchType\": \"EC2\" instead")
      return
    }
    let cluster = service.resource.identity.cluster
    let providers = findings.context.clusters[cluster].map { ClusterDocument($0.attributes).defaultProviders } ?? []
    guard !providers.isEmpty else { return }
    findings.add(
      "the daemon would be placed by the default strategy of the cluster \"\(cluster)\", \(providers.joined(separator: "+")), and daemons take none",
      at: service.attributes.mark(of: "schedulingStrategy"), fix: "add \"launchType\": \"EC2\"")
  }
}
