import JSONDocument

/// A policy is written as an object, or as its text as AWS returns it.
enum PolicyDocument {
  enum Reading {
    case document(JSON, text: Int)
    case broken
  }

  /// Nil when there is none. Marks inside a text point to the text.
  static func read(_ json: JSON?) -> Reading? {
    guard let json, !json.isNull, !json.isOpen else { return nil }
    guard let text = json.stringValue else { return .document(json, text: json.text(.compact).utf8.count) }
    guard !text.isEmpty else { return nil }
    guard let document = try? JSON(text: text), document.objectValue != nil else { return .broken }
    return .document(remarked(document, json.mark), text: text.utf8.count)
  }

  private static func remarked(_ json: JSON, _ mark: SourceMark?) -> JSON {
    switch json.content {
    case .null, .bool, .number, .string: JSON(json.content, mark: mark)
    case .array(let elements): JSON(.array(elements.map { remarked($0, mark) }), mark: mark)
    case .object(let members):
      JSON(
        .object(JSONObject(members.map { JSONObject.Member(key: $0.key, value: remarked($0.value, mark), mark: mark) })),
        mark: mark)
    }
  }
}
