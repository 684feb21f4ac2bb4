import JSONDocument
import Resources

/// One place where a document differs from the structure of the API, found by walking it once along the field facts.
struct Deviation: Sendable {
  enum Problem: Sendable {
    case missing(member: String, of: String)
    case wrongType(member: String, found: JSON, wanted: FieldFacts.Shape)
    /// A text that is none of the allowed ones.
    case wrongValue(member: String, found: String, allowed: [String])
    case unknown(member: String, among: [String], path: String)
    /// `null` or `{}` in a list.
    case blank(list: String)
  }

  let resource: Resource
  let problem: Problem
  let mark: SourceMark?
}

/// Walks a document along the facts of its kind.
struct Structure {
  private let resource: Resource
  private var found: [Deviation] = []

  static func deviations(of resource: Resource) -> [Deviation] {
    var walk = Structure(resource: resource)
    walk.object(resource.attributes, resource.identity.kind.facts, name: resource.identity.kind.noun, path: "")
    return walk.found
  }

  private init(resource: Resource) {
    self.resource = resource
  }

  private mutating func add(_ problem: Deviation.Problem, _ mark: SourceMark?) {
    found.append(Deviation(resource: resource, problem: problem, mark: mark))
  }

  private mutating func object(_ json: JSON, _ facts: ObjectFacts, name: String, path: String) {
    guard let members = json.objectValue else { return }
    for member in members {
      guard let field = facts[member.key] else {
        add(.unknown(member: member.key, among: facts.fields.map(\.name), path: path), member.mark ?? member.value.mark)
        continue
      }
      value(member.value, field.shape, field, path: path.isEmpty ? field.name : "\(path).\(field.name)")
    }
    // Absent members are named in the order of the facts.
    for field in facts.fields where RequiredMembers.isRequired(field, in: path) && members[field.name] == nil {
      add(.missing(member: field.name, of: name), json.mark)
    }
  }

  private mutating func value(_ json: JSON, _ shape: FieldFacts.Shape, _ field: FieldFacts, path: String) {
    guard !json.isOpen || isText(shape) else { return }  // `"${var.PORT}"` may become a number
    switch shape {
    case .string: text(json, shape, field, path: path)
    case .integer: if json.intValue == nil { wrong(json, shape, field) }
    case .number: if json.numberValue == nil { wrong(json, shape, field) }
    case .boolean: if json.boolValue == nil { wrong(json, shape, field) }
    case .object(let facts):
      if json.objectValue == nil { wrong(json, shape, field) }
      object(json, facts, name: label(json, field, path), path: path)
    case .map: map(json, shape, field)
    case .list(let element), .set(let element, key: _): list(json, element, shape, field, path: path)
    case .document: if json.objectValue == nil, json.stringValue == nil { wrong(json, shape, field) }
    }
  }

  private mutating func text(_ json: JSON, _ shape: FieldFacts.Shape, _ field: FieldFacts, path: String) {
    guard let text = json.stringValue else {
      // Task sizes may be numbers; they are sent as text.
      if !(json.intValue != nil && ["cpu", "memory"].contains(path)) { wrong(json, shape, field) }
      return
    }
    let allowed = field.values.isEmpty ? Enumerations.values(at: path) : field.values
    guard !allowed.isEmpty, !json.isOpen, !allowed.contains(text) else { return }
    if Enumerations.ignoresCase.contains(path), allowed.contains(where: { $0.lowercased() == text.lowercased() }) { return }
    add(.wrongValue(member: field.name, found: text, allowed: allowed), json.mark)
  }

  private mutating func map(_ json: JSON, _ shape: FieldFacts.Shape, _ field: FieldFacts) {
    guard let members = json.objectValue else {
      wrong(json, shape, field)
      return
    }
    guard StringMaps.names.contains(field.name) else { return }
    for member in members where member.value.stringValue == nil {
      add(.wrongType(member: member.key, found: member.value, wanted: .string), member.value.mark)
    }
  }

  private mutating func list(
    _ json: JSON, _ element: FieldFacts.Shape, _ shape: FieldFacts.Shape, _ field: FieldFacts, path: String
  ) {
    guard let elements = json.arrayValue else {
      wrong(json, shape, field)
      return
    }
    for item in elements {
      if item.isNull || item.objectValue?.isEmpty == true {
        add(.blank(list: field.name), item.mark ?? json.mark)
      } else {
        value(item, element, FieldFacts(field.name + "[]", element), path: path + "[]")
      }
    }
  }

  private mutating func wrong(_ json: JSON, _ shape: FieldFacts.Shape, _ field: FieldFacts) {
    guard !json.isNull else { return }
    add(.wrongType(member: field.name, found: json, wanted: shape), json.mark)
  }

  /// What a person calls the object: `container "web"`, `an element of "secrets"`, `"healthCheck"`.
  private func label(_ json: JSON, _ field: FieldFacts, _ path: String) -> String {
    guard path.hasSuffix("[]") else { return "\"\(field.name)\"" }
    guard path == "containerDefinitions[]" else { return "an element of \"\(field.name.dropLast(2))\"" }
    return json.text("name").map { "container \"\($0)\"" } ?? "a container"
  }

  private func isText(_ shape: FieldFacts.Shape) -> Bool {
    if case .string = shape { true } else { false }
  }
}
