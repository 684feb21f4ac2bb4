import Diagnostics
import JSONDocument
import Resources

struct TooManyElements: ValidationRule {
  let code = "too-many-elements"
  let severity = Diagnostic.Severity.error
  let summary = "lists are no longer than the API takes"
  let source = "ECS and ECR API references, \"Array Members\" and the texts of the members; Amazon ECS service quotas"

  func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    for resource in context.resources {
      findings.file = resource.file
      for limit in resource.identity.kind.limits.counts {
        limit.list.forEach(in: resource.attributes) { json in
          let count = json.arrayValue?.count ?? json.objectValue?.count ?? 0
          guard count > limit.most else { return }
          findings.add("\"\(limit.list.member)\" has \(count) elements; AWS takes at most \(limit.most)", at: json)
        }
      }
    }
    for deviation in context.deviations {
      guard case .wrongCount(let member, let found, let allowed) = deviation.problem else { continue }
      findings.file = deviation.resource.file
      let takes = found > allowed.upperBound ? "at most \(allowed.upperBound)" : "at least \(allowed.lowerBound)"
      let elements = found == 1 ? "1 element" : "\(found) elements"
      findings.add("\"\(member)\" has \(elements); AWS takes \(takes)", at: deviation.mark)
    }
    return findings.diagnostics
  }
}
