import JSONDocument
import Providers

extension APICalls {
  /// All pages of a listing, as one list of the elements under `member`.
  ///
  /// `token` is what the service calls the way to the next page. `limit` ends it early after so many pages; the second value tells whether the listing is complete.
  func pages(
    _ service: AWSRequest.Service, _ operation: String, _ input: JSON, of member: String, limit: Int = .max,
    token: String = "nextToken", _ policy: CallPolicy = CallPolicy()
  ) async throws(ProviderError) -> (elements: [JSON], isComplete: Bool) {
    var elements: [JSON] = []
    var input = input
    var seen: Set<String> = []
    for _ in 0..<limit {
      let answer = try await call(service, operation, input, policy)
      elements += answer[member]?.arrayValue ?? []
      guard let next = answer[token]?.stringValue, !next.isEmpty else { return (elements, true) }
      guard seen.insert(next).inserted else {
        throw .unexpected(operation, "the same page was answered twice")
      }
      input[token] = .string(next)
    }
    return (elements, false)
  }
}
