import JSONDocument
import Resources

/// Walks what the files declare and compares it with what is there. What they leave out is not looked at.
struct DeclaredWalk {
  /// The documents as they were given: policies are shown as people wrote them.
  private let before: JSON
  private let after: JSON
  private var walk = DifferenceWalk()

  init(before: JSON, after: JSON) {
    self.before = before
    self.after = after
  }

  var changes: [FieldChange] { walk.changes }

  mutating func compare(
    _ before: JSON, _ after: JSON, memory: JSON?, _ facts: ObjectFacts, _ form: NormalForm, at place: ComparisonCursor
  ) {
    for member in after.objectValue ?? JSONObject() where !member.value.isNull {
      guard let field = facts[member.key] else {
        compareUnknown(before[member.key] ?? memory?[member.key], member, at: place)
        continue
      }
      compare(before[member.key], member.value, memory: memory?[member.key], field, form, at: place.member(field))
    }
  }

  private mutating func compare(
    _ before: JSON?, _ after: JSON, memory: JSON?, _ field: FieldFacts, _ form: NormalForm, at place: ComparisonCursor
  ) {
    guard !field.isIgnored else { return }
    let live = Self.live(before, after, memory: memory, field)
    let wanted = form.value(after, field)
    let isTakenAway = wanted == nil && field.emptied != nil
    if case .object(let inner) = field.shape, let live, live.objectValue != nil, after.objectValue != nil, !isTakenAway {
      compare(live, after, memory: memory, inner, form.inside(field.name), at: place)
      return
    }
    let found = form.value(live, field)
    if case .document = field.shape {
      if found != wanted { reportDocument(found, wanted, field, at: place) }
    } else {
      walk.compare(found, wanted, field.shape(of: found, wanted), at: place)
    }
  }

  /// What is there, as far as it can be compared with what is declared.
  private static func live(_ live: JSON?, _ declared: JSON, memory: JSON?, _ field: FieldFacts) -> JSON? {
    if field.isWriteOnly { return live ?? memory }
    if field.isResolved, live?.isARN == true, !declared.isARN, let memory { return memory }
    if field.ownsOnlyListed, case .set(let element, let key) = field.shape {
      let listed = Set((declared.arrayValue ?? []).map { NormalForm.keyText(of: $0, element, key) })
      return live?.arrayValue.map { .array($0.filter { listed.contains(NormalForm.keyText(of: $0, element, key)) }) }
    }
    return live ?? field.unset
  }

  private mutating func compareUnknown(_ live: JSON?, _ member: JSONObject.Member, at place: ComparisonCursor) {
    let found = live.flatMap(NormalForm.unknown)
    let wanted = NormalForm.unknown(member.value)
    if found != wanted { walk.report(found, wanted, at: place.member(member.key)) }
  }

  private mutating func reportDocument(_ found: JSON?, _ wanted: JSON?, _ field: FieldFacts, at place: ComparisonCursor) {
    func written(_ document: JSON) -> JSON? { document[field.name]?.parsedText.unmarked }
    walk.report(found.flatMap { _ in written(before) }, wanted.flatMap { _ in written(after) }, at: place)
  }
}

extension JSON {
  fileprivate var isARN: Bool { stringValue.map(ARN.isARN) ?? false }
}
