import JSONDocument
import Resources
import Secrets

/// Walks two documents in normal form side by side and collects what differs.
struct DifferenceWalk {
  var changes: [FieldChange] = []

  mutating func compare(_ before: JSON?, _ after: JSON?, _ shape: FieldFacts.Shape?, at place: ComparisonCursor) {
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

  private mutating func compareMembers(
    _ before: JSONObject, _ after: JSONObject, _ facts: ObjectFacts, at place: ComparisonCursor
  ) {
    for name in Set(before.keys).union(after.keys).sorted() {
      let field = facts[name]
      compare(
        before[name], after[name], field?.shape(of: before[name], after[name]),
        at: field.map(place.member) ?? place.member(name))
    }
  }

  private mutating func compareKeyed(
    _ before: JSON?, _ after: JSON?, _ facts: ObjectFacts, _ key: [String], at place: ComparisonCursor
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
        if left != right { report(left, right, at: place.entry(name, value: pairValue)) }
      } else {
        compare(a, b, .object(facts), at: place.key(name))
      }
    }
  }

  /// Elements by their key. A second element with the same key is told apart by its count, so none is lost (rule E25).
  private static func keyed(_ list: JSON?, _ facts: ObjectFacts, _ key: [String]) -> [String: JSON] {
    var elements: [String: JSON] = [:]
    var counts: [String: Int] = [:]
    for element in list?.arrayValue ?? [] {
      let name = NormalForm.keyText(of: element, .object(facts), key)
      let count = counts[name, default: 0] + 1
      counts[name] = count
      elements[count == 1 ? name : "\(name)#\(count)"] = element
    }
    return elements
  }

  /// Whether the element has no member beside its key and its one value.
  private static func isPair(_ element: JSON?, _ key: [String], _ value: String) -> Bool {
    guard let element else { return true }
    return element.objectValue?.allSatisfy { $0.key == value || key.contains($0.key) } ?? false
  }

  private mutating func compareMap(_ before: JSON?, _ after: JSON?, at place: ComparisonCursor) {
    guard let old = before.map({ $0.objectValue }) ?? JSONObject(), let new = after.map({ $0.objectValue }) ?? JSONObject()
    else {
      report(before, after, at: place)
      return
    }
    for key in Set(old.keys).union(new.keys).sorted() where old[key] != new[key] {
      report(old[key], new[key], at: place.key(key))
    }
  }

  mutating func report(_ before: JSON?, _ after: JSON?, at place: ComparisonCursor) {
    func shown(_ value: JSON?) -> FieldChange.Value { (value ?? place.fallback).map { .known($0) } ?? .absent }
    changes.append(
      FieldChange(
        path: place.path, before: shown(before), after: shown(after), effect: place.effect,
        isSensitive: [before, after].contains { value in
          value.map { SecretFinder.judgement(of: $0, named: place.name, at: place.path.names).isWhole } ?? false
        }))
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
