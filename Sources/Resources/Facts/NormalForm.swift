package import JSONDocument

extension ResourceKind {
  /// The one form in which documents of this kind are compared: total, idempotent, and equal for all documents that
  /// mean the same to ECS.
  ///
  /// Steps: output-only members go, the kind's own rules are applied, nulls and blanks go, what equals its default
  /// goes, sets are ordered by key. `{}` stands for a document with nothing but defaults. Unknown members stay, unless
  /// `mentions` says which of them count.
  package func normalForm(of document: JSON, mentions: Mentions? = nil) -> JSON {
    NormalForm(mentions).object(canonicalDocument(document), facts(of: document)) ?? .object(JSONObject())
  }

  /// The document in the form in which the field facts hold, still with its defaults.
  package func canonicalDocument(_ document: JSON) -> JSON {
    canonicalize(.object(JSONObject(distinct: (document.objectValue ?? JSONObject()).filter { !outputOnly.contains($0.key) })))
  }

  /// Digest of what makes one revision differ from another: the normal form without tags (rule E02).
  ///
  /// Members that nobody knows are left out: ECS answers with new ones every month, and they must not look like a change.
  /// Where a file mentions one, `content(of:mentions:)` tells the difference.
  package func contentFingerprint(of document: JSON) -> ContentDigest {
    ContentDigest(of: content(of: document))
  }

  /// The normal form without the tags, which are changed in place and are no content.
  package func content(of document: JSON, mentions: Mentions = .nothing) -> JSON {
    var normal = normalForm(of: document, mentions: mentions)
    normal["tags"] = Optional.none
    return normal
  }
}

/// The generic part of the normal form, driven by the field facts. Nil stands for "like absent".
package struct NormalForm: Sendable {
  /// Which members count only because they were mentioned; nil: all count.
  private let mentions: Mentions?

  package init(_ mentions: Mentions?) {
    self.mentions = mentions
  }

  /// The form inside a member.
  package func inside(_ member: String) -> NormalForm {
    guard let mentions, !mentions.isEmpty else { return self }
    return NormalForm(mentions.inside(member))
  }

  /// The value of one field. What equals its default, or what takes it away, is like absent.
  package func value(_ json: JSON?, _ field: FieldFacts) -> JSON? {
    guard let json, !json.isNull, !field.isIgnored else { return Optional.none }
    let inner = inside(field.name)
    let shape = field.shape(of: json)
    guard let normal = inner.shape(json, shape) ?? (field.presenceMatters ? .object(JSONObject()) : Optional.none) else {
      return Optional.none
    }
    if inner.isSame(normal, field.fallback, shape) || inner.isSame(normal, field.emptied, shape) { return Optional.none }
    return normal
  }

  private func isSame(_ normal: JSON, _ value: JSON?, _ shape: FieldFacts.Shape) -> Bool {
    guard let value else { return false }
    switch shape {
    case .string, .integer, .number, .boolean: return normal == value
    case .object, .map, .list, .set, .document: return self.shape(value, shape) == normal
    }
  }

  private func shape(_ json: JSON, _ shape: FieldFacts.Shape) -> JSON? {
    switch shape {
    case .string, .integer, .number, .boolean:
      json.unlessNull
    case .object(let facts):
      object(json, facts)
    case .map:
      Self.map(json)
    case .list(let element):
      list(json, element)
    case .set(let element, let key):
      list(json, element).map { .array(Self.sorted($0.arrayValue ?? [], element, key)) }
    case .document:
      Self.document(json)
    }
  }

  func object(_ json: JSON, _ facts: ObjectFacts) -> JSON? {
    guard let members = json.objectValue else { return json.unlessNull }
    var normal: [JSONObject.Member] = []
    normal.reserveCapacity(members.count)
    for member in members {
      guard let kept = self.member(member, facts) else { continue }
      normal.append(JSONObject.Member(key: member.key, value: kept))
    }
    return normal.isEmpty ? Optional.none : .object(JSONObject(distinct: normal))
  }

  private func member(_ member: JSONObject.Member, _ facts: ObjectFacts) -> JSON? {
    if let entry = facts.entry(member.key) {
      if entry.field.isShared, let mentions, !mentions.contains(member.key) { return Optional.none }
      return value(member.value, entry.field)
    }
    if let mentions, !mentions.contains(member.key) { return Optional.none }
    return Self.unknown(member.value)
  }

  /// A member the facts do not know: compared as it is, but for nulls and the order of members.
  package static func unknown(_ json: JSON) -> JSON? {
    switch json.content {
    case .null: Optional.none
    case .object(let members):
      .object(
        JSONObject(
          distinct: members.compactMap { member in
            unknown(member.value).map { JSONObject.Member(key: member.key, value: $0) }
          }))
    case .array(let elements): .array(elements.map { unknown($0) ?? .null })
    case .bool, .number, .string: json.unmarked
    }
  }

  private static func map(_ json: JSON) -> JSON? {
    guard let members = json.objectValue else { return json.unlessNull }
    let kept = members.filter { !$0.value.isNull }.map {
      JSONObject.Member(key: $0.key, value: $0.value.unmarked)
    }
    return kept.isEmpty ? Optional.none : .object(JSONObject(distinct: kept))
  }

  /// Blank elements of object lists are dropped, those of plain lists are kept (rule E06). An empty list is absent.
  private func list(_ json: JSON, _ element: FieldFacts.Shape) -> JSON? {
    guard let elements = json.arrayValue else { return json.unlessNull }
    let kept: [JSON] =
      if case .object = element {
        elements.compactMap { shape($0, element) }
      } else {
        elements.map { shape($0, element) ?? .null }
      }
    return kept.isEmpty ? Optional.none : .array(kept)
  }

  /// By key; elements with equal keys by their text.
  private static func sorted(_ elements: [JSON], _ element: FieldFacts.Shape, _ key: [String]) -> [JSON] {
    guard elements.count > 1 else { return elements }
    return elements.map { (key: keyText(of: $0, element, key), element: $0) }
      .sorted { left, right in
        left.key != right.key
          ? left.key < right.key : left.element.text(.canonical) < right.element.text(.canonical)
      }
      .map(\.element)
  }

  /// What tells an element of a set from the others: `8080/tcp` for a port mapping. Absent members count as their defaults.
  package static func keyText(of element: JSON, _ shape: FieldFacts.Shape, _ key: [String]) -> String {
    guard case .object(let facts) = shape, !key.isEmpty else { return plainText(element) }
    if key.count == 1, let text = element[key[0]]?.stringValue { return text }
    return key.compactMap { name -> String? in
      (element[name] ?? facts[name]?.fallback).map(plainText)
    }.joined(separator: "/")
  }

  private static func plainText(_ json: JSON) -> String {
    if let elements = json.arrayValue { return elements.map(plainText).sorted().joined(separator: "+") }
    return json.stringValue ?? json.intValue.map(String.init) ?? json.text(.canonical)
  }

  /// A policy: text is parsed; text that is not JSON is compared as text. An empty one is none.
  private static func document(_ json: JSON) -> JSON? {
    guard let text = json.stringValue else {
      guard let normal = unknown(json), normal.objectValue?.isEmpty != true else { return Optional.none }
      return normal
    }
    guard text.contains(where: { !$0.isWhitespace }) else { return Optional.none }
    guard let parsed = try? JSON(text: text), parsed.stringValue == nil else { return json.unmarked }
    return document(parsed)
  }
}

extension JSON {
  /// The value without its mark, unless it is null.
  fileprivate var unlessNull: JSON? {
    guard !isNull else { return Optional.none }
    return unmarked
  }
}
