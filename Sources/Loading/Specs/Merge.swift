import JSONDocument
import Resources

/// Lays a document over its base: JSON merge patch (RFC 7386), with containers, and the environment and secrets in them,
/// matched by name. `null` removes. Every value keeps the mark of the file it came from.
enum Merge {
  /// Lists whose elements are told apart by `name`, wherever they stand.
  private static let namedLists: Set<String> = [
    TaskDefinitionDocument.containersMember, "containerOverrides", "environment", "secrets",
  ]

  static func merged(_ base: JSON, _ patch: JSON) -> JSON {
    guard var members = base.objectValue, let changes = patch.objectValue else { return patch }
    for change in changes {
      if change.value.isNull {
        members[change.key] = nil
      } else if let old = members.member(change.key) {
        let value =
          namedLists.contains(change.key) ? mergedByName(old.value, change.value) : merged(old.value, change.value)
        members.set(JSONObject.Member(key: change.key, value: value, mark: change.mark))
      } else {
        members.set(change)
      }
    }
    return JSON(.object(members), mark: patch.mark ?? base.mark)
  }

  private static func mergedByName(_ base: JSON, _ patch: JSON) -> JSON {
    guard var elements = base.arrayValue, let changes = patch.arrayValue else { return patch }
    var positions: [String: Int] = [:]
    for (position, element) in elements.enumerated() {
      if let name = element["name"]?.stringValue { positions[name] = position }
    }
    for change in changes {
      if let name = change["name"]?.stringValue, let position = positions[name] {
        elements[position] = merged(elements[position], change)
      } else {
        elements.append(change)
      }
    }
    return JSON(.array(elements), mark: patch.mark)
  }
}
