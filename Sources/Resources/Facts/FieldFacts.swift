package import JSONDocument

/// What is known about one field of the ECS API: its type, how it is compared, and what changing it does.
package struct FieldFacts: Sendable {
  package indirect enum Shape: Sendable {
    case string
    case integer
    case number
    case boolean
    case object(ObjectFacts)
    /// A map with the user's own keys: never renamed, compared by exact key and value.
    case map
    /// Order has a meaning.
    case list(Shape)
    /// Order has none. Elements are told apart by the members in `key`; empty for plain values.
    case set(Shape, key: [String])
    /// A JSON document of its own (a policy), as an object or as text.
    case document
  }

  /// What a change of the field makes ECS do.
  package enum Effect: String, Sendable {
    case inPlace
    case newRevision
    case newDeployment
    case replaces
  }

  package let name: String
  package let shape: Shape
  /// The value that ECS treats like absence, and may fill in.
  package var fallback: JSON?
  package var effect: Effect?
  /// Allowed values; empty when any will do.
  package var values: [String] = []
  package var isRequired = false
  /// An empty object here says something (`dockerVolumeConfiguration: {}` selects the volume kind, rule E05).
  package var presenceMatters = false
  /// What an update must send to take the field away; nil: its fallback.
  package var emptied: JSON?
  /// The name in paths shown to people, where the API's is long.
  package var shownAs: String?
  /// In `.declared` comparison the field belongs to somebody else unless the files mention it; it is left out always.
  package var isIgnored = false
  /// ECS takes the field but never returns it; what was sent last stands for what is.
  package var isWriteOnly = false

  package init(_ name: String, _ shape: Shape) {
    self.name = name
    self.shape = shape
  }
}

extension FieldFacts {
  package static func string(_ name: String, _ fallback: String? = nil, values: [String] = []) -> FieldFacts {
    var facts = FieldFacts(name, .string)
    facts.fallback = fallback.map { .string($0) }
    facts.values = values
    return facts
  }
  package static func integer(_ name: String, _ fallback: Int? = nil) -> FieldFacts {
    var facts = FieldFacts(name, .integer)
    facts.fallback = fallback.map { .int($0) }
    return facts
  }
  package static func boolean(_ name: String, _ fallback: Bool? = nil) -> FieldFacts {
    var facts = FieldFacts(name, .boolean)
    facts.fallback = fallback.map { .bool($0) }
    return facts
  }
  package static func object(_ name: String, _ members: ObjectFacts) -> FieldFacts { FieldFacts(name, .object(members)) }
  package static func map(_ name: String) -> FieldFacts { FieldFacts(name, .map) }
  package static func list(_ name: String, of element: Shape = .string) -> FieldFacts { FieldFacts(name, .list(element)) }
  package static func set(_ name: String, of element: Shape = .string, key: [String] = []) -> FieldFacts {
    FieldFacts(name, .set(element, key: key))
  }
  package static func document(_ name: String) -> FieldFacts { FieldFacts(name, .document) }

  package var required: FieldFacts { changed { $0.isRequired = true } }
  package var present: FieldFacts { changed { $0.presenceMatters = true } }
  package var ignored: FieldFacts { changed { $0.isIgnored = true } }
  package var writeOnly: FieldFacts { changed { $0.isWriteOnly = true } }
  package func does(_ effect: Effect) -> FieldFacts { changed { $0.effect = effect } }
  package func shown(as name: String) -> FieldFacts { changed { $0.shownAs = name } }
  package func emptied(by value: JSON) -> FieldFacts { changed { $0.emptied = value } }
  package func defaulting(to value: JSON) -> FieldFacts { changed { $0.fallback = value } }

  private func changed(_ edit: (inout FieldFacts) -> Void) -> FieldFacts {
    var copy = self
    edit(&copy)
    return copy
  }
}

/// The known members of one structure of the API.
package struct ObjectFacts: Sendable {
  package let fields: [FieldFacts]
  private let byName: [String: FieldFacts]

  package init(_ fields: [FieldFacts]) {
    self.fields = fields
    byName = Dictionary(fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package subscript(name: String) -> FieldFacts? { byName[name] }
}
