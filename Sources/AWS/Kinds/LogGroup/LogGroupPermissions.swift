import Resources

extension LogGroupCalls {
  static let permissions: [Permission] =
    Permission.list("logs", ["DescribeLogGroups"], on: .all, for: .plan)
    + Permission.list("logs", ["ListTagsForResource"], on: .ownTags, for: .plan)
    + Permission.list(
      "logs",
      [
        "CreateLogGroup", "PutRetentionPolicy", "DeleteRetentionPolicy", "AssociateKmsKey", "DisassociateKmsKey",
        "PutLogGroupDeletionProtection",
      ], for: .apply)
    + Permission.list("logs", ["TagResource"], on: .bothForms, for: .apply)
    + Permission.list("logs", ["UntagResource"], on: .ownTags, for: .apply)
    + Permission.list("logs", ["DeleteLogGroup"], for: .deleteData)
}

extension PermissionScope {
  /// Log groups by both of their ARNs: CreateLogGroup with tags needs TagResource too, and nothing says on which of them.
  fileprivate static let bothForms = PermissionScope { owned in
    Set(owned.resources.map(\.identity)).sorted().flatMap { [owned.arn(of: $0), owned.arn(of: $0) + $0.kind.naming.iamSuffix] }
  }
}
