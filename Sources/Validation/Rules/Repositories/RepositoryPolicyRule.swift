import Diagnostics
import JSONDocument
import Resources

struct RepositoryPolicyRule: ResourceRule {
  let code = "repository-policy"
  let severity = Diagnostic.Severity.error
  let summary = "repository policies have statements with an effect, a principal and an action"
  let source = "Amazon ECR user guide, repository policies; SetRepositoryPolicy: \"Invalid repository policy provided\""
  let kind: ResourceKind? = .repository

  func check(_ resource: Resource, _ findings: inout Findings) {
    let json = resource.attributes["repositoryPolicy"]
    guard let reading = PolicyDocument.read(json) else { return }
    guard case .document(let policy, let length) = reading else {
      findings.add("the repository policy is no JSON object", at: json)
      return
    }
    if length > 10_240 { findings.add("the repository policy has \(length) characters; ECR takes 10240", at: policy) }
    guard let list = policy["Statement"] else {
      findings.add("the repository policy has no \"Statement\"", at: policy)
      return
    }
    for statement in list.arrayValue ?? [list] {
      for names in [["Effect"], ["Principal", "NotPrincipal"], ["Action", "NotAction"]]
      where !names.contains(where: { statement[$0] != nil }) {
        findings.add("a statement has no \"\(names[0])\"", at: statement, fix: "add it")
      }
      if let effect = statement["Effect"], let text = effect.plainText, !["Allow", "Deny"].contains(text) {
        let nearest = Nearest.name(to: text, among: ["Allow", "Deny"]) ?? (text.lowercased() == "allow" ? "Allow" : "Deny")
        findings.add("the effect of a statement cannot be \"\(text)\"", at: effect, fix: "write \"\(nearest)\"")
      }
    }
  }
}
