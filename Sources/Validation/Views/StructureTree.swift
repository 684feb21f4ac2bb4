import Resources

/// The field facts of a kind with what is known about each place beside them, joined once: walking a document then
/// costs one look-up per member.
final class StructureTree: Sendable {
  let members: [String: Member]
  /// Required members, in the order of the facts.
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
    case integer
    case number
    case boolean
    case object(StructureTree)
    /// With values that must be texts, or with any.
    case map(ofTexts: Bool)
    case list(Member)
    case document
  }

  static let byKind: [ResourceKind: StructureTree] = Dictionary(
    uniqueKeysWithValues: ResourceKind.all.map { ($0, StructureTree($0.facts, path: "")) })

  private init(_ facts: ObjectFacts, path: String) {
    names = facts.fields.map(\.name)
    required = facts.fields.filter { RequiredMembers.isRequired($0, in: path) }.map(\.name)
    members = Dictionary(
      facts.fields.map { field in
        let own = path.isEmpty ? field.name : "\(path).\(field.name)"
        return (field.name, Member(name: field.name, shape: Self.shape(field.shape, field.name, field.values, own), path: own))
      }, uniquingKeysWith: { first, _ in first })
  }

  private static func shape(_ shape: FieldFacts.Shape, _ name: String, _ values: [String], _ path: String) -> Shape {
    switch shape {
    case .string:
      .text(
        allowed: values.isEmpty ? Enumerations.values(at: path) : values, ignoresCase: Enumerations.ignoresCase.contains(path))
    case .integer: .integer
    case .number: .number
    case .boolean: .boolean
    case .object(let facts): .object(StructureTree(facts, path: path))
    case .map: .map(ofTexts: StringMaps.names.contains(name))
    case .list(let element), .set(let element, key: _):
      .list(Member(name: name + "[]", shape: Self.shape(element, name, [], path + "[]"), path: path + "[]"))
    case .document: .document
    }
  }
}
