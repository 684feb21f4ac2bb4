import Diagnostics
import JSONDocument
import Reporting
import Validation

/// What `validate` checks, by subject.
enum RuleList {
  static func text(style: Style) -> String {
    let width = ValidationRules.all.map(\.code.count).max() ?? 0
    let groups = ValidationRules.groups.map { group in
      let lines = group.rules.map { rule in
        let severity = style.paint(padded(rule.severity.rawValue, 7), role(rule.severity))
        return "  \(padded(rule.code, width))  \(severity)  \(rule.summary)\n"
      }
      return style.paint(group.subject, .strong) + "\n" + lines.joined()
    }
    let count = ValidationRules.all.count
    return groups.joined(separator: "\n") + "\n\(count) rules; -json tells where each comes from.\n"
  }

  static var lines: [JSON] {
    ValidationRules.groups.flatMap { group in
      group.rules.map { rule in
        MachineFormat.rule(
          code: rule.code, severity: rule.severity, subject: group.subject, summary: rule.summary, source: rule.source)
      }
    }
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func role(_ severity: Diagnostic.Severity) -> Style.Role {
    switch severity {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }
}
