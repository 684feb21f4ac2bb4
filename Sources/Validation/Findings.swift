import Diagnostics
package import JSONDocument
import Resources

/// What one rule has found so far.
struct Findings {
  let rule: any ValidationRule
  let context: ValidationContext
  /// The file of the resource that is looked at: findings without a place of their own point to it.
  var file: String?
  private(set) var diagnostics: [Diagnostic] = []

  init(_ rule: any ValidationRule, _ context: ValidationContext) {
    self.rule = rule
    self.context = context
  }

  /// Adds a finding at the place where `json` was written; at the resource's file when it was not.
  mutating func add(
    _ message: String, at json: JSON?, severity: Diagnostic.Severity? = nil, details: [String] = [], fix: String? = nil
  ) {
    add(message, at: json?.mark, severity: severity, details: details, fix: fix)
  }

  mutating func add(
    _ message: String, at mark: SourceMark?, severity: Diagnostic.Severity? = nil, details: [String] = [], fix: String? = nil
  ) {
    let place = mark.flatMap(context.sources.location) ?? file.map { SourceLocation(path: $0) }
    diagnostics.append(
      Diagnostic(severity ?? rule.severity, rule.code, message, at: place, details: details, fix: fix))
  }
}

extension JSON {
  /// Where the key of a member stands; where the object begins when the member was not written.
  package func mark(of key: String) -> SourceMark? {
    objectValue?.member(key)?.mark ?? mark
  }

  /// The text, unless a part of it is still to be filled in (what keeps it from that is another finding).
  package var plainText: String? {
    guard let text = stringValue, !OpenText.isOpen(text) else { return nil }
    return text
  }

  /// True for a text that still has `${…}` or another tool's `{{…}}` in it: nothing can be said about its value.
  package var isOpen: Bool {
    stringValue.map(OpenText.isOpen) ?? false
  }

  /// The elements of a list member that are objects.
  package func objects(_ key: String) -> [JSON] {
    (self[key]?.arrayValue ?? []).filter { $0.objectValue != nil }
  }

  /// The texts in a list member, each with its place.
  package func texts(_ key: String) -> [(text: String, json: JSON)] {
    (self[key]?.arrayValue ?? []).compactMap { element in element.plainText.map { ($0, element) } }
  }

  /// The text of a member; an empty one counts as absent.
  package func text(_ key: String) -> String? {
    guard let text = self[key]?.plainText, !text.isEmpty else { return nil }
    return text
  }
  package func int(_ key: String) -> Int? { self[key]?.intValue }

  /// True when the member is there and not an empty list, object or text.
  package func has(_ key: String) -> Bool {
    guard let value = self[key], !value.isNull else { return false }
    if let list = value.arrayValue { return !list.isEmpty }
    if let object = value.objectValue { return !object.isEmpty }
    if let text = value.stringValue { return !text.isEmpty }
    return true
  }
}

/// Texts with a part that is filled in later, or should have been.
package enum OpenText {
  package static func isOpen(_ text: String) -> Bool {
    let bytes = text.utf8
    guard bytes.contains(UInt8(ascii: "{")) else { return false }
    return zip(bytes, bytes.dropFirst()).contains { before, after in
      after == UInt8(ascii: "{") && (before == UInt8(ascii: "$") || before == UInt8(ascii: "{"))
    }
  }
}

extension Sequence<String> {
  /// `"a", "b"`, for sentences.
  package var quoted: String { map { "\"\($0)\"" }.joined(separator: ", ") }
}
