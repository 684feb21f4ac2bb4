package import JSONDocument

/// A role that a spec names and that a service of AWS is told to assume.
package struct ReferredRole: Sendable, Hashable {
  package var arn: String
  /// `ecs-tasks.amazonaws.com`, or `ecs.amazonaws.com` for what ECS itself does.
  package var service: String

  package static let tasks = "ecs-tasks.amazonaws.com"
  package static let scheduler = "ecs.amazonaws.com"

  /// The roles that a resource's attributes name; specs give their ARNs or their names.
  package static func all(in attributes: JSON, of kind: ResourceKind, provider: ProviderIdentity) -> [ReferredRole] {
    switch kind {
    case .taskDefinition:
      ["executionRoleArn", "taskRoleArn"].compactMap { ReferredRole(attributes[$0], tasks, provider) }
    case .oneOffTask:
      ["executionRoleArn", "taskRoleArn"].compactMap { ReferredRole(attributes["overrides"]?[$0], tasks, provider) }
    case .service:
      ([attributes["role"]] + infrastructure(attributes)).compactMap { ReferredRole($0, scheduler, provider) }
    default: []
    }
  }

  private init?(_ value: JSON?, _ service: String, _ provider: ProviderIdentity) {
    guard let text = value?.stringValue, !text.isEmpty else { return nil }
    self.service = service
    arn = text.hasPrefix("arn:") ? text : "arn:\(provider.partition):iam::\(provider.accountId):role/\(text)"
  }

  /// Roles by which ECS manages volumes, load balancers and hooks of a service.
  private static func infrastructure(_ service: JSON) -> [JSON?] {
    func each(_ list: JSON?, _ role: (JSON) -> JSON?) -> [JSON?] { (list?.arrayValue ?? []).map(role) }
    return each(service["volumeConfigurations"]) { $0["managedEBSVolume"]?["roleArn"] }
      + each(service["loadBalancers"]) { $0["advancedConfiguration"]?["roleArn"] }
      + each(service["vpcLatticeConfigurations"]) { $0["roleArn"] }
      + each(service["deploymentConfiguration"]?["lifecycleHooks"]) { $0["roleArn"] }
  }
}

extension ProviderIdentity {
  /// First part of ARNs: `aws`, `aws-cn`, `aws-us-gov`.
  package var partition: String {
    if region.hasPrefix("cn-") { return "aws-cn" }
    return region.hasPrefix("us-gov-") ? "aws-us-gov" : "aws"
  }
}
