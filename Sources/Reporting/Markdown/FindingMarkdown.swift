package import Diagnostics

/// An answer that has no form of its own in Markdown: its text as it is.
package enum MarkdownBlock {
  package static func text(_ text: String) -> String {
    let lines = Markdown.lines(of: text)
    return lines.allSatisfy(\.isEmpty) ? "" : Markdown.fenced(lines).page
  }
}

/// Findings and failures for a job's summary, as the terminal shows them.
package enum FindingMarkdown {
  private static let limit = 60_000

  package static func text(_ findings: [Diagnostic]) -> String {
    block(DiagnosticText.count(findings), DiagnosticText().text(findings))
  }

  package static func text(_ failure: Failure) -> String { block("It failed", failure.text()) }

  private static func block(_ title: String, _ text: String) -> String {
    let (kept, left) = Markdown.limited(Markdown.lines(of: text), to: limit)
    let rest = left > 0 ? ["… and \(counted(left, "more line"))"] : []
    return [["**\(title)**"], Markdown.fenced(kept + rest)].page
  }
}
