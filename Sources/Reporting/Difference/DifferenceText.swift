import Planning
import Resources
import Secrets

/// The comparison of loose documents as people read it: from the first document to the second, a line for each field.
package struct DifferenceText {
  private let style: Style
  private let values: ValueText
  private let fields: FieldViews

  package init(style: Style = .plain, revealsAll: Bool = false) {
    self.style = style
    fields = FieldViews(reveal: RevealPolicy(key: nil, revealsAll: revealsAll), images: ImageText(registry: ""))
    values = ValueText(images: fields.images)
  }

  package func text(_ differences: [Difference]) -> String {
    var text = ""
    var heading: [String] = []
    for difference in differences {
      let titles = ["--- \(Printable.line(difference.titles.before))", "+++ \(Printable.line(difference.titles.after))"]
      if titles != heading { text += titles.map { style.paint($0, .strong) }.page }
      heading = titles
      text += lines(difference).page
    }
    return text
  }

  private func lines(_ difference: Difference) -> [String] {
    var lines: [String]
    switch difference.state {
    case .added: lines = [style.paint("+ \(difference.subject): added", .added)]
    case .removed: lines = [style.paint("- \(difference.subject): removed", .removed)]
    case .compared where difference.fields.isEmpty: lines = ["\(difference.subject): no difference that ECS would see"]
    case .compared: lines = [headline(difference)]
    }
    let fields = difference.fields.map(fields.view)
    let notes = difference.state == .compared ? EffectWords.notes(fields, difference.kind) : [:]
    lines += FieldLines(values: values, style: style, notes: notes).lines(fields, indent: 2)
    if !difference.open.isEmpty {
      let fields = listed(difference.open.map { Printable.line($0.description) }, limit: 4)
      lines.append(style.paint("  (taken for equal, because its ${…} can stand for what is there: \(fields))", .muted))
    }
    return lines
  }

  /// `service "api": 2 fields differ (in place)`; with several effects each stands behind its field.
  private func headline(_ difference: Difference) -> String {
    let count = difference.fields.count
    let effects = Set(difference.fields.map(\.effect))
    let effect = effects.count == 1 ? effects.first.map { " (\(EffectWords.text($0, difference.kind)))" } ?? "" : ""
    return style.paint(
      "\(difference.subject): \(counted(count, "field")) \(count == 1 ? "differs" : "differ")\(effect)", .changed)
  }

  /// Documents that cannot be compared by their meaning, line by line.
  package func plain(_ before: String, _ after: String, titles: (before: String, after: String), because reason: String) -> String
  {
    let lines = InnerDiff.lines(before, after).map { line in
      let shown = "\(line.symbol)\(Printable.line(SecretsInSource.masked(line.text)))"
      return style.paint(shown, line.symbol == "+" ? .added : .removed)
    }
    let heading = ["--- \(titles.before)", "+++ \(titles.after)"].map { style.paint(Printable.line($0), .strong) }
    return (heading + ["compared line by line: \(Printable.line(reason))"] + lines).page
  }
}
