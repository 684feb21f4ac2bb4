import JSONDocument
import Resources

/// Gives variables that have a name and no value an empty one: ECS would drop them, and whoever writes a name wants the
/// variable to be there (rule E40). Validation warns about each.
enum VariableValues {
  static func fill(_ specs: inout [Resource]) {
    for index in specs.indices where specs[index].identity.kind == .taskDefinition {
      let containers = specs[index].attributes["containerDefinitions"]?.arrayValue ?? []
      guard containers.contains(where: { !valueless($0).isEmpty }) else { continue }
      specs[index].attributes["containerDefinitions"] = .array(containers.map(filled))
    }
  }

  private static func valueless(_ container: JSON) -> [JSON] {
    (container["environment"]?.arrayValue ?? []).filter(\.isVariableWithoutValue)
  }

  private static func filled(_ container: JSON) -> JSON {
    guard let environment = container["environment"]?.arrayValue, !valueless(container).isEmpty else { return container }
    var filled = container
    filled["environment"] = .array(
      environment.map { entry in
        guard entry.isVariableWithoutValue else { return entry }
        var entry = entry
        entry["value"] = ""
        return entry
      })
    return filled
  }
}
