import JSONDocument

extension JSON {
  /// The object with each member's value replaced; members for which nothing is answered go. Other values stay.
  func mapMembers(_ replace: (String, JSON) -> JSON?) -> JSON {
    guard let members = objectValue else { return self }
    return .object(
      JSONObject(
        distinct: members.compactMap { member in
          replace(member.key, member.value).map { JSONObject.Member(key: member.key, value: $0, mark: member.mark) }
        }))
  }

  /// The list with each element replaced. Other values stay.
  func mapElements(_ replace: (JSON) -> JSON) -> JSON {
    guard let elements = arrayValue else { return self }
    return .array(elements.map(replace))
  }

  /// The text after the last `/` of an ARN; other values stay.
  var lastOfARN: JSON {
    guard let text = stringValue, ARN.isARN(text) else { return self }
    return .string(ARN.lastName(of: text))
  }
}
