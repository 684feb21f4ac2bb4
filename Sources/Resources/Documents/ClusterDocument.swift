package import JSONDocument

/// A cluster, as a file declares it or as ECS describes it, and what it means.
package struct ClusterDocument: Sendable {
  package private(set) var json: JSON

  package init(_ json: JSON) {
    self.json = json
  }

  /// `ACTIVE` where nothing is said.
  package var status: String { json["status"]?.stringValue ?? "ACTIVE" }
  /// Names.
  package var capacityProviders: [String] {
    (json[Self.capacityMember]?.arrayValue ?? []).compactMap { $0.stringValue.map(ARN.name) }
  }
  /// Names of the capacity providers that place the tasks of whoever says nothing of it.
  package var defaultProviders: [String] {
    (json["defaultCapacityProviderStrategy"]?.arrayValue ?? []).compactMap { $0["capacityProvider"]?.stringValue.map(ARN.name) }
  }
  /// The member that lists them. A call that changes it or the default strategy sends both.
  package static let capacityMember = "capacityProviders"

  /// The same cluster with the capacity providers of another one, too.
  package func adding(providersOf other: ClusterDocument) -> ClusterDocument {
    let own = Set(capacityProviders)
    let more = (other.json[Self.capacityMember]?.arrayValue ?? []).filter { provider in
      provider.stringValue.map { !own.contains(ARN.name(of: $0)) } ?? false
    }
    var document = self
    document.json[Self.capacityMember] = .array((json[Self.capacityMember]?.arrayValue ?? []) + more)
    return document
  }

  /// Where sessions of ECS Exec are written to, where the cluster names a log group.
  var log: LogDestination? {
    let exec = json[Self.configurationMember]?["executeCommandConfiguration"]
    guard let group = exec?["logConfiguration"]?["cloudWatchLogGroupName"]?.stringValue, !group.isEmpty else { return nil }
    return LogDestination(group: group)
  }
  /// The member that says how ECS Exec is logged.
  package static let configurationMember = "configuration"
}
