import JSONDocument
import Resources

/// What must be sent so that fields which left the files leave AWS too.
///
/// ECS's update calls are patches: a member that is not sent stays as it is. So a field that was declared when we wrote
/// the resource down last, and is not declared now, is wanted at its emptying value. Fields without one (a desired
/// count) are simply no longer ours.
enum EmptyingValues {
  static func completing(_ declared: JSON, memory: JSON?, _ facts: ObjectFacts) -> JSON {
    guard let memory = memory?.objectValue else { return declared }
    var complete = declared
    for member in memory {
      guard let field = facts[member.key], !member.value.isNull else { continue }
      if let kept = declared[member.key], !kept.isNull {
        if case .object(let inner) = field.shape, kept.objectValue != nil {
          complete[member.key] = completing(kept, memory: member.value, inner)
        }
      } else if let empty = emptied(field, memory: member.value) {
        complete[member.key] = empty
      }
    }
    return complete
  }

  /// Nil: nothing takes the field back. An object is not sent without a member that it requires.
  static func emptied(_ field: FieldFacts, memory: JSON) -> JSON? {
    if let value = field.emptied ?? field.fallback { return value }
    guard case .object(let inner) = field.shape, !inner.fields.contains(where: isNeeded) else { return nil }
    let members = (memory.objectValue ?? JSONObject()).compactMap { member -> JSONObject.Member? in
      guard let field = inner[member.key], let empty = emptied(field, memory: member.value) else { return nil }
      return JSONObject.Member(key: member.key, value: empty)
    }
    return members.isEmpty ? nil : .object(JSONObject(members))
  }

  private static func isNeeded(_ field: FieldFacts) -> Bool {
    field.isRequired && field.emptied == nil && field.fallback == nil
  }
}
