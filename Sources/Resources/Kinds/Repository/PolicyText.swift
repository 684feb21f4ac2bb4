package import JSONDocument

extension JSON {
  /// A document that was given as its text; text that is no JSON object stays text.
  package var parsedText: JSON {
    guard let text = stringValue, let parsed = try? JSON(text: text), parsed.objectValue != nil else { return self }
    return parsed
  }

  var unlessEmptyList: JSON? {
    if let elements = arrayValue, elements.isEmpty { return Optional.none }
    return self
  }

  var sortedTexts: JSON {
    guard let elements = arrayValue else { return self }
    return .array(elements.map { ($0.text(.canonical), $0) }.sorted { $0.0 < $1.0 }.map(\.1))
  }
}
