import AWS
import JSONDocument

extension Page {
  /// A page of what is kept for scalable targets. Limits are those of the API reference: they stand in no model.
  static func scaling(
    _ documents: Documents, _ collection: Collection, _ input: JSON, most: Int, descending: Bool = false,
    matches: (String) throws(AWSError) -> Bool
  ) throws(AWSError) -> Page {
    if let wanted = input["MaxResults"]?.intValue, !(1...most).contains(wanted) {
      let bound = wanted < 1 ? "greater than or equal to 1" : "less than or equal to \(most)"
      throw .scaling(
        "1 validation error detected: Value '\(wanted)' at 'maxResults' failed to satisfy constraint: "
          + "Member must have value \(bound)")
    }
    // AWS's own example reads back an empty token; a client that sends it asks for the beginning.
    let token = input.string("NextToken").flatMap { $0.isEmpty ? nil : JSON.string($0) }
    guard token == nil || Page.isToken(token) else {
      throw AWSError(code: "InvalidNextTokenException", message: "The next token supplied was invalid.")
    }
    return try Page(
      documents, collection, input: .members(("maxResults", input["MaxResults"]), ("nextToken", token)), size: 1...most,
      usual: most, descending: descending, matches: matches)
  }
}
