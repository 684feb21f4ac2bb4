package import JSONDocument

/// Something that is shown in every format. A format's renderer reads the view and nothing else.
package protocol Renderable: Sendable {
  /// For a person who reads it on a terminal or in a log.
  func text(_ style: Style) -> String
  /// For programs.
  var lines: [JSON] { get }
  /// For a comment or a summary; what has no form of its own there is its text, as it is.
  var markdown: String { get }
}

extension Renderable {
  package var markdown: String { MarkdownBlock.text(text(.plain)) }

  package func rendered(as format: OutputFormat, style: Style) -> String {
    switch format {
    case .text: text(style)
    case .json: MachineFormat.text(lines)
    case .markdown: markdown
    }
  }
}

extension PlanView: Renderable {
  package func text(_ style: Style) -> String { PlanText(self, style: style).text }
  package var lines: [JSON] { PlanJSON(self).lines }
  package var markdown: String { PlanMarkdown(self).text }
}

extension ApplyView: Renderable {
  // Apart from what was said meanwhile.
  package func text(_ style: Style) -> String { "\n" + ApplyReportText(self, style: style).text }
  package var lines: [JSON] { [ApplyJSON.outcome(self)] }
  package var markdown: String { ApplyMarkdown(self).text }
}
