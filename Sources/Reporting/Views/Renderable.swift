import JSONDocument

/// Something that is shown in every format. A format's renderer reads the view and nothing else.
package protocol Renderable: Sendable {
  /// `style` is for those who read text.
  func rendered(as format: OutputFormat, style: Style) -> String
}

extension PlanView: Renderable {
  package func rendered(as format: OutputFormat, style: Style) -> String {
    switch format {
    case .text: PlanText(self, style: style).text
    case .json: MachineFormat.text(PlanJSON(self).lines)
    case .markdown: PlanMarkdown(self).text
    }
  }
}

extension ApplyView: Renderable {
  package func rendered(as format: OutputFormat, style: Style) -> String {
    switch format {
    // Apart from what was said meanwhile.
    case .text: "\n" + ApplyReportText(self, style: style).text
    case .json: MachineFormat.text([ApplyJSON.outcome(self)])
    case .markdown: ApplyMarkdown(self).text
    }
  }
}
