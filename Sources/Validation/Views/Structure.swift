import APIModel
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
    /// A number beyond the limits of the model.
    case outOfRange(member: String, found: String, allowed: ClosedRange<Double>)
    /// A list of another length than the model allows.
    case wrongCount(member: String, found: Int, allowed: ClosedRange<Int>)
    /// A text of another length, or of other characters, than the model allows. The text itself may be a secret.
    case wrongText(member: String, length: Int, allowed: ClosedRange<Int>, pattern: String?)
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
    case .limitedText(let length, let pattern): text(json, member, length, pattern)
    case .integer(let range):
      if let number = json.intValue {
        if !range.contains(number) { outOfRange(json, member, Double(range.lowerBound)...Double(range.upperBound)) }
      } else {
        wrong(json, member)
      }
    case .number(let range):
      if let number = json.numberValue {
        if !range.contains(number.doubleValue) { outOfRange(json, member, range) }
      } else {
        wrong(json, member)
      }
    case .timestamp: if json.numberValue == nil, json.stringValue == nil { wrong(json, member) }
    case .boolean: if json.boolValue == nil { wrong(json, member) }
    case .object(let tree):
      if json.objectValue == nil { wrong(json, member) } else { object(json, tree, in: member) }
    case .map(let element): map(json, member, element)
    case .list(let element, let count): list(json, element, count, member)
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

  private mutating func text(
    _ json: JSON, _ member: StructureTree.Member, _ length: ClosedRange<Int>, _ pattern: ModelPattern?
  ) {
    guard let text = json.stringValue else { return wrong(json, member) }
    guard !json.isOpen else { return }
    let count = text.unicodeScalars.count
    guard !length.contains(count) || pattern?.matches(text) == false else { return }
    add(.wrongText(member: member.name, length: count, allowed: length, pattern: pattern?.expression), json.mark)
  }

  private mutating func outOfRange(_ json: JSON, _ member: StructureTree.Member, _ range: ClosedRange<Double>) {
    add(.outOfRange(member: member.name, found: json.numberValue?.text ?? "", allowed: range), json.mark)
  }

  private mutating func map(_ json: JSON, _ member: StructureTree.Member, _ element: StructureTree.Member?) {
    guard let members = json.objectValue else { return wrong(json, member) }
    guard let element else { return }
    for entry in members {
      value(entry.value, StructureTree.Member(name: entry.key, shape: element.shape, path: element.path))
    }
  }

  private mutating func list(
    _ json: JSON, _ element: StructureTree.Member, _ count: ClosedRange<Int>, _ member: StructureTree.Member
  ) {
    guard let items = json.arrayValue else { return wrong(json, member) }
    if !count.contains(items.count) { add(.wrongCount(member: member.name, found: items.count, allowed: count), json.mark) }
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
