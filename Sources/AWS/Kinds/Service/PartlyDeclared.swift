import JSONDocument
import Resources

/// Structures that UpdateService takes as a whole, though the files may declare only some of their members.
///
/// What the files leave out belongs to somebody else, so it is sent as it is instead of being reset. Only members that we
/// know are sent back: an answer may hold newer ones that the call does not take (law A2).
enum PartlyDeclared {
  static func completed(_ wanted: JSON, live: JSON?, _ shape: FieldFacts.Shape) -> JSON {
    guard case .object(let facts) = shape, let members = wanted.objectValue, let live = live?.objectValue else { return wanted }
    var completed = members
    for field in facts.fields {
      if isTakenAway(members[field.name], field) {
        completed[field.name] = Optional.none
      } else if let current = live[field.name]?.unlessEmpty {
        completed[field.name] = members[field.name].map { Self.completed($0, live: current, field.shape) } ?? current
      }
    }
    return .object(completed)
  }

  /// An emptied list goes by being left out.
  private static func isTakenAway(_ wanted: JSON?, _ field: FieldFacts) -> Bool {
    field.emptied?.arrayValue?.isEmpty == true && wanted?.arrayValue?.isEmpty == true
  }
}
