package import JSONDocument

/// Picks fields out of a document by a path such as `containerDefinitions[].portMappings[].hostPort`.
package struct FieldSelector: Sendable, ExpressibleByStringLiteral {
  private let steps: [Step]
  /// As it was written.
  package let path: String
  /// The last name in the path.
  package let member: String

  private struct Step: Sendable {
    let name: String
    let isList: Bool
  }

  package init(stringLiteral path: String) {
    self.path = path
    steps = path.split(separator: ".").map { part in
      let isList = part.hasSuffix("[]")
      return Step(name: String(isList ? part.dropLast(2) : part), isList: isList)
    }
    member = steps.last?.name ?? ""
  }

  /// Visits every field that the path leads to, in the order of the document.
  package func forEach(in document: JSON, _ visit: (JSON) -> Void) {
    walk(document, 0, visit)
  }

  /// The first of the fields that the path leads to.
  package func first(in document: JSON) -> JSON? {
    var found: JSON?
    forEach(in: document) { json in found = found ?? json }
    return found
  }

  private func walk(_ json: JSON, _ position: Int, _ visit: (JSON) -> Void) {
    guard position < steps.count else {
      visit(json)
      return
    }
    guard let value = json[steps[position].name] else { return }
    guard steps[position].isList else {
      walk(value, position + 1, visit)
      return
    }
    guard case .array(let elements) = value.content else { return }
    for element in elements { walk(element, position + 1, visit) }
  }
}
