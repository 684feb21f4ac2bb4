package import JSONDocument

/// Members that take part in a comparison only because somebody mentioned them: those that the facts do not know, and
/// those that somebody else may own.
///
/// A place is the way of names to a member, without the keys of list elements: what one container mentions counts for
/// all of them.
package struct Mentions: Sendable, Equatable {
  private var here: Set<String> = []
  private var inside: [String: Mentions] = [:]

  package static let nothing = Mentions()

  package var isEmpty: Bool { here.isEmpty && inside.isEmpty }

  func contains(_ member: String) -> Bool { here.contains(member) }
  package func inside(_ member: String) -> Mentions { inside[member] ?? .nothing }

  package mutating func add(_ other: Mentions) {
    guard !other.isEmpty else { return }
    here.formUnion(other.here)
    for (name, mentions) in other.inside { inside[name, default: .nothing].add(mentions) }
  }

  mutating func add(_ json: JSON, _ facts: ObjectFacts, except ignored: Set<String> = []) {
    for member in json.objectValue ?? JSONObject() where !member.value.isNull {
      guard let entry = facts.entry(member.key) else {
        if !ignored.contains(member.key) { here.insert(member.key) }
        continue
      }
      if entry.field.isShared { here.insert(member.key) }
      add(member.value, entry.field.shape, under: member.key)
    }
  }

  private mutating func add(_ value: JSON, _ shape: FieldFacts.Shape, under name: String) {
    switch shape {
    case .object(let facts):
      var mentions = Mentions()
      mentions.add(value, facts)
      if !mentions.isEmpty { inside[name, default: .nothing].add(mentions) }
    case .list(let element), .set(let element, _):
      guard case .object = element else { return }
      for item in value.arrayValue ?? [] { add(item, element, under: name) }
    case .string, .integer, .number, .boolean, .map, .document: return
    }
  }
}

extension ResourceKind {
  /// What the documents mention beyond the fields that are compared always.
  package func mentions(in documents: JSON?...) -> Mentions {
    var mentions = Mentions()
    for case let document? in documents { mentions.add(document, facts, except: outputOnly) }
    return mentions
  }
}
