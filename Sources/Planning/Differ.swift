package import JSONDocument
package import Resources

/// Compares two documents of one kind under its normal form and explains each difference by its path.
package struct Differ: Sendable {
  package let kind: ResourceKind

  package init(_ kind: ResourceKind) {
    self.kind = kind
  }

  /// Every difference between two documents; a field that one lacks stands for its default.
  package func whole(_ before: JSON, _ after: JSON) -> [FieldChange] {
    var walk = DifferenceWalk()
    walk.compare(
      kind.normalForm(of: before), kind.normalForm(of: after), .object(kind.facts), at: Place(effect: defaultEffect))
    return walk.changes.sorted { $0.path < $1.path }
  }

  /// The differences in what `after` declares. Fields that it leaves out belong to somebody else.
  ///
  /// `memory` is what was declared before; it stands in for fields that AWS takes but does not return.
  package func declared(_ before: JSON, _ after: JSON, memory: JSON?) -> [FieldChange] {
    var walk = DifferenceWalk()
    walk.compareDeclared(
      kind.prepared(before), kind.prepared(after), memory: memory.map(kind.prepared), kind.facts,
      at: Place(effect: defaultEffect))
    return walk.changes.sorted { $0.path < $1.path }
  }

  /// The differences of the kind's own comparison.
  package func changes(from before: JSON, to after: JSON, memory: JSON? = nil) -> [FieldChange] {
    switch kind.comparison {
    case .whole: whole(before, after)
    case .declared: declared(before, after, memory: memory)
    }
  }

  private var defaultEffect: FieldFacts.Effect {
    switch kind.comparison {
    case .whole: .newRevision
    case .declared: .inPlace
    }
  }
}

/// Where a comparison stands: the path so far, what changes there start, and the name secrets are judged by.
struct Place {
  var path = FieldPath()
  var effect: FieldFacts.Effect
  var name: String?

  func member(_ field: FieldFacts) -> Place {
    Place(path: path.member(field.shownAs ?? field.name), effect: field.effect ?? effect, name: field.name)
  }
  func member(_ name: String) -> Place { Place(path: path.member(name), effect: effect, name: name) }
  func key(_ key: String) -> Place { Place(path: path.key(key), effect: effect, name: key) }
}

struct DifferenceWalk {
  var changes: [FieldChange] = []

  // MARK: Documents in normal form

  mutating func compare(_ before: JSON?, _ after: JSON?, _ shape: FieldFacts.Shape?, at place: Place) {
    guard before != after else { return }
    switch shape {
    case .object(let facts):
      if let before = before?.objectValue, let after = after?.objectValue {
        compareMembers(before, after, facts, at: place)
      } else {
        report(before, after, at: place)
      }
    case .set(.object(let facts), let key) where !key.isEmpty:
      compareKeyed(before, after, facts, key, at: place)
    case .map:
      compareMap(before, after, at: place)
    case .string, .integer, .number, .boolean, .list, .set, .document, nil:
      report(before, after, at: place)
    }
  }

  private mutating func compareMembers(_ before: JSONObject, _ after: JSONObject, _ facts: ObjectFacts, at place: Place) {
    for name in Set(before.keys).union(after.keys).sorted() {
      let field = facts[name]
      compare(before[name], after[name], field?.shape, at: field.map(place.member) ?? place.member(name))
    }
  }

  private mutating func compareKeyed(
    _ before: JSON?, _ after: JSON?, _ facts: ObjectFacts, _ key: [String], at place: Place
  ) {
    let old = Self.keyed(before, facts, key)
    let new = Self.keyed(after, facts, key)
    let pairValue = facts.pairedValue(key)
    for name in Set(old.keys).union(new.keys).sorted() {
      let a = old[name]
      let b = new[name]
      if let pairValue, Self.isPair(a, key, pairValue), Self.isPair(b, key, pairValue) {
        let blank: JSON = ""
        let left = a.map { $0[pairValue] ?? blank }
        let right = b.map { $0[pairValue] ?? blank }
        if left != right { report(left, right, at: place.key(name)) }
      } else {
        compare(a, b, .object(facts), at: place.key(name))
      }
    }
  }

  /// Elements by their key. A second element with the same key is told apart by its count, so none is lost (rule E25).
  private static func keyed(_ list: JSON?, _ facts: ObjectFacts, _ key: [String]) -> [String: JSON] {
    var elements: [String: JSON] = [:]
    for element in list?.arrayValue ?? [] {
      let name = NormalForm.keyText(of: element, .object(facts), key)
      var unique = name
      var count = 2
      while elements[unique] != nil {
        unique = "\(name)#\(count)"
        count += 1
      }
      elements[unique] = element
    }
    return elements
  }

  /// Whether the element has no member beside its key and its one value.
  private static func isPair(_ element: JSON?, _ key: [String], _ value: String) -> Bool {
    guard let element else { return true }
    return element.objectValue?.allSatisfy { $0.key == value || key.contains($0.key) } ?? false
  }

  private mutating func compareMap(_ before: JSON?, _ after: JSON?, at place: Place) {
    guard let old = before.map({ $0.objectValue }) ?? JSONObject(), let new = after.map({ $0.objectValue }) ?? JSONObject()
    else {
      report(before, after, at: place)
      return
    }
    for key in Set(old.keys).union(new.keys).sorted() where old[key] != new[key] {
      report(old[key], new[key], at: place.key(key))
    }
  }

  private mutating func report(_ before: JSON?, _ after: JSON?, at place: Place) {
    changes.append(
      FieldChange(
        path: place.path, before: before.map { .known($0) } ?? .absent, after: after.map { .known($0) } ?? .absent,
        effect: place.effect,
        isSensitive: [before, after].contains { $0.map { Sensitivity.isSensitive(name: place.name, value: $0) } ?? false }))
  }

  // MARK: What is declared

  mutating func compareDeclared(_ before: JSON, _ after: JSON, memory: JSON?, _ facts: ObjectFacts, at place: Place) {
    for member in after.objectValue ?? JSONObject() where !member.value.isNull {
      guard let field = facts[member.key] else {
        compareUnknown(before[member.key] ?? memory?[member.key], member, at: place)
        continue
      }
      guard !field.isIgnored else { continue }
      let live = before[member.key] ?? (field.isWriteOnly ? memory?[member.key] : nil)
      if case .object(let inner) = field.shape, live?.objectValue != nil, member.value.objectValue != nil {
        compareDeclared(
          live ?? .null, member.value, memory: memory?[member.key], inner, at: place.member(field))
      } else {
        compare(
          NormalForm.value(live, field), NormalForm.value(member.value, field), field.shape, at: place.member(field))
      }
    }
  }

  private mutating func compareUnknown(_ live: JSON?, _ member: JSONObject.Member, at place: Place) {
    if live != member.value { report(live, member.value.unmarked, at: place.member(member.key)) }
  }
}

extension ObjectFacts {
  /// The one plain member beside the key, for lists that are maps in disguise: `value` of an environment entry.
  fileprivate func pairedValue(_ key: [String]) -> String? {
    guard key.count == 1, fields.count == 2, let other = fields.first(where: { $0.name != key[0] }) else { return nil }
    if case .string = other.shape { return other.name }
    return nil
  }
}
