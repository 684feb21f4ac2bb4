package import Diagnostics

/// Findings about input as people read them: where, what, the line itself, what it means, what to do.
///
/// ```
/// envs/staging/services/api.json:12:14: error: no image tag for "api" [image-tag-missing]
///   12 |     "image": "${image.api}",
///      |              ^~~~~~~~~~~~~
///   fix: add "api" to envs/staging/image-tags.auto.tfvars.json
/// ```
package struct DiagnosticText {
  private let style: Style

  package init(style: Style = .plain) {
    self.style = style
  }

  /// More findings than anybody reads; then those that matter most are shown.
  private static let limit = 200

  /// Findings in file order, and a closing line that counts them; empty when there are none.
  package func text(_ diagnostics: [Diagnostic]) -> String {
    guard !diagnostics.isEmpty else { return "" }
    var text = ""
    var wasBlock = false
    for diagnostic in Self.shown(diagnostics) {
      let lines = lines(diagnostic)
      if wasBlock || lines.count > 1, !text.isEmpty { text += "\n" }
      text += lines.page
      wasBlock = lines.count > 1
    }
    let rest = diagnostics.count - Self.limit
    let note = rest > 0 ? "; \(Self.limit) are shown here, and all with -json" : ""
    return text + "\n" + Self.count(diagnostics) + note + "\n"
  }

  /// All, or the most severe of them.
  private static func shown(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    let ordered = diagnostics.inFileOrder
    guard ordered.count > limit else { return ordered }
    let severest = Diagnostic.Severity.allCases.reversed().flatMap { severity in
      ordered.enumerated().filter { $0.element.severity == severity }
    }
    return severest.prefix(limit).sorted { $0.offset < $1.offset }.map(\.element)
  }

  /// `3 errors, 1 warning`.
  package static func count(_ diagnostics: [Diagnostic]) -> String {
    let parts = Diagnostic.Severity.allCases.reversed().compactMap { severity -> String? in
      let number = diagnostics.count { $0.severity == severity }
      return number > 0 ? counted(number, severity.rawValue) : nil
    }
    return parts.joined(separator: ", ")
  }

  package func lines(_ diagnostic: Diagnostic) -> [String] {
    var lines = [headline(diagnostic)]
    if let location = diagnostic.location, let excerpt = location.excerpt, location.line > 0 {
      lines += self.excerpt(excerpt, line: location.line, severity: diagnostic.severity)
    }
    lines += diagnostic.details.map { "  " + Printable.line($0) }
    if let fix = diagnostic.fix { lines.append("  \(style.paint("fix:", .strong)) \(Printable.line(fix))") }
    return lines
  }

  private func headline(_ diagnostic: Diagnostic) -> String {
    let place = diagnostic.location.map { style.paint("\(Printable.line("\($0)")):", .strong) + " " } ?? ""
    let severity = style.paint("\(diagnostic.severity.rawValue):", Self.role(diagnostic.severity))
    return
      "\(place)\(severity) \(Printable.line(diagnostic.message)) \(style.paint("[\(diagnostic.code)]", .muted))"
  }

  private func excerpt(_ excerpt: SourceLocation.Excerpt, line: Int, severity: Diagnostic.Severity)
    -> [String]
  {
    let number = String(line)
    let gutter = String(repeating: " ", count: number.count)
    // What becomes visible takes more room, and the underline moves with it.
    let before = Printable.visible(String(excerpt.text.prefix(max(0, excerpt.underlineStart))))
    let marked = Printable.visible(String(excerpt.text.dropFirst(max(0, excerpt.underlineStart)).prefix(excerpt.underlineLength)))
    let rest = Printable.visible(String(excerpt.text.dropFirst(max(0, excerpt.underlineStart) + excerpt.underlineLength)))
    let underline = "^" + String(repeating: "~", count: max(excerpt.underlineLength, marked.count) - 1)
    let shift = String(repeating: " ", count: max(before.count, excerpt.underlineStart))
    return [
      "  \(number) | \(before)\(marked)\(rest)".withoutTrailingBlanks,
      "  \(gutter) | \(shift)\(style.paint(underline, Self.role(severity)))",
    ]
  }

  static func role(_ severity: Diagnostic.Severity) -> Style.Role {
    switch severity {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }
}
