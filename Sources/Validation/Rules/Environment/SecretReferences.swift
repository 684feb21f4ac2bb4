import Diagnostics
import JSONDocument
import Resources

struct SecretReferences: ContainerRule {
  let code = "secret-reference"
  let severity = Diagnostic.Severity.error
  let summary = "secrets name a secret of Secrets Manager or a parameter of Systems Manager"
  let source = "Amazon ECS developer guide, passing sensitive data: forms of valueFrom"

  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings) {
    let options = container.json["logConfiguration"]?.objects("secretOptions") ?? []
    for secret in container.json.objects("secrets") + options {
      guard let json = secret["valueFrom"], let text = json.plainText, let problem = Self.problem(text) else { continue }
      findings.add("\"valueFrom\" names no secret", at: json, details: [problem.reason], fix: problem.fix)
    }
  }

  private struct Problem {
    let reason: String
    let fix: String?
  }

  /// Says why, without repeating the text: a secret's value may stand here by mistake.
  private static func problem(_ text: String) -> Problem? {
    guard ARN.isARN(text) else { return isName(text) ? nil : nameProblem(text) }
    if let problem = AccountDigits.problem(in: text) {
      return Problem(reason: "It is an ARN, but \(problem).", fix: "correct the number of the account")
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 6 else { return Problem(reason: "The ARN is too short.", fix: nil) }
    switch parts[2] {
    case "ssm":
      return parts[5].hasPrefix("parameter/")
        ? nil : Problem(reason: "The ARN of a parameter goes on with \"parameter/NAME\".", fix: nil)
    case "secretsmanager": return secretsManager(parts)
    default:
      return Problem(reason: "It is an ARN of \(parts[2]); secrets come from secretsmanager or ssm.", fix: nil)
    }
  }

  private static func isName(_ text: some StringProtocol) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        byte > 32 && byte < 127 && !"\"'<>|&;:=?*%$#@!()[]{}\\,".utf8.contains(byte)
      }
  }

  /// `NAME:VERSION` is a form of GetParameter, and none of `valueFrom`.
  private static func nameProblem(_ text: String) -> Problem {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count == 2, isName(parts[0]), parts[0].hasPrefix("/") || Int(parts[1]) != nil {
      return Problem(
        reason: "A version or a label cannot be appended to the name of a parameter here; ECS takes the current version.",
        fix: "write the name alone, without the colon and what follows it")
    }
    return Problem(reason: "It is neither an ARN nor the name of a parameter.", fix: "write the secret's ARN")
  }

  private static func secretsManager(_ parts: [Substring]) -> Problem? {
    guard parts.count >= 7, parts[5] == "secret", !parts[6].isEmpty else {
      return Problem(reason: "The ARN of a secret goes on with \"secret:NAME\".", fix: nil)
    }
    switch parts.count {
    case 7: return nil
    case 10:
      return parts[8].isEmpty || parts[9].isEmpty
        ? nil : Problem(reason: "A version's stage and its id exclude each other.", fix: "leave one of them empty")
    default:
      return Problem(
        reason: "After the secret's name come its JSON key, a version's stage and a version's id: three colons, or none.",
        fix: parts.count == 8 ? "end it with \":\(parts[7])::\"" : nil)
    }
  }
}
