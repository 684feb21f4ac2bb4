import Diagnostics
import JSONDocument
import Resources

struct DesiredCountMissing: ServiceRule {
  let code = "desired-count-missing"
  let severity = Diagnostic.Severity.note
  let summary = "a service says how many tasks it wants, or something else does"
  let source = "ECS API reference, CreateService desiredCount: required for REPLICA; UpdateService leaves it when it is not sent"

  func check(_ service: ServiceView, _ findings: inout Findings) {
    guard !service.isDaemon, service.controller != .external, service.attributes["desiredCount"] == nil else { return }
    findings.add(
      "\"desiredCount\" is not written, so it is left to whoever scales the service", at: service.attributes,
      details: ["A service that is new needs one."])
  }
}
