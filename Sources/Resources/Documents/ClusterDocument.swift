package import JSONDocument

/// A cluster, as a file declares it or as ECS describes it, and what it means.
package struct ClusterDocument: Sendable {
  package let json: JSON

  package init(_ json: JSON) {
    self.json = json
  }

  /// `ACTIVE` where nothing is said.
  package var status: String { json["status"]?.stringValue ?? "ACTIVE" }
  /// Names.
  package var capacityProviders: [String] {
    (json["capacityProviders"]?.arrayValue ?? []).compactMap { $0.stringValue.map(ARN.name) }
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
