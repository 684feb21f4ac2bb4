import JSONDocument
import Planning
import Resources

/// The lines under a change: one for each field that really differs, documents opened to the keys that differ.
struct FieldLines {
  let values: ValueText
  let style: Style
  /// What is said behind a field, by its path.
  let notes: [FieldPath: String]
  /// Past this many, inner lines of one field are counted and left out.
  static let innerLimit = 24
  private static let pathLimit = 46

  func lines(_ fields: [FieldView], indent: Int = 6) -> [String] {
    let rows = fields.flatMap(rows)
    let width = min(Self.pathLimit, rows.filter { !$0.text.isEmpty }.map(\.path.count).max() ?? 0)
    return rows.map { row in
      let blanks = String(repeating: " ", count: indent + row.depth * 4)
      let path = row.text.isEmpty ? row.path : row.path.padded(to: width - row.depth * 4)
      let line = "\(row.symbol) \(path)" + (row.text.isEmpty ? "" : "  \(row.text)")
      return (blanks + style.paint(line.withoutTrailingBlanks, row.role))
    }
  }

  private struct Row {
    var symbol: Character
    var path: String
    var text = ""
    var depth = 0

    var role: Style.Role {
      switch symbol {
      case "+": .added
      case "-": .removed
      case "~": .changed
      default: .muted
      }
    }
  }

  private func rows(_ field: FieldView) -> [Row] {
    let path = Printable.line(field.path.description)
    switch field.detail(past: ValueText.limit) {
    case .document(let entries, let unchanged):
      return [Row(symbol: "~", path: path + note(field))] + limited(entries.map(row)) + self.unchanged(unchanged, "value")
    case .lines(let lines, let unchanged):
      let rows = lines.map { Row(symbol: $0.symbol, path: shown($0.text), depth: 1) }
      return [Row(symbol: "~", path: path + note(field))] + limited(rows) + self.unchanged(unchanged, "line")
    case .added(let members):
      let rows = members.map { member in
        Row(
          symbol: "+", path: Printable.line(member.key),
          text: values.short(member.value, as: FieldPath([.member(member.key)]).isImage ? .image : nil), depth: 1)
      }
      return [Row(symbol: "+", path: path, text: "added")] + limited(rows)
    case .removed(let image):
      let was = image.map { " (was \(values.short($0, as: .image)))" } ?? ""
      return [Row(symbol: "-", path: path, text: "removed\(was)")]
    case nil: return [Row(symbol: symbol(field), path: path, text: values.change(field) + note(field))]
    }
  }

  private func symbol(_ field: FieldView) -> Character {
    switch field.direction {
    case .added: "+"
    case .removed: "-"
    case .changed: "~"
    }
  }

  private func note(_ field: FieldView) -> String {
    notes[field.path].map { " (\($0))" } ?? ""
  }

  /// What is the same is counted and not shown.
  private func unchanged(_ count: Int, _ noun: String) -> [Row] {
    count > 0 ? [Row(symbol: " ", path: "(\(counted(count, noun)) unchanged)", depth: 1)] : []
  }

  private func row(_ entry: InnerDiff.Entry) -> Row {
    let path = Printable.line(entry.path)
    switch (entry.before, entry.after) {
    case (let before?, let after?):
      return Row(symbol: "~", path: path, text: values.arrow(before, after), depth: 1)
    case (nil, let after?):
      return Row(symbol: "+", path: path, text: "added \(values.short(after))", depth: 1)
    case (let before?, nil):
      return Row(symbol: "-", path: path, text: "removed (was \(values.short(before)))", depth: 1)
    case (nil, nil): return Row(symbol: " ", path: path, depth: 1)
    }
  }

  private func shown(_ line: String) -> String {
    guard line.contains(where: { !$0.isWhitespace }) else { return "(blank line)" }
    return Shortening.middle(Printable.line(line), to: 100)
  }

  private func limited(_ rows: [Row]) -> [Row] {
    guard rows.count > Self.innerLimit else { return rows }
    return rows.prefix(Self.innerLimit - 1)
      + [Row(symbol: "…", path: "and \(rows.count - Self.innerLimit + 1) more differences", depth: 1)]
  }
}
