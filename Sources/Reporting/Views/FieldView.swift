import JSONDocument
import Planning
import Resources

/// Makes the views of fields that are shown together: what may be seen of them, and how their images are called.
struct FieldViews {
  let reveal: RevealPolicy
  let images: ImageText

  func view(of field: FieldChange) -> FieldView {
    FieldView(field, reveal: reveal, tag: ImageChangeView(field, images: images))
  }
}

/// One changed field, with what may be seen of its values.
struct FieldView: Sendable {
  enum Direction {
    case added, removed, changed
  }

  /// What there is to see inside of a value that no line can hold.
  enum Detail {
    /// Documents and lists of objects: each place that differs, and how many plain values are the same.
    case document([InnerDiff.Entry], unchanged: Int)
    /// Texts of several lines: those that went and those that came, and how many are the same.
    case lines([(symbol: Character, text: String)], unchanged: Int)
    /// The members of an object that came as a whole.
    case added([JSONObject.Member])
    /// An object that went as a whole, and the image that it ran.
    case removed(image: JSON?)
  }

  private let change: FieldChange
  private let reveal: RevealPolicy
  /// The image stays in its repository and gets another version.
  let tag: ImageChangeView?
  /// What becomes of what somebody else changed.
  var fate: Drift.Fate?
  /// The change undoes what somebody else did.
  var isRestored = false

  init(_ change: FieldChange, reveal: RevealPolicy, tag: ImageChangeView?) {
    self.change = change
    self.reveal = reveal
    self.tag = tag
  }

  var path: FieldPath { change.path }
  var effect: FieldFacts.Effect { change.effect }
  var isHidden: Bool { reveal.hides(change) }
  var before: FieldChange.Value { reveal.redacted(change.before, of: change) }
  var after: FieldChange.Value { reveal.redacted(change.after, of: change) }

  var direction: Direction {
    switch (change.before, change.after) {
    case (.absent, _): .added
    case (_, .absent): .removed
    case (.known, _), (.unknownUntilApplied, _): .changed
    }
  }

  /// Only because it repeats the tag.
  func repeats(_ tag: ImageChangeView) -> Bool { tag.isRepeated(in: change) }

  /// Nil for values that fit one line of so many characters.
  func detail(past limit: Int) -> Detail? {
    guard !isHidden else { return nil }
    switch (change.before, change.after) {
    case (.known(let before), .known(let after)): return comparison(before, after)
    case (.absent, .known(let json)):
      guard json.objectValue != nil, json.text().count > limit, let members = reveal.redacted(json, at: path).objectValue else {
        return nil
      }
      // The key that the path names already is not said again.
      return .added(members.filter { path.steps.last != .key($0.value.stringValue ?? "") })
    case (.known(let json), .absent):
      guard json.objectValue != nil, json.text().count > limit else { return nil }
      return .removed(image: ContainerDocument(json).imageText.map { reveal.redacted(.string($0)) })
    case (.absent, _), (.known, _), (.unknownUntilApplied, _): return nil
    }
  }

  private func comparison(_ before: JSON, _ after: JSON) -> Detail? {
    if let a = Self.document(before), let b = Self.document(after) {
      let (left, right) = (reveal.redacted(a, at: path), reveal.redacted(b, at: path))
      let entries = InnerDiff.entries(left, right)
      return entries.isEmpty ? nil : .document(entries, unchanged: InnerDiff.common(left, right))
    }
    guard let a = before.stringValue, let b = after.stringValue, a.contains("\n") || b.contains("\n") else { return nil }
    let lines = InnerDiff.lines(a, b).map { line in
      (symbol: line.symbol, text: reveal.redacted(.string(line.text)).stringValue ?? line.text)
    }
    let all = b.split(separator: "\n", omittingEmptySubsequences: false).count
    return .lines(lines, unchanged: all - lines.count { $0.symbol == "+" })
  }

  /// An object with members or a list of objects; also one that is written as text, as policies are.
  private static func document(_ json: JSON) -> JSON? {
    switch json.content {
    case .object(let members): return members.isEmpty ? nil : json
    case .array(let elements): return elements.contains { $0.objectValue != nil } ? json : nil
    case .string(let text):
      guard let first = text.first(where: { !$0.isWhitespace }), first == "{" || first == "[" else { return nil }
      return try? JSON(text: text)
    case .null, .bool, .number: return nil
    }
  }
}
