import Diagnostics
import JSONDocument
import Resources

struct DuplicateIdentity: ValidationRule {
  let code = "duplicate-identity"
  let severity = Diagnostic.Severity.error
  let summary = "no two files describe the same object of the account"
  let source = "AWS identity is by name: family, service name in its cluster, repository, cluster and log group name"

  func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    guard context.provider != nil else { return [] }  // files outside of any environment may be those of several
    var first: [ResourceIdentity: Resource] = [:]
    for resource in context.resources {
      guard let other = first[resource.identity] else {
        first[resource.identity] = resource
        continue
      }
      let kind = resource.identity.kind
      findings.file = resource.file
      findings.add(
        "two files describe the \(kind.noun) \"\(resource.identity)\"", at: resource.attributes[kind.nameMember],
        details: ["The other is \(other.file)."], fix: "give one of them another \"\(kind.nameMember)\", or delete it")
    }
    return findings.diagnostics
  }
}
