import Diagnostics
import JSONDocument
import Resources

struct ValueOutOfRange: ValidationRule {
  let code = "value-out-of-range"
  let severity = Diagnostic.Severity.error
  let summary = "numbers lie within the limits of the API"
  let source = "ECS API reference, \"Valid Range\" and the texts of the members"

  private struct Limit: Sendable {
    let field: FieldSelector
    let range: ClosedRange<Double>
    var note: String?
  }

  private static let any = Double.infinity
  private static let port = 1.0...65_535

  private static let limits: [ResourceKind: [Limit]] = [
    .taskDefinition: [
      Limit(field: "containerDefinitions[].cpu", range: 0...any),
      Limit(field: "containerDefinitions[].memory", range: 4...any, note: "Docker needs at least 4 MiB, newer versions 6."),
      Limit(
        field: "containerDefinitions[].memoryReservation", range: 4...any, note: "Docker needs at least 4 MiB, newer versions 6."),
      Limit(field: "containerDefinitions[].portMappings[].containerPort", range: port),
      Limit(field: "containerDefinitions[].portMappings[].hostPort", range: 0...65_535),
      Limit(field: "containerDefinitions[].startTimeout", range: 2...any),
      Limit(field: "containerDefinitions[].stopTimeout", range: 2...any),
      Limit(field: "containerDefinitions[].healthCheck.interval", range: 5...300),
      Limit(field: "containerDefinitions[].healthCheck.timeout", range: 2...60),
      Limit(field: "containerDefinitions[].healthCheck.retries", range: 1...10),
      Limit(field: "containerDefinitions[].healthCheck.startPeriod", range: 0...300),
      Limit(field: "containerDefinitions[].restartPolicy.restartAttemptPeriod", range: 60...1800),
      Limit(field: "containerDefinitions[].linuxParameters.swappiness", range: 0...100),
      Limit(field: "containerDefinitions[].linuxParameters.maxSwap", range: 0...any),
      Limit(field: "containerDefinitions[].linuxParameters.tmpfs[].size", range: 1...any),
      Limit(field: "containerDefinitions[].ulimits[].softLimit", range: -1...any, note: "-1 stands for unlimited."),
      Limit(field: "containerDefinitions[].ulimits[].hardLimit", range: -1...any, note: "-1 stands for unlimited."),
      Limit(field: "ephemeralStorage.sizeInGiB", range: 21...200, note: "Without it a task has 20 GiB."),
      Limit(field: "volumes[].efsVolumeConfiguration.transitEncryptionPort", range: 0...65_535),
    ],
    .service: [
      Limit(field: "desiredCount", range: 0...any),
      Limit(field: "healthCheckGracePeriodSeconds", range: 0...2_147_483_647),
      Limit(field: "capacityProviderStrategy[].weight", range: 0...1000),
      Limit(field: "capacityProviderStrategy[].base", range: 0...100_000),
      Limit(field: "deploymentConfiguration.bakeTimeInMinutes", range: 0...1440),
      Limit(field: "deploymentConfiguration.linearConfiguration.stepPercent", range: 3...100),
      Limit(field: "deploymentConfiguration.linearConfiguration.stepBakeTimeInMinutes", range: 0...1440),
      Limit(field: "deploymentConfiguration.canaryConfiguration.canaryPercent", range: 0.1...100),
      Limit(field: "deploymentConfiguration.canaryConfiguration.canaryBakeTimeInMinutes", range: 0...1440),
      Limit(
        field: "deploymentConfiguration.lifecycleHooks[].timeoutConfiguration.timeoutInMinutes", range: 1...20_160,
        note: "That is fourteen days."),
      Limit(field: "loadBalancers[].containerPort", range: port),
      Limit(field: "serviceRegistries[].port", range: port),
      Limit(field: "serviceRegistries[].containerPort", range: port),
      Limit(field: "serviceConnectConfiguration.services[].clientAliases[].port", range: port),
      Limit(field: "serviceConnectConfiguration.services[].ingressPortOverride", range: port),
    ],
    .cluster: [
      Limit(field: "defaultCapacityProviderStrategy[].weight", range: 0...1000),
      Limit(field: "defaultCapacityProviderStrategy[].base", range: 0...100_000),
    ],
  ]

  func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    for resource in context.resources {
      findings.file = resource.file
      for limit in Self.limits[resource.identity.kind] ?? [] {
        limit.field.forEach(in: resource.attributes) { json in check(json, limit, &findings) }
      }
    }
    return findings.diagnostics
  }

  private func check(_ json: JSON, _ limit: Limit, _ findings: inout Findings) {
    guard let number = json.numberValue, !limit.range.contains(number.doubleValue) else { return }
    let least = Self.text(limit.range.lowerBound)
    let allowed =
      limit.range.upperBound == Self.any ? "at least \(least)" : "\(least) to \(Self.text(limit.range.upperBound))"
    findings.add(
      "\"\(limit.field.member)\" is \(number.text); AWS takes \(allowed)", at: json, details: limit.note.map { [$0] } ?? [])
  }

  private static func text(_ bound: Double) -> String {
    bound == bound.rounded() ? String(Int(bound)) : String(bound)
  }
}
