import Diagnostics
import Resources

/// A value that looks like the others of its enumeration is only warned about: AWS adds values faster than any table.
struct WrongValue: ValidationRule {
  let code = "wrong-value"
  let severity = Diagnostic.Severity.error
  let summary = "members with a fixed set of values hold one of them, in the right case"
  let source = "ECS API reference, \"Valid Values\""

  func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    for deviation in context.deviations {
      guard case .wrongValue(let member, let found, let allowed) = deviation.problem else { continue }
      findings.file = deviation.resource.file
      let name = member.hasSuffix("[]") ? "an element of \"\(member.dropLast(2))\"" : "\"\(member)\""
      if found.isEmpty {
        findings.add(
          "\(name) is empty", at: deviation.mark, severity: .warning,
          fix: "remove it, or write one of \(allowed.joined(separator: ", "))")
        continue
      }
      let nearest =
        allowed.first { $0.lowercased() == found.lowercased() } ?? Self.otherWords[found.lowercased()].flatMap { word in
          allowed.first { $0 == word }
        } ?? Nearest.name(to: found, among: allowed)
      let isPlausible =
        nearest == nil && !Self.refused.contains(found) && Self.isUpperCase(found) && allowed.allSatisfy(Self.isUpperCase)
      // What resembles no value of a list may be anything, also what follows an option.
      let isShown = nearest != nil || isPlausible || !member.hasSuffix("[]")
      findings.add(
        !isShown
          ? "\(name) is none of its values"
          : isPlausible ? "\(name) is \"\(found)\", which reconcile does not know" : "\(name) cannot be \"\(found)\"",
        at: deviation.mark, severity: isPlausible ? .warning : .error,
        details: ["Known values: \(allowed.joined(separator: ", "))."], fix: nearest.map { "write \"\($0)\"" })
    }
    return findings.diagnostics
  }

  /// Values of the API that are refused where one writes them: the bake time is a stage of deployments that takes no hook.
  private static let refused: Set<String> = ["BAKE_TIME"]

  /// What other tools call the same.
  private static let otherWords = [
    "amd64": "X86_64", "x86-64": "X86_64", "x64": "X86_64", "aarch64": "ARM64", "true": "ENABLED", "false": "DISABLED",
    "on": "ENABLED", "off": "DISABLED", "service_started": "START", "service_healthy": "HEALTHY",
    "service_completed_successfully": "SUCCESS",
  ]

  private static func isUpperCase(_ text: String) -> Bool {
    text.utf8.count > 1
      && text.utf8.allSatisfy {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || $0 == UInt8(ascii: "_") || (48...57).contains($0)
      }
  }
}
