import Diagnostics
import JSONDocument
import Resources

struct CircuitBreakerRule: ServiceRule {
  let code = "circuit-breaker"
  let severity = Diagnostic.Severity.error
  let summary = "circuit breaker and alarms watch deployments that ECS itself performs"
  let source = "ECS API reference, DeploymentCircuitBreaker and DeploymentAlarms"

  func check(_ service: ServiceView, _ findings: inout Findings) {
    guard let configuration = service.attributes["deploymentConfiguration"] else { return }
    if let breaker = configuration["deploymentCircuitBreaker"] { check(breaker, service, &findings) }
    guard let alarms = configuration["alarms"], alarms["enable"]?.boolValue == true else { return }
    if alarms["alarmNames"]?.arrayValue?.isEmpty == true {
      findings.add("alarms are enabled, and none is named", at: alarms["enable"], fix: "name one in \"alarmNames\"")
    }
    if service.controller != .ecs {
      findings.add("the deployment controller \(service.controller.name) has no alarms", at: alarms["enable"], fix: "write false")
    }
  }

  private func check(_ breaker: JSON, _ service: ServiceView, _ findings: inout Findings) {
    if breaker["enable"]?.boolValue == true {
      if service.controller != .ecs {
        findings.add(
          "the deployment controller \(service.controller.name) has no circuit breaker", at: breaker["enable"], fix: "write false"
        )
      }
    } else if breaker["rollback"]?.boolValue == true {
      findings.add(
        "\"rollback\" has no effect while the circuit breaker is off", at: breaker["rollback"], severity: .warning,
        fix: "write \"enable\": true")
    }
  }
}
