import Diagnostics
import JSONDocument

struct ImageTagNumber: ValidationRule {
  let code = "image-tag-number"
  let severity = Diagnostic.Severity.warning
  let summary = "a tag without quotes is a number that reads the same everywhere"
  let source = "Terraform converts numbers of a map(string) by their value (measured with Terraform 1.11.4)"

  func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    for member in context.tagMap?.objectValue ?? JSONObject() where context.images[member.key] != nil {
      guard let number = member.value.numberValue, number.plainText != number.text else { continue }
      findings.add(
        "the tag of \"\(member.key)\" is the number \(number.text), which others read as \(number.plainText ?? "another one")",
        at: member.value, details: ["The tag here is \"\(number.text)\", as it is written; Terraform goes by the value."],
        fix: "write it in quotes: \"\(number.text)\"")
    }
    return findings.diagnostics
  }
}
