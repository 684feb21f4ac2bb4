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

  func lines(_ fields: [FieldChange], indent: Int = 6) -> [String] {
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

  private func rows(_ field: FieldChange) -> [Row] {
    let path = Printable.line(field.path.description)
    if let inner = inner(field) { return [Row(symbol: "~", path: path + note(field))] + inner }
    if let whole = whole(field, path) { return whole }
    return [Row(symbol: symbol(field), path: path, text: values.change(field) + note(field))]
  }

  private func symbol(_ field: FieldChange) -> Character {
    switch (field.before, field.after) {
    case (.absent, _): "+"
    case (_, .absent): "-"
    case (.known, _), (.unknownUntilApplied, _): "~"
    }
  }

  private func note(_ field: FieldChange) -> String {
    notes[field.path].map { " (\($0))" } ?? ""
  }

  /// What differs inside a document, a list or a text of several lines; nil for values that fit one line.
  private func inner(_ field: FieldChange) -> [Row]? {
    guard case .known(let before) = field.before, case .known(let after) = field.after,
      !values.reveal.hides(field)
    else {
      return nil
    }
    if let a = document(before), let b = document(after) {
      let (left, right) = (values.reveal.redacted(a), values.reveal.redacted(b))
      let entries = InnerDiff.entries(left, right)
      guard !entries.isEmpty else { return nil }
      return limited(entries.map { entry in row(entry) }) + unchanged(InnerDiff.common(left, right), "value")
    }
    if let a = before.stringValue, let b = after.stringValue, a.contains("\n") || b.contains("\n") {
      let lines = InnerDiff.lines(a, b)
      let all = b.split(separator: "\n", omittingEmptySubsequences: false).count
      return limited(lines.map { Row(symbol: $0.symbol, path: shown($0.text), depth: 1) })
        + unchanged(all - lines.count { $0.symbol == "+" }, "line")
    }
    return nil
  }

  /// What is the same is counted and not shown.
  private func unchanged(_ count: Int, _ noun: String) -> [Row] {
    count > 0 ? [Row(symbol: " ", path: "(\(counted(count, noun)) unchanged)", depth: 1)] : []
  }

  /// An object that came or went as a whole, too large for one line: its members below, or the image that it ran.
  private func whole(_ field: FieldChange, _ path: String) -> [Row]? {
    guard !values.reveal.hides(field) else { return nil }
    switch (field.before, field.after) {
    case (.absent, .known(let json)):
      guard let members = values.reveal.redacted(json).objectValue, json.text().count > ValueText.limit else {
        return nil
      }
      let inner = members.filter { field.path.steps.last != .key($0.value.stringValue ?? "") }.map { member in
        Row(
          symbol: "+", path: Printable.line(member.key),
          text: values.short(member.value, as: member.key == "image" ? .image : nil),
          depth: 1)
      }
      return [Row(symbol: "+", path: path, text: "added")] + limited(inner)
    case (.known(let json), .absent):
      guard json.objectValue != nil, json.text().count > ValueText.limit else { return nil }
      let image = json["image"].map { " (was \(values.short($0, as: .image)))" } ?? ""
      return [Row(symbol: "-", path: path, text: "removed\(image)")]
    case (.absent, _), (.known, _), (.unknownUntilApplied, _): return nil
    }
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
    let redacted = values.reveal.redacted(.string(line)).stringValue ?? line
    return Shortening.middle(Printable.line(redacted), to: 100)
  }

  private func limited(_ rows: [Row]) -> [Row] {
    guard rows.count > Self.innerLimit else { return rows }
    return rows.prefix(Self.innerLimit - 1)
      + [Row(symbol: "…", path: "and \(rows.count - Self.innerLimit + 1) more differences", depth: 1)]
  }

  /// An object with members or a list of objects; also one that is written as text, as policies are.
  private func document(_ json: JSON) -> JSON? {
    switch json.content {
    case .object(let members): return members.isEmpty ? nil : json
    case .array(let elements): return elements.contains { $0.objectValue != nil } ? json : nil
    case .string(let text):
      guard let first = text.first(where: { !$0.isWhitespace }), first == "{" || first == "[" else {
        return nil
      }
      return try? JSON(text: text)
    case .null, .bool, .number: return nil
    }
  }
}
