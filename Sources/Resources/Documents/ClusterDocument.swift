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

  /// The log group that sessions of ECS Exec are written to, where the cluster names one.
  package var execLogGroup: String? {
    json["configuration"]?["executeCommandConfiguration"]?["logConfiguration"]?["cloudWatchLogGroupName"]?.stringValue
  }
}
