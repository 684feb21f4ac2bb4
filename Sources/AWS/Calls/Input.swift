import JSONDocument

extension JSON {
  /// The object with only some of its members, and none that is null.
  func only(_ names: Set<String>) -> JSON {
    .object(JSONObject((objectValue ?? JSONObject()).filter { names.contains($0.key) && !$0.value.isNull }))
  }

  /// The value, unless it is an empty one.
  var unlessEmpty: JSON? {
    guard !isEmptyValue else { return Optional.none }
    return self
  }

  /// Null, an empty text, list or object.
  var isEmptyValue: Bool {
    switch content {
    case .null: true
    case .string(let text): text.isEmpty
    case .array(let elements): elements.isEmpty
    case .object(let members): members.isEmpty
    case .bool, .number: false
    }
  }
}
