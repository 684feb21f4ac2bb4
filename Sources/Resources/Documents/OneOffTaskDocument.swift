package import JSONDocument

/// The input of RunTask as a file declares it, and what it means.
package struct OneOffTaskDocument: TaskRunningDocument {
  package let json: JSON

  package init(_ json: JSON) {
    self.json = json
  }

  /// Members that say where tasks run, which services have as well.
  package static let placeMembers = ["cluster"] + capacityMembers + ["platformVersion", "networkConfiguration"]
  /// Those of them that choose the capacity: one or the other.
  package static let capacityMembers = ["launchType", ServiceDocument.capacityMember]

  /// How many characters the text of its overrides has, and how many RunTask takes (ECS API reference, RunTask: "A total of
  /// 8192 characters are allowed for overrides. This limit includes the JSON formatting characters").
  package var overridesLength: Int { json["overrides"]?.text().unicodeScalars.count ?? 0 }
  package static let longestOverrides = 8192

  /// The command that replaces the container's own.
  package func command(of container: String?) -> [String]? {
    let override = json["overrides"]?["containerOverrides"]?.arrayValue?.first { $0["name"]?.stringValue == container }
    return override?["command"]?.arrayValue?.compactMap(\.stringValue)
  }

  /// The role that its containers act as in the place of the task definition's; nil where it names none.
  package var taskRole: String? { TaskRoles.own(json["overrides"]) }

  /// Roles that its tasks use in the place of the task definition's, and those by which ECS manages its volumes.
  package func roles(in provider: ProviderIdentity) -> [ReferredRole] {
    let volumes = (json["volumeConfigurations"]?.arrayValue ?? []).compactMap { $0["managedEBSVolume"]?["roleArn"]?.stringValue }
    return TaskRoles.of(json["overrides"]).map { ReferredRole($0, assumedBy: .tasks, in: provider) }
      + volumes.filter { !$0.isEmpty }.map { ReferredRole($0, assumedBy: .scheduler, in: provider) }
  }
}
