import JSONDocument
import Providers
import Resources

/// What has to be read: every object that is desired or recorded, with the costly members that somebody compares.
enum ReadRequests {
  /// Ordered by identity. Task definitions are read as revisions; of one-off tasks there is nothing to read.
  static func all(desired: DesiredState, recorded: RecordedState) -> [ReadRequest] {
    var members: [ResourceIdentity: Set<String>] = [:]
    for resource in desired.resources {
      members[resource.identity, default: []].formUnion(mentioned(resource.attributes, resource.identity.kind))
    }
    for resource in recorded.all + recorded.begun {
      members[resource.identity, default: []].formUnion(mentioned(resource.declared, resource.identity.kind))
    }
    return members.filter { $0.key.kind.reading == .objects }
      .sorted { $0.key < $1.key }
      .map { ReadRequest($0.key, costlyMembers: $0.value) }
  }

  /// Of those members whose reading may cost a call for each object.
  private static func mentioned(_ document: JSON, _ kind: ResourceKind) -> Set<String> {
    kind.separatelyRead.filter { document[$0] != nil }
  }
}
