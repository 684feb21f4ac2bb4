import JSONDocument
import Resources

/// Makes documents of a kind out of its field facts: any field may be there, and none has the value that ECS treats like
/// absence. Elements of sets have different keys.
struct DocumentGenerator {
  let dice: Dice

  func document(_ kind: ResourceKind) -> JSON {
    object(kind.facts, at: "", chance: 45)
  }

  private func object(_ facts: ObjectFacts, at place: String, chance: Int, forcing forced: [String: JSON] = [:]) -> JSON {
    var members: [JSONObject.Member] = []
    for field in facts.fields {
      if let value = forced[field.name] {
        members.append(.init(key: field.name, value: value))
      } else if field.isRequired || dice.flip(place + field.name, "there", chance: chance) {
        // A daemon has other facts; a service that is not connected has no other members.
        guard field.name != "schedulingStrategy" else { continue }
        members.append(.init(key: field.name, value: value(field, at: "\(place).\(field.name)")))
      }
    }
    if members.isEmpty, let field = facts.fields.first {
      members.append(.init(key: field.name, value: value(field, at: "\(place).\(field.name)")))
    }
    return .object(JSONObject(members))
  }

  private func value(_ field: FieldFacts, at place: String) -> JSON {
    switch field.shape {
    case .boolean: return .bool(field.fallback?.boolValue.map { !$0 } ?? true)
    case .string:
      let known = field.values.filter { .string($0) != field.fallback }
      if !known.isEmpty, dice.flip(place, "known") { return .string(known[dice.roll(known.count, place, "which")]) }
      return text(at: place)
    case .integer, .number, .object, .map, .list, .set, .document: return value(field.shape, at: place)
    }
  }

  private func value(_ shape: FieldFacts.Shape, at place: String) -> JSON {
    switch shape {
    case .string: text(at: place)
    case .integer, .number: .int(1000 + dice.roll(1000, place, "number"))
    case .boolean: true
    case .object(let facts): object(facts, at: place, chance: 60)
    case .map: map(at: place)
    case .list(let element): .array((0...dice.roll(3, place, "count")).map { self.element(element, [], $0, at: place) })
    case .set(let element, let key): set(element, key, at: place)
    case .document:
      ["Version": text(at: place), "Statement": [["Sid": text(at: place + "sid"), "Effect": "Allow"]]]
    }
  }

  private func map(at place: String) -> JSON {
    let keys = ["Case.Sensitive", "case.sensitive", "plain"].prefix(1 + dice.roll(3, place, "count"))
    return .object(JSONObject(keys.map { .init(key: $0, value: text(at: place + $0)) }))
  }

  private func set(_ element: FieldFacts.Shape, _ key: [String], at place: String) -> JSON {
    let elements = (0...dice.roll(3, place, "count")).map { self.element(element, key, $0, at: place) }
    guard key.isEmpty else { return .array(elements) }
    return .array(elements.sorted { $0.text(.canonical) < $1.text(.canonical) })
  }

  private func element(_ shape: FieldFacts.Shape, _ key: [String], _ index: Int, at place: String) -> JSON {
    guard case .object(let facts) = shape else {
      return if case .map = shape { map(at: "\(place)[\(index)]") } else { numbered(shape, index, at: place) }
    }
    let keys = facts.fields.filter { key.contains($0.name) }.map { ($0.name, numbered($0.shape, index, at: place + $0.name)) }
    return object(facts, at: "\(place)[\(index)]", chance: 60, forcing: Dictionary(uniqueKeysWithValues: keys))
  }

  /// A value that differs from those of other indexes.
  private func numbered(_ shape: FieldFacts.Shape, _ index: Int, at place: String) -> JSON {
    switch shape {
    case .integer, .number: .int(3000 + index)
    case .set(let element, _): .array([numbered(element, index, at: place)])
    case .string, .boolean, .object, .map, .list, .document: .string("k\(index)-\(dice.roll(100, place, "key"))")
    }
  }

  private func text(at place: String) -> JSON { .string("t\(dice.roll(1000, place, "text"))") }
}
