import JSONDocument

/// Takes parts of a document away as long as it stays a counterexample.
func smallest(_ document: JSON, where fails: (JSON) -> Bool) -> JSON {
  var document = document
  var isShrinking = true
  while isShrinking {
    isShrinking = false
    for smaller in withoutOnePart(document) where fails(smaller) {
      document = smaller
      isShrinking = true
      break
    }
  }
  return document
}

/// The document without one of its members or elements, large parts first.
private func withoutOnePart(_ json: JSON) -> [JSON] {
  switch json.content {
  case .null, .bool, .number, .string: return []
  case .array(let elements):
    return elements.indices.map { index in
      var fewer = elements
      fewer.remove(at: index)
      return .array(fewer)
    }
      + elements.indices.flatMap { index in
        withoutOnePart(elements[index]).map { part in
          var changed = elements
          changed[index] = part
          return .array(changed)
        }
      }
  case .object(let members):
    return members.map { member in .object(JSONObject(members.filter { $0.key != member.key })) }
      + members.flatMap { member in
        withoutOnePart(member.value).map { part in
          var changed = members
          changed[member.key] = part
          return .object(changed)
        }
      }
  }
}
