import JSONDocument
import Resources

/// A list where one object must be: what people have at hand of other tools, and where it belongs.
enum ListOfObjects {
  /// The containers alone, as Terraform's `container_definitions` holds them.
  static func holdsContainers(_ document: JSON) -> Bool {
    guard let elements = document.arrayValue, !elements.isEmpty else { return false }
    return TaskDefinitionDocument([TaskDefinitionDocument.containersMember: document]).containers
      .filter { $0.imageText != nil }.count == elements.count
  }

  static func fix(_ document: JSON, _ kind: ResourceKind) -> String? {
    guard let elements = document.arrayValue else { return nil }
    if kind == .taskDefinition, holdsContainers(document) {
      let member = TaskDefinitionDocument.containersMember
      return "write {\"family\": \"NAME\", \"\(member)\": […]}, with this list as \"\(member)\""
    }
    guard elements.count > 1 else { return "write the object without the brackets of a list around it" }
    return "write each object of the list into a file of its own"
  }
}
