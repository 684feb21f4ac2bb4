extension JSON {
  /// An object of those members that are there and not null.
  package static func members(_ pairs: (String, JSON?)...) -> JSON {
    .object(
      JSONObject(
        pairs.compactMap { name, value in
          guard let value, !value.isNull else { return nil }
          return JSONObject.Member(key: name, value: value)
        }))
  }

  package static func strings(_ texts: some Sequence<String>) -> JSON { .array(texts.map { .string($0) }) }

  /// The object without some of its members; other values as they are.
  package func without(_ names: Set<String>) -> JSON {
    guard let members = objectValue else { return self }
    return .object(JSONObject(members.filter { !names.contains($0.key) }))
  }
}
