import Diagnostics
import JSONDocument
import Resources

struct RoleReferences: TaskDefinitionRule {
  let code = "role-reference"
  let severity = Diagnostic.Severity.error
  let summary = "roles are ARNs of IAM roles, or their names alone"
  let source = "ECS API reference, RegisterTaskDefinition taskRoleArn and executionRoleArn; IAM ARNs"

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    for member in ["taskRoleArn", "executionRoleArn"] {
      guard let json = definition.attributes[member], let text = json.plainText, !text.isEmpty else { continue }
      if !ARN.isARN(text), !text.contains(":"), !text.contains(" ") { continue }
      if Self.isRole(text) { continue }
      if Self.isRoleElsewhere(text), let problem = AccountDigits.problem(in: text) {
        findings.add("\"\(member)\" is no role: \(problem)", at: json, fix: "correct the number of the account")
        continue
      }
      findings.add("\"\(member)\" is no role", at: json, fix: "write \"arn:aws:iam::ACCOUNT:role/NAME\"")
    }
  }

  private static func isRole(_ text: String) -> Bool {
    guard let arn = ARN(text), isRoleElsewhere(text) else { return false }
    return arn.account.utf8.count == 12 && arn.account.allSatisfy(\.isNumber)
  }

  /// Whatever its account is.
  private static func isRoleElsewhere(_ text: String) -> Bool {
    guard let arn = ARN(text), arn.service == "iam", arn.region.isEmpty else { return false }
    return arn.resource.hasPrefix("role/") && !arn.names.isEmpty
  }
}
