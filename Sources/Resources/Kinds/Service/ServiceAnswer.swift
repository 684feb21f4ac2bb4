import JSONDocument

/// A service as DescribeServices answers it, in the shape of CreateService.
enum ServiceAnswer {
  /// What is shown only on the primary deployment is lifted (rule S10); the long lists of events and deployments are left
  /// behind.
  static func lifted(_ answer: JSON) -> JSON {
    guard let members = answer.objectValue else { return answer }
    let deployments = members["deployments"]?.arrayValue ?? []
    let primary = deployments.first { $0["status"]?.stringValue == "PRIMARY" }
    var lifted = JSON(.object(JSONObject(distinct: members.filter { !Self.longLists.contains($0.key) })), mark: answer.mark)
    for name in Self.onDeployment where lifted[name] == nil {
      if let value = primary?[name], !Self.isEmpty(value) { lifted[name] = value }
    }
    if let role = members["roleArn"], members["role"] == nil, !Self.isServiceLinked(role) { lifted["role"] = role }
    return lifted
  }

  private static let longLists: Set<String> = ["events", "deployments", "taskSets"]
  private static let onDeployment = ["serviceConnectConfiguration", "volumeConfigurations", "vpcLatticeConfigurations"]

  private static func isEmpty(_ json: JSON) -> Bool {
    json.isNull || json.arrayValue?.isEmpty == true || json.objectValue?.isEmpty == true || json.stringValue?.isEmpty == true
  }

  /// The role that ECS fills in for itself.
  private static func isServiceLinked(_ role: JSON) -> Bool {
    role.stringValue?.contains("/AWSServiceRoleForECS") ?? true
  }
}
