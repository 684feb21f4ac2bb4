/// A role that a document names and that a service of AWS is told to assume.
package struct ReferredRole: Sendable, Hashable {
  /// Who assumes it.
  package enum Principal: String, Sendable {
    case tasks = "ecs-tasks.amazonaws.com"
    /// For what ECS itself does.
    case scheduler = "ecs.amazonaws.com"
  }

  package var arn: String
  package var principal: Principal

  /// `reference` is an ARN, or the name of a role of the provider's account.
  package init(_ reference: String, assumedBy principal: Principal, in provider: ProviderIdentity) {
    self.principal = principal
    arn =
      ARN.isARN(reference)
      ? reference
      : ARN("iam", "role/\(reference)", partition: provider.partition.name, account: provider.accountId).description
  }
}
