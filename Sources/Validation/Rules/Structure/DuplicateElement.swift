import Diagnostics
import JSONDocument
import Resources

struct DuplicateElement: ValidationRule {
  let code = "duplicate-element"
  let severity = Diagnostic.Severity.error
  let summary = "elements that are told apart by a name have different ones"
  let source = "ECS API reference and messages of RegisterTaskDefinition; of two equal environment names ECS takes either"

  func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    for resource in context.resources {
      findings.file = resource.file
      for key in resource.identity.kind.limits.keys {
        key.list.forEach(in: resource.attributes) { list in check(list.arrayValue ?? [], key, &findings) }
      }
    }
    return findings.diagnostics
  }

  private func check(_ elements: [JSON], _ key: KindLimits.Key, _ findings: inout Findings) {
    guard elements.count > 1 else { return }
    var seen = Set<[String]>()
    for element in elements {
      let values = key.members.compactMap { element.text($0) ?? key.instead.flatMap { element.text($0) } }
      guard values.count == key.members.count, !seen.insert(values).inserted else { continue }
      findings.add(
        "\"\(key.list.member)\" has \"\(values.joined(separator: " "))\" twice", at: element[key.members[0]] ?? element,
        severity: key.isRefused ? .error : .warning, fix: "remove one of them")
    }
  }
}
