package import JSONDocument

extension ResourceKind {
  /// Members of a document that the facts do not know, by their way of names: `containerDefinitions.tomorrow`. What a call
  /// only answers is known.
  package func unknownMembers(of document: JSON) -> Set<String> {
    var unknown: Set<String> = []
    for member in document.objectValue ?? JSONObject() where !outputOnly.contains(member.key) {
      Self.collect(member, facts, under: "", &unknown)
    }
    return unknown
  }

  private static func collect(
    _ member: JSONObject.Member, _ facts: ObjectFacts, under place: String, _ unknown: inout Set<String>
  ) {
    guard !member.value.isNull else { return }
    if let entry = facts.entry(member.key) {
      collect(member.value, entry.field.shape, under: "\(place)\(entry.field.name).", &unknown)
    } else {
      unknown.insert(place + member.key)
    }
  }

  private static func collect(_ value: JSON, _ shape: FieldFacts.Shape, under place: String, _ unknown: inout Set<String>) {
    switch shape {
    case .object(let facts):
      for member in value.objectValue ?? JSONObject() { collect(member, facts, under: place, &unknown) }
    case .list(let element), .set(let element, _):
      guard case .object = element else { return }
      for item in value.arrayValue ?? [] { collect(item, element, under: place, &unknown) }
    case .string, .integer, .number, .boolean, .map, .document: return
    }
  }
}
