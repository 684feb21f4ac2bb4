import Diagnostics
import JSONDocument
import Resources

struct DuplicateElement: ValidationRule {
  let code = "duplicate-element"
  let severity = Diagnostic.Severity.error
  let summary = "elements that are told apart by a name have different ones"
  let source = "ECS API reference and messages of RegisterTaskDefinition; of two equal environment names ECS takes either"

  private struct Key: Sendable {
    let list: FieldSelector
    let members: [String]
    var severity = Diagnostic.Severity.error
    /// Used when the member is absent.
    var instead: String?
  }

  private static let keys: [ResourceKind: [Key]] = [
    .taskDefinition: [
      Key(list: "containerDefinitions[].environment", members: ["name"], severity: .warning),
      Key(list: "containerDefinitions[].secrets", members: ["name"]),
      Key(list: "containerDefinitions[].ulimits", members: ["name"]),
      Key(list: "containerDefinitions[].systemControls", members: ["namespace"]),
      Key(list: "containerDefinitions[].logConfiguration.secretOptions", members: ["name"]),
      Key(list: "containerDefinitions[].dependsOn", members: ["containerName", "condition"], severity: .warning),
      Key(list: "volumes", members: ["name"]),
      Key(list: "tags", members: ["key"]),
    ],
    .service: [
      Key(list: "capacityProviderStrategy", members: ["capacityProvider"]),
      Key(list: "serviceConnectConfiguration.services", members: ["discoveryName"], instead: "portName"),
      Key(list: "tags", members: ["key"]),
    ],
    .cluster: [
      Key(list: "settings", members: ["name"]),
      Key(list: "defaultCapacityProviderStrategy", members: ["capacityProvider"]),
      Key(list: "tags", members: ["key"]),
    ],
    .repository: [Key(list: "tags", members: ["Key"])],
  ]

  func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    for resource in context.resources {
      findings.file = resource.file
      for key in Self.keys[resource.identity.kind] ?? [] {
        key.list.forEach(in: resource.attributes) { list in check(list.arrayValue ?? [], key, &findings) }
      }
    }
    return findings.diagnostics
  }

  private func check(_ elements: [JSON], _ key: Key, _ findings: inout Findings) {
    guard elements.count > 1 else { return }
    var seen = Set<[String]>()
    for element in elements {
      let values = key.members.compactMap { element.text($0) ?? key.instead.flatMap { element.text($0) } }
      guard values.count == key.members.count, !seen.insert(values).inserted else { continue }
      findings.add(
        "\"\(key.list.member)\" has \"\(values.joined(separator: " "))\" twice", at: element[key.members[0]] ?? element,
        severity: key.severity, fix: "remove one of them")
    }
  }
}
