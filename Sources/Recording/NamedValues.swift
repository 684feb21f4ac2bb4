import JSONDocument

extension JSON {
  /// An object of these members, ordered by name.
  static func named(_ values: [String: String]) -> JSON { named(values.mapValues { .string($0) }) }

  static func named(_ values: [String: Int]) -> JSON { named(values.mapValues { .int($0) }) }

  static func named(_ values: [String: [String]]) -> JSON { named(values.mapValues { .strings($0) }) }

  private static func named(_ values: [String: JSON]) -> JSON {
    .object(JSONObject(values.sorted { $0.key < $1.key }.map { JSONObject.Member(key: $0.key, value: $0.value) }))
  }

  /// The members that are texts, and those that are whole numbers; nothing of what is no object.
  var namedTexts: [String: String] { namedValues(\.stringValue) }
  var namedNumbers: [String: Int] { namedValues(\.intValue) }

  /// The members that are lists of texts.
  var namedLists: [String: [String]] { namedValues { $0.arrayValue?.compactMap(\.stringValue) } }

  private func namedValues<Value>(_ read: (JSON) -> Value?) -> [String: Value] {
    Dictionary((objectValue ?? JSONObject()).compactMap { member in read(member.value).map { (member.key, $0) } }) { $1 }
  }
}
