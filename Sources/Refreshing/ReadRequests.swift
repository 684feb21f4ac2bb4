import JSONDocument
import Providers
import Resources

/// What has to be read: every object that is desired or recorded, with the costly members that somebody compares.
enum ReadRequests {
  /// Members whose reading may cost a call for each object.
  private static let costly: Set<String> = ["tags", "lifecyclePolicy", "repositoryPolicy"]

  /// Ordered by identity. Task definitions are read as revisions; of one-off tasks there is nothing to read.
  static func all(desired: DesiredState, recorded: RecordedState) -> [ReadRequest] {
    var members: [ResourceIdentity: Set<String>] = [:]
    for resource in desired.resources { members[resource.identity, default: []].formUnion(mentioned(resource.attributes)) }
    for resource in recorded.resources { members[resource.identity, default: []].formUnion(mentioned(resource.declared)) }
    return members.filter { $0.key.kind != .taskDefinition && $0.key.kind != .oneOffTask }
      .sorted { $0.key < $1.key }
      .map { ReadRequest($0.key, costlyMembers: $0.value) }
  }

  private static func mentioned(_ document: JSON) -> Set<String> {
    costly.filter { document[$0] != nil }
  }
}
