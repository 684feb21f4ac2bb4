import Diagnostics
import JSONDocument
import Resources

struct DeploymentControllerRule: ServiceRule {
  let code = "deployment-controller"
  let severity = Diagnostic.Severity.error
  let summary = "a service has what its deployment controller asks for, and nothing that the controller keeps for itself"
  let source =
    "CreateService: \"TaskDefinition must be blank\", \"LoadBalancers must be empty or null\"; ECS API reference, DeploymentController"

  func check(_ service: ServiceView, _ findings: inout Findings) {
    switch service.controller {
    case .codeDeploy where !service.attributes.has("loadBalancers"):
      findings.add(
        "the deployment controller CODE_DEPLOY needs a load balancer", at: service.attributes["deploymentController"],
        fix: "add \"loadBalancers\"")
    case .external:
      for member in ["taskDefinition", "loadBalancers"] where service.attributes.has(member) {
        findings.add(
          "with the deployment controller EXTERNAL task sets have the \"\(member)\", not the service",
          at: service.attributes.mark(of: member), fix: "remove it")
      }
    case .ecs, .codeDeploy, .other: break
    }
  }
}
