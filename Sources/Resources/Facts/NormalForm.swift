package import JSONDocument

extension ResourceKind {
  /// The one form in which documents of this kind are compared: total, idempotent, and equal for all documents that
  /// mean the same to ECS.
  ///
  /// Steps: output-only members go, the kind's own rules are applied, nulls and blanks go, what equals its default
  /// goes, sets are ordered by key. Unknown members stay. `{}` stands for a document with nothing but defaults.
  package func normalForm(of document: JSON) -> JSON {
    NormalForm.object(prepared(document), facts) ?? .object(JSONObject())
  }

  /// The document in the form in which the field facts hold, still with its defaults.
  package func prepared(_ document: JSON) -> JSON {
    var members = document.objectValue ?? JSONObject()
    for name in members.keys where outputOnly.contains(name) { members[name] = nil }
    return adjust(.object(members))
  }

  /// Digest of what makes one revision differ from another: the normal form without tags (rule E02).
  package func contentFingerprint(of document: JSON) -> ContentDigest {
    ContentDigest(of: content(of: document))
  }

  /// The normal form without the tags, which are changed in place and are no content.
  package func content(of document: JSON) -> JSON {
    var normal = normalForm(of: document)
    normal["tags"] = nil
    return normal
  }
}

/// The generic part of the normal form, driven by the field facts. Nil stands for "like absent".
package enum NormalForm {
  package static func value(_ json: JSON?, _ field: FieldFacts) -> JSON? {
    guard let json, !json.isNull else { return nil }
    if field.isIgnored { return nil }
    let normal =
      field.presenceMatters ? shape(json, field.shape) ?? .object(JSONObject()) : shape(json, field.shape)
    guard let normal else { return nil }
    if let fallback = field.fallback, let folded = shape(fallback, field.shape), folded == normal { return nil }
    return normal
  }

  static func shape(_ json: JSON, _ shape: FieldFacts.Shape) -> JSON? {
    switch shape {
    case .string, .integer, .number, .boolean:
      json.isNull ? nil : json.unmarked
    case .object(let facts):
      object(json, facts)
    case .map:
      map(json)
    case .list(let element):
      list(json, element)
    case .set(let element, let key):
      list(json, element).map { .array(sorted($0.arrayValue ?? [], element, key)) }
    case .document:
      document(json)
    }
  }

  static func object(_ json: JSON, _ facts: ObjectFacts) -> JSON? {
    guard let members = json.objectValue else { return json.isNull ? nil : json.unmarked }
    var normal: [JSONObject.Member] = []
    normal.reserveCapacity(members.count)
    for member in members.sortedByKey {
      let kept: JSON? = if let field = facts[member.key] { value(member.value, field) } else { unknown(member.value) }
      if let kept { normal.append(JSONObject.Member(key: member.key, value: kept)) }
    }
    return normal.isEmpty ? nil : .object(JSONObject(normal))
  }

  /// A member the facts do not know: kept and compared as it is, but for nulls and the order of members.
  private static func unknown(_ json: JSON) -> JSON? {
    switch json.content {
    case .null: nil
    case .object(let members):
      .object(
        JSONObject(
          members.sortedByKey.compactMap { member in
            unknown(member.value).map { JSONObject.Member(key: member.key, value: $0) }
          }))
    case .array(let elements): .array(elements.map { unknown($0) ?? .null })
    case .bool, .number, .string: json.unmarked
    }
  }

  private static func map(_ json: JSON) -> JSON? {
    guard let members = json.objectValue else { return json.isNull ? nil : json.unmarked }
    let kept = members.sortedByKey.filter { !$0.value.isNull }.map {
      JSONObject.Member(key: $0.key, value: $0.value.unmarked)
    }
    return kept.isEmpty ? nil : .object(JSONObject(kept))
  }

  /// Blank elements of object lists are dropped, those of plain lists are kept (rule E06). An empty list is absent.
  private static func list(_ json: JSON, _ element: FieldFacts.Shape) -> JSON? {
    guard let elements = json.arrayValue else { return json.isNull ? nil : json.unmarked }
    let kept: [JSON] =
      if case .object = element {
        elements.compactMap { shape($0, element) }
      } else {
        elements.map { shape($0, element) ?? .null }
      }
    return kept.isEmpty ? nil : .array(kept)
  }

  private static func sorted(_ elements: [JSON], _ element: FieldFacts.Shape, _ key: [String]) -> [JSON] {
    elements.map { (keyText(of: $0, element, key), $0.text(.canonical), $0) }
      .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
      .map { $0.2 }
  }

  /// What tells an element of a set from the others: `8080/tcp` for a port mapping. Absent members count as their defaults.
  package static func keyText(of element: JSON, _ shape: FieldFacts.Shape, _ key: [String]) -> String {
    guard case .object(let facts) = shape, !key.isEmpty else { return element.stringValue ?? element.text(.canonical) }
    return key.compactMap { name -> String? in
      guard let value = element[name] ?? facts[name]?.fallback else { return nil }
      return value.stringValue ?? value.text(.canonical)
    }.joined(separator: "/")
  }

  /// A policy: text is parsed; text that is not JSON is compared as text.
  private static func document(_ json: JSON) -> JSON? {
    guard let text = json.stringValue else { return unknown(json) }
    guard text.contains(where: { !$0.isWhitespace }) else { return nil }
    return (try? JSON(text: text)).flatMap(unknown) ?? json.unmarked
  }
}
