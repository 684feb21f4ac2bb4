import JSONDocument
import Planning
import Providers
import Resources
import Testing

/// What a provider answers must be what was wanted, compared as the planner compares.
func expectSame(
  _ observed: JSON?, as wanted: Resource, _ words: Comment, sourceLocation: SourceLocation = #_sourceLocation
) {
  guard let observed else {
    Issue.record("\(words): there is no \(wanted.address)", sourceLocation: sourceLocation)
    return
  }
  let kind = wanted.identity.kind
  let changes = Differ(kind).changes(from: observed, to: wanted.attributes)
  let text = changes.map { "\($0.path): \($0.before) → \($0.after)" }.joined(separator: "\n")
  #expect(changes.isEmpty, "\(words), \(wanted.address):\n\(text)", sourceLocation: sourceLocation)
}

/// Members of a wanted resource whose reading costs a call.
func costlyMembers(of resource: Resource) -> Set<String> {
  resource.identity.kind.separatelyRead.filter { resource.attributes[$0] != nil }
}

extension ResourceReader {
  /// Reads one resource with everything that it declares.
  func observation(of resource: Resource) async throws(ProviderError) -> Observation? {
    try await read([ReadRequest(resource.identity, costlyMembers: costlyMembers(of: resource))])[resource.identity]
  }
}

/// Tokens that no other step has.
struct Tokens: Sendable {
  let prefix: String

  init(_ setting: ConformanceSetting) {
    prefix = String(setting.prefix.suffix(30))
  }

  func callAsFunction(_ number: Int) -> OperationToken { OperationToken("\(prefix)-\(number)") }
}

/// What was changed at the top level between two states of one resource.
func update(_ before: JSON, _ after: Resource) -> ResourceUpdate {
  let kind = after.identity.kind
  let paths = Differ(kind).changes(from: before, to: after.attributes).map(\.path)
  let members = paths.compactMap { path -> String? in if case .member(let name)? = path.steps.first { name } else { nil } }
  return ResourceUpdate(
    identity: after.identity, before: before, after: after.attributes, changedMembers: Set(members))
}
