import Resources

/// Gives variables that have a name and no value an empty one: ECS would drop them, and whoever writes a name wants the
/// variable to be there (rule E40). Validation warns about each.
enum VariableValues {
  static func fill(_ specs: inout [Resource]) {
    for index in specs.indices where specs[index].identity.kind == .taskDefinition {
      specs[index].attributes = TaskDefinitionDocument(specs[index].attributes).givingVariablesValues.json
    }
  }
}
