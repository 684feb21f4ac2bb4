import JSONDocument
import Resources

/// Finds members that left the files and stay as they are, because AWS has no value that takes them back.
///
/// They are no difference: nobody could apply it. But a new environment from the same files would not have them, so the
/// plan says so.
enum LeftMembers {
  static let reason = "no longer in the files; AWS has no value that takes it back"

  /// What `declared` no longer mentions, was declared before (`memory`), and is there.
  static func differences(_ declared: JSON, memory: JSON?, live: JSON, kind: ResourceKind) -> [FieldChange] {
    guard let memory, memory != declared else { return [] }
    var walk = LeftWalk()
    walk.look(
      at: kind.canonicalDocument(memory), declared: kind.canonicalDocument(declared), live: kind.canonicalDocument(live),
      kind.facts(of: declared, live), ComparisonCursor(effect: .inPlace))
    return walk.changes.sorted { $0.path < $1.path }
  }
}

private struct LeftWalk {
  private var walk = DifferenceWalk()

  var changes: [FieldChange] { walk.changes }

  mutating func look(
    at memory: JSON, declared: JSON?, live: JSON, _ facts: ObjectFacts, _ place: ComparisonCursor
  ) {
    for member in memory.objectValue ?? JSONObject() where !member.value.isNull {
      guard let field = facts[member.key], field.isOurs, let now = live[member.key] else { continue }
      if let other = field.displacedBy, declared?[other] != nil { continue }
      look(
        at: member.value, declared: declared?[member.key].flatMap { $0.isNull ? nil : $0 }, live: now, field, place.member(field))
    }
  }

  private mutating func look(
    at memory: JSON, declared: JSON?, live: JSON, _ field: FieldFacts, _ place: ComparisonCursor
  ) {
    let form = NormalForm(nil)
    guard let now = form.value(live, field) else { return }
    guard let declared else {
      if EmptyingValues.emptied(field, memory: memory) == nil { walk.report(nil, shown(now, memory: memory, field), at: place) }
      return
    }
    switch field.shape {
    case .object(let inner): look(at: memory, declared: declared, live: live, inner, place)
    case .set(let element, let key) where field.ownsOnlyListed:
      let kept = Self.keys(of: declared, element, key)
      let left = Self.keys(of: memory, element, key).subtracting(kept)
      for item in now.arrayValue ?? [] {
        let name = NormalForm.keyText(of: item, element, key)
        if left.contains(name) { walk.report(nil, item, at: place.key(name)) }
      }
    case .string, .integer, .number, .boolean, .map, .list, .set, .document: break
    }
  }

  /// Of a set whose other elements belong to somebody else, only those that were ours.
  private func shown(_ now: JSON, memory: JSON, _ field: FieldFacts) -> JSON? {
    guard field.ownsOnlyListed, case .set(let element, let key) = field.shape else { return now }
    let ours = Self.keys(of: memory, element, key)
    return now.arrayValue.map { .array($0.filter { ours.contains(NormalForm.keyText(of: $0, element, key)) }) }
  }

  private static func keys(of list: JSON, _ element: FieldFacts.Shape, _ key: [String]) -> Set<String> {
    Set((list.arrayValue ?? []).map { NormalForm.keyText(of: $0, element, key) })
  }
}

extension FieldFacts {
  /// Whoever leaves it out of the files wants it gone.
  fileprivate var isOurs: Bool { !isIgnored && !isShared && !isWriteOnly }
}
