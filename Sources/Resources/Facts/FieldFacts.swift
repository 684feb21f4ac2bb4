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
  package private(set) var shape: Shape
  /// The value that ECS treats like absence, and may fill in.
  package var fallback: JSON?
  /// AWS answers the fallback only where somebody wrote it: an import keeps the word, which other tools tell from absence.
  package var isEchoed = false
  /// What a live object without the field has, where new objects get something else: for comparison only.
  package var unset: JSON?
  package var effect: Effect?
  /// Allowed values of a field that no call of AWS has; empty when any will do.
  package var values: [String] = []
  /// Without it the object is none: kept where it is empty. What a call requires, the model says.
  package var isRequired = false
  /// An empty object here says something (`dockerVolumeConfiguration: {}` selects the volume kind, rule E05).
  package var presenceMatters = false
  /// What an update must send to take the field away; nil: its fallback. It means the same as absence.
  package var emptied: JSON?
  /// The name in paths shown to people, where the API's is long.
  package var shownAs: String?
  /// ECS owns the field; it is never compared.
  package var isIgnored = false
  /// Somebody else may own the field (an autoscaler, ECS itself): it is compared only where the files mention it.
  package var isShared = false
  /// Elements of the set that the files leave out belong to somebody else.
  package var ownsOnlyListed = false
  /// ECS answers a name with the ARN of what it found, which may not hold the name. Then what was sent last stands for
  /// what is.
  package var isResolved = false
  /// ECS takes the field but never returns it; what was sent last stands for what is.
  package var isWriteOnly = false
  /// The member that takes this one away by being there.
  package var displacedBy: String?
  /// The member whose repetition gives the order of a set a meaning (rule E22: a host name that occurs twice).
  package var orderedByRepeated: String?

  package init(_ name: String, _ shape: Shape) {
    self.name = name
    self.shape = shape
  }

  /// The shape in which two values of the field are compared: a set is a list when its order counts in one of them.
  package func shape(of values: JSON?...) -> Shape {
    guard let member = orderedByRepeated, case .set(let element, _) = shape else { return shape }
    return values.contains { Self.repeats(member, in: $0) } ? .list(element) : shape
  }

  private static func repeats(_ member: String, in list: JSON?) -> Bool {
    let names = (list?.arrayValue ?? []).compactMap { $0[member]?.stringValue }
    return Set(names).count < names.count
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
  package var echoed: FieldFacts { changed { $0.isEchoed = true } }
  package var ignored: FieldFacts { changed { $0.isIgnored = true } }
  package var shared: FieldFacts { changed { $0.isShared = true } }
  package var owningOnlyListed: FieldFacts { changed { $0.ownsOnlyListed = true } }
  package var resolved: FieldFacts { changed { $0.isResolved = true } }
  package var writeOnly: FieldFacts { changed { $0.isWriteOnly = true } }
  package func ordered(whenRepeated member: String) -> FieldFacts { changed { $0.orderedByRepeated = member } }
  package func does(_ effect: Effect) -> FieldFacts { changed { $0.effect = effect } }
  package func shown(as name: String) -> FieldFacts { changed { $0.shownAs = name } }
  package func emptied(by value: JSON) -> FieldFacts { changed { $0.emptied = value } }
  package func unset(means value: JSON) -> FieldFacts { changed { $0.unset = value } }
  package func defaulting(to value: JSON) -> FieldFacts { changed { $0.fallback = value } }

  package func displaced(by member: String) -> FieldFacts { changed { $0.displacedBy = member } }

  func withShape(_ shape: Shape) -> FieldFacts { changed { $0.shape = shape } }

  private func changed(_ edit: (inout FieldFacts) -> Void) -> FieldFacts {
    var copy = self
    edit(&copy)
    return copy
  }
}

/// The known members of one structure of the API.
package struct ObjectFacts: Sendable {
  package let fields: [FieldFacts]
  private let byName: [String: Entry]

  /// The facts of one field in one place, so that looking them up copies nothing: comparing does it for every value.
  final class Entry: Sendable {
    let field: FieldFacts

    init(_ field: FieldFacts) {
      self.field = field
    }
  }

  package init(_ fields: [FieldFacts]) {
    self.fields = fields
    byName = Dictionary(fields.map { ($0.name, Entry($0)) }, uniquingKeysWith: { first, _ in first })
  }

  package subscript(name: String) -> FieldFacts? { byName[name]?.field }

  func entry(_ name: String) -> Entry? { byName[name] }

  /// The same members, but for those that are known otherwise here.
  func replacing(_ others: [FieldFacts]) -> ObjectFacts {
    let replaced = Set(others.map(\.name))
    return ObjectFacts(fields.filter { !replaced.contains($0.name) } + others)
  }
}
