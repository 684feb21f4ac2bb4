import JSONDocument
import Resources

/// One place where a document differs from the structure of the API, found by walking it once along the field facts.
struct Deviation: Sendable {
  enum Problem: Sendable {
    case missing(member: String, of: String)
    case wrongType(member: String, found: JSON, wanted: StructureTree.Shape)
    /// A text that is none of the allowed ones.
    case wrongValue(member: String, found: String, allowed: [String])
    case unknown(member: String, among: [String])
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
    guard let tree = StructureTree.byKind[resource.identity.kind] else { return [] }
    var walk = Structure(resource: resource)
    walk.object(resource.attributes, tree, in: nil)
    return walk.found
  }

  private init(resource: Resource) {
    self.resource = resource
  }

  private mutating func add(_ problem: Deviation.Problem, _ mark: SourceMark?) {
    found.append(Deviation(resource: resource, problem: problem, mark: mark))
  }

  /// `owner` is the member whose value the object is; nil for the document itself.
  private mutating func object(_ json: JSON, _ tree: StructureTree, in owner: StructureTree.Member?) {
    guard let members = json.objectValue else { return }
    for member in members {
      if let known = tree.members[member.key] {
        value(member.value, known)
      } else {
        add(.unknown(member: member.key, among: tree.names), member.mark ?? member.value.mark)
      }
    }
    for name in tree.required where members[name] == nil {
      add(.missing(member: name, of: label(json, owner)), json.mark)
    }
  }

  private mutating func value(_ json: JSON, _ member: StructureTree.Member) {
    switch member.shape {
    case .text(let allowed, let ignoresCase): text(json, member, allowed, ignoresCase)
    case .integer: if json.intValue == nil { wrong(json, member) }
    case .number: if json.numberValue == nil { wrong(json, member) }
    case .boolean: if json.boolValue == nil { wrong(json, member) }
    case .object(let tree):
      if json.objectValue == nil { wrong(json, member) } else { object(json, tree, in: member) }
    case .map(let ofTexts): map(json, member, ofTexts)
    case .list(let element): list(json, element, member)
    case .document: if json.objectValue == nil, json.stringValue == nil { wrong(json, member) }
    }
  }

  private mutating func text(_ json: JSON, _ member: StructureTree.Member, _ allowed: [String], _ ignoresCase: Bool) {
    guard let text = json.stringValue else {
      // Task sizes may be numbers; they are sent as text. What is no size of them, another rule says.
      if !(json.numberValue != nil && ["cpu", "memory"].contains(member.path)) { wrong(json, member) }
      return
    }
    guard !allowed.isEmpty, !allowed.contains(text), !json.isOpen else { return }
    if ignoresCase, allowed.contains(where: { $0.lowercased() == text.lowercased() }) { return }
    add(.wrongValue(member: member.name, found: text, allowed: allowed), json.mark)
  }

  private mutating func map(_ json: JSON, _ member: StructureTree.Member, _ ofTexts: Bool) {
    guard let members = json.objectValue else {
      wrong(json, member)
      return
    }
    guard ofTexts else { return }
    for entry in members where entry.value.stringValue == nil {
      add(
        .wrongType(member: entry.key, found: entry.value, wanted: .text(allowed: [], ignoresCase: false)), entry.value.mark)
    }
  }

  private mutating func list(_ json: JSON, _ element: StructureTree.Member, _ member: StructureTree.Member) {
    guard let items = json.arrayValue else {
      wrong(json, member)
      return
    }
    for item in items {
      if item.isNull || item.objectValue?.isEmpty == true {
        add(.blank(list: member.name), item.mark ?? json.mark)
      } else {
        value(item, element)
      }
    }
  }

  /// `"${var.PORT}"` may become a number: nothing is said about it.
  private mutating func wrong(_ json: JSON, _ member: StructureTree.Member) {
    guard !json.isNull, !json.isOpen else { return }
    add(.wrongType(member: member.name, found: json, wanted: member.shape), json.mark)
  }

  /// What a person calls the object: `container "web"`, `an element of "secrets"`, `"healthCheck"`.
  private func label(_ json: JSON, _ owner: StructureTree.Member?) -> String {
    guard let owner else { return "the \(resource.identity.kind.noun)" }
    guard owner.name.hasSuffix("[]") else { return "\"\(owner.name)\"" }
    guard owner.path == "containerDefinitions[]" else { return "an element of \"\(owner.name.dropLast(2))\"" }
    return json.text("name").map { "container \"\($0)\"" } ?? "a container"
  }
}
