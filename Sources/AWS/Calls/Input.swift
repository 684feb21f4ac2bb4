import JSONDocument

extension JSON {
  /// An object of the members that are there and not null.
  static func members(_ pairs: (String, JSON?)...) -> JSON {
    .object(
      JSONObject(
        pairs.compactMap { name, value in
          guard let value, !value.isNull else { return nil }
          return JSONObject.Member(key: name, value: value)
        }))
  }

  static func strings(_ texts: some Sequence<String>) -> JSON { .array(texts.map { .string($0) }) }

  /// The object without some of its members.
  func without(_ names: Set<String>) -> JSON {
    guard let members = objectValue else { return self }
    return .object(JSONObject(members.filter { !names.contains($0.key) }))
  }

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
