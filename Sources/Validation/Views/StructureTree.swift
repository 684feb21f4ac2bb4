import APIModel
import Resources

/// The structure of a kind's documents: AWS's model, with what is known beside it about each place, joined once. Walking a
/// document then costs one look-up per member.
final class StructureTree: Sendable {
  let members: [String: Member]
  /// Required members, in the order of the model.
  let required: [String]
  /// Names of all members, for did-you-mean.
  let names: [String]

  final class Member: Sendable {
    let name: String
    let shape: Shape
    /// `containerDefinitions[].portMappings`
    let path: String

    init(name: String, shape: Shape, path: String) {
      self.name = name
      self.shape = shape
      self.path = path
    }
  }

  indirect enum Shape: Sendable {
    case text(allowed: [String], ignoresCase: Bool)
    /// A text of so many characters, and of which ones (nil: any).
    case limitedText(length: ClosedRange<Int>, pattern: ModelPattern?)
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case boolean
    case object(StructureTree)
    /// With these values, or with any.
    case map(Member?)
    case list(Member, count: ClosedRange<Int>)
    /// A structure that is written as its text too.
    case document
    /// A number or a text.
    case timestamp

    static let text = Shape.text(allowed: [], ignoresCase: false)
    static let integer = Shape.integer(Int(Int32.min)...Int(Int32.max))
    static let number = Shape.number(-.infinity ... .infinity)
  }

  static let byKind: [ResourceKind: StructureTree] = Dictionary(
    uniqueKeysWithValues: ResourceKind.all.map { kind in
      (kind, StructureTree(StructureJoin(kind), kind.input.members, kind.facts, path: ""))
    })

  fileprivate init(_ join: StructureJoin, _ known: [APIModel.Member], _ facts: ObjectFacts?, path: String) {
    var members: [Member] = []
    var required: [String] = []
    for member in known {
      let own = path.isEmpty ? member.name : "\(path).\(member.name)"
      let field = facts?[member.name]
      members.append(Member(name: member.name, shape: join.shape(member.shape, member.name, field?.shape, own), path: own))
      // What a file leaves out at its top is said for it where it can only be one thing.
      let isSaid = path.isEmpty && (field?.fallback != nil || join.said.contains(member.name))
      if member.isRequired && !isSaid || RequiredMembers.isRequired(member.name, field, in: path) {
        required.append(member.name)
      }
    }
    let isKnown = Set(known.map(\.name))
    for field in facts?.fields ?? [] where !isKnown.contains(field.name) && !join.hidden.contains(field.name) {
      let own = path.isEmpty ? field.name : "\(path).\(field.name)"
      members.append(Member(name: field.name, shape: join.shape(field.shape, field.name, field.values, own), path: own))
      if RequiredMembers.isRequired(field.name, field, in: path) { required.append(field.name) }
    }
    names = members.map(\.name)
    self.required = required
    self.members = Dictionary(members.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }
}

/// Puts the model and what is known beside it together, place by place.
private struct StructureJoin {
  let model: APIModel
  let hidden: Set<String>
  /// Names that a file need not say, since it has one itself, and the task definition that lies beside it.
  let said: Set<String>
  /// Places about which the limits of the kind say more than the model.
  private let limited: Set<String>

  init(_ kind: ResourceKind) {
    model = kind.input.model
    hidden = kind.input.hidden
    said = [kind.nameMember, OneOffTaskDocument.revisionMember]
    // Keys and values of tags have a rule of their own.
    limited = kind.limits.places.union(["key", "value", "Key", "Value"].map { "tags[].\($0)" })
  }

  /// Of a member that the model knows.
  func shape(
    _ reference: APIModel.Reference, _ name: String, _ known: FieldFacts.Shape?, _ path: String
  ) -> StructureTree.Shape {
    switch (model[reference], known) {
    case (_, .document), (.anything, _): return .document
    case (.structure(let members), _): return .object(StructureTree(self, members, known?.members, path: path))
    case (.list(let element, let count), _):
      let shape = shape(element, name, known?.element, path + "[]")
      let element = StructureTree.Member(name: name + "[]", shape: shape, path: path + "[]")
      return .list(element, count: limited.contains(path) ? 0...Int.max : count)
    case (.map(_, let value, _), _):
      return .map(StructureTree.Member(name: name, shape: shape(value, name, nil, path + ".*"), path: path + ".*"))
    case (.enumeration(let values), _):
      return .text(allowed: Enumerations.values(at: path, among: values), ignoresCase: Enumerations.ignoresCase.contains(path))
    case (.text(let length, let pattern), _):
      guard !limited.contains(path), length != 0...Int.max || pattern != nil else { return .text }
      return .limitedText(length: length, pattern: pattern.map { ModelPattern($0) })
    case (.integer(let range, let isLong), _):
      let widest = isLong ? Int.min...Int.max : Int(Int32.min)...Int(Int32.max)
      return .integer(limited.contains(path) ? widest : range.clamped(to: widest))
    case (.number(let range), _): return .number(limited.contains(path) ? -.infinity ... .infinity : range)
    case (.boolean, _): return .boolean
    case (.timestamp, _): return .timestamp
    case (.blob, _): return .text
    }
  }

  /// Of a member that is read and written by calls of its own, or that is ours.
  func shape(_ shape: FieldFacts.Shape, _ name: String, _ values: [String], _ path: String) -> StructureTree.Shape {
    switch shape {
    case .string: .text(allowed: values, ignoresCase: false)
    case .integer: .integer
    case .number: .number
    case .boolean: .boolean
    case .object(let facts): .object(StructureTree(self, [], facts, path: path))
    case .map: .map(StructureTree.Member(name: name, shape: .text, path: path + ".*"))
    case .list(let element), .set(let element, key: _):
      .list(
        StructureTree.Member(name: name + "[]", shape: self.shape(element, name, [], path + "[]"), path: path + "[]"),
        count: 0...Int.max)
    case .document: .document
    }
  }
}

extension FieldFacts.Shape {
  fileprivate var members: ObjectFacts? { if case .object(let facts) = self { facts } else { nil } }

  fileprivate var element: FieldFacts.Shape? {
    switch self {
    case .list(let element), .set(let element, key: _): element
    case .string, .integer, .number, .boolean, .object, .map, .document: nil
    }
  }
}
