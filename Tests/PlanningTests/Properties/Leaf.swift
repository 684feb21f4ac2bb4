import JSONDocument
import Resources

/// A plain value somewhere in a document, and the path under which its change is to be shown.
struct Leaf {
  enum Turn {
    case member(String)
    case element(Int)
  }

  var way: [Turn]
  var path: FieldPath
  var name: String

  /// All leaves whose change is one change: no keys of set elements, which would make another element, and nothing that
  /// the kind takes from elsewhere.
  static func all(in document: JSON, _ kind: ResourceKind) -> [Leaf] {
    let elsewhere: Set<String> = ["registryId", "ServiceNamespace", "ScalableDimension", "ResourceId"]
    let fixed = elsewhere.union([kind.nameMember, kind.scopeMember].compactMap { $0 })
    var collector = Collector()
    for member in document.objectValue ?? JSONObject() where !fixed.contains(member.key) {
      guard let field = kind.facts[member.key], !field.isIgnored else { continue }
      collector.collect(
        member.value, field, [.member(member.key)], FieldPath.member(field.shownAs ?? field.name), siblings: 2)
    }
    return collector.leaves
  }

  /// The document with another value at this place.
  func changed(in document: JSON) -> JSON { Self.change(document, way[...]) }

  private static func change(_ json: JSON, _ way: ArraySlice<Turn>) -> JSON {
    guard let turn = way.first else { return otherValue(json) }
    var json = json
    switch turn {
    case .member(let name): json[name] = json[name].map { change($0, way.dropFirst()) }
    case .element(let index):
      var elements = json.arrayValue ?? []
      elements[index] = change(elements[index], way.dropFirst())
      json = .array(elements)
    }
    return json
  }

  private static func otherValue(_ json: JSON) -> JSON {
    if let flag = json.boolValue { return .bool(!flag) }
    if let number = json.intValue { return .int(number + 5000) }
    return .string((json.stringValue ?? "") + "-changed")
  }

  private struct Collector {
    var leaves: [Leaf] = []

    mutating func collect(_ json: JSON, _ field: FieldFacts, _ way: [Turn], _ path: FieldPath, siblings: Int) {
      // Switching a connection off leaves nothing of it; a flag that goes back to its default must not be the last member.
      if field.name == "enabled" || (json.boolValue != nil && field.fallback != nil && siblings < 2) { return }
      collect(json, field.shape, way, path, field.name)
    }

    private mutating func collect(
      _ json: JSON, _ shape: FieldFacts.Shape, _ way: [Turn], _ path: FieldPath, _ name: String
    ) {
      switch shape {
      case .string, .integer, .number, .boolean: leaves.append(Leaf(way: way, path: path, name: name))
      case .object(let facts): members(json, facts, way, path)
      case .map:
        for member in json.objectValue ?? JSONObject() {
          leaves.append(Leaf(way: way + [.member(member.key)], path: path.key(member.key), name: name))
        }
      case .document: leaves.append(Leaf(way: way + [.member("Version")], path: path, name: name))
      case .list(let element): inside(json, element, way, path, name)
      case .set(.object(let facts), let key) where !key.isEmpty: keyed(json, facts, key, way, path)
      case .set(let element, _): inside(json, element, way, path, name)
      }
    }

    private mutating func members(_ json: JSON, _ facts: ObjectFacts, _ way: [Turn], _ path: FieldPath, except: [String] = []) {
      let members = json.objectValue ?? JSONObject()
      for member in members where !except.contains(member.key) {
        guard let field = facts[member.key] else { continue }
        collect(
          member.value, field, way + [.member(member.key)], path.member(field.shownAs ?? field.name), siblings: members.count)
      }
    }

    private mutating func keyed(_ json: JSON, _ facts: ObjectFacts, _ key: [String], _ way: [Turn], _ path: FieldPath) {
      let others = facts.fields.filter { !key.contains($0.name) }
      for (index, element) in (json.arrayValue ?? []).enumerated() {
        let path = path.key(NormalForm.keyText(of: element, .object(facts), key))
        if key.count == 1, others.count == 1, case .string = others[0].shape {
          guard element[others[0].name] != nil else { continue }
          leaves.append(Leaf(way: way + [.element(index), .member(others[0].name)], path: path, name: others[0].name))
        } else {
          members(element, facts, way + [.element(index)], path, except: key)
        }
      }
    }

    /// Lists, and sets of plain values, are shown whole.
    private mutating func inside(_ json: JSON, _ element: FieldFacts.Shape, _ way: [Turn], _ path: FieldPath, _ name: String) {
      var inner = Collector()
      for (index, item) in (json.arrayValue ?? []).enumerated() {
        inner.collect(item, element, way + [.element(index)], path, name)
      }
      leaves += inner.leaves.map { Leaf(way: $0.way, path: path, name: name) }
    }
  }
}
