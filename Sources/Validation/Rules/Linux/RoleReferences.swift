import Diagnostics
import JSONDocument

struct RoleReferences: TaskDefinitionRule {
  let code = "role-reference"
  let severity = Diagnostic.Severity.error
  let summary = "roles are ARNs of IAM roles, or their names alone"
  let source = "ECS API reference, RegisterTaskDefinition taskRoleArn and executionRoleArn; IAM ARNs"

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    for member in ["taskRoleArn", "executionRoleArn"] {
      guard let json = definition.attributes[member], let text = json.plainText, !text.isEmpty else { continue }
      if !text.hasPrefix("arn:"), !text.contains(":"), !text.contains(" ") { continue }
      if Self.isRole(text) { continue }
      findings.add("\"\(member)\" is no role", at: json, fix: "write \"arn:aws:iam::ACCOUNT:role/NAME\"")
    }
  }

  private static func isRole(_ text: String) -> Bool {
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    return parts.count == 6 && parts[2] == "iam" && parts[3].isEmpty && parts[4].utf8.count == 12
      && parts[4].allSatisfy(\.isNumber)
      && parts[5].hasPrefix("role/") && parts[5].utf8.count > 5
  }
}
