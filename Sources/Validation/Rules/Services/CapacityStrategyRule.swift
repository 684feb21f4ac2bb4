import Diagnostics
import JSONDocument
import Resources

struct CapacityStrategyRule: ValidationRule {
  let code = "capacity-strategy"
  let severity = Diagnostic.Severity.error
  let summary = "a strategy has one base, some weight, and does not mix Fargate with other providers"
  let source =
    "CreateService: \"There are no capacity providers in the capacity provider strategy with a weight value greater than zero\"; ECS API reference, CapacityProviderStrategyItem"

  func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    for resource in context.resources {
      findings.file = resource.file
      let isCluster = resource.identity.kind == .cluster
      guard isCluster || resource.identity.kind == .service else { continue }
      let strategy = resource.attributes[isCluster ? "defaultCapacityProviderStrategy" : "capacityProviderStrategy"]
      if let strategy, let items = strategy.arrayValue, !items.isEmpty { check(strategy, items, &findings) }
      if isCluster { checkProviders(resource.attributes, &findings) }
    }
    return findings.diagnostics
  }

  private func check(_ strategy: JSON, _ items: [JSON], _ findings: inout Findings) {
    for item in items.filter({ $0.int("base") ?? 0 > 0 }).dropFirst() {
      findings.add("only one provider of a strategy has a base", at: item["base"], fix: "remove it")
    }
    let weights = items.map { $0["weight"] }
    if weights.allSatisfy({ $0 == nil || $0?.intValue == 0 }) {
      findings.add("no provider of the strategy has a weight above 0", at: strategy, fix: "add \"weight\": 1")
    }
    let isFargate = items.compactMap { $0.text("capacityProvider")?.hasPrefix("FARGATE") }
    if isFargate.contains(true), isFargate.contains(false) {
      findings.add("a strategy cannot mix Fargate with other providers", at: strategy, fix: "keep one sort of them")
    }
  }

  private func checkProviders(_ cluster: JSON, _ findings: inout Findings) {
    guard let providers = cluster["capacityProviders"]?.arrayValue else { return }
    let names = Set(providers.compactMap(\.stringValue))
    for item in cluster.objects("defaultCapacityProviderStrategy") {
      guard let json = item["capacityProvider"], let name = json.plainText, !names.contains(name) else { continue }
      findings.add("\"\(name)\" is not among the cluster's \"capacityProviders\"", at: json, fix: "add it there")
    }
  }
}
