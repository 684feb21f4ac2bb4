import JSONDocument

/// Picks fields out of a document by a path such as `containerDefinitions[].portMappings[].hostPort`.
struct FieldSelector: Sendable, ExpressibleByStringLiteral {
  private let steps: [Step]
  /// The last name in the path.
  let member: String

  private struct Step: Sendable {
    let name: String
    let isList: Bool
  }

  init(stringLiteral path: String) {
    steps = path.split(separator: ".").map { part in
      let isList = part.hasSuffix("[]")
      return Step(name: String(isList ? part.dropLast(2) : part), isList: isList)
    }
    member = steps.last?.name ?? ""
  }

  /// Every field that the path leads to, in the order of the document.
  func fields(in document: JSON) -> [JSON] {
    var found = [document]
    for step in steps {
      var next: [JSON] = []
      for json in found {
        guard let value = json[step.name] else { continue }
        if step.isList { next += value.arrayValue ?? [] } else { next.append(value) }
      }
      if next.isEmpty { return [] }
      found = next
    }
    return found
  }
}
