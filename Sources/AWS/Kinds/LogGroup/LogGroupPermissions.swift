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
    + Permission.list("logs", ["TagResource", "UntagResource"], on: .ownTags, for: .apply)
    + Permission.list("logs", ["GetLogEvents"], on: .logStreams, for: .apply)
    + Permission.list("logs", ["DeleteLogGroup"], for: .deleteData)
}

extension PermissionScope {
  /// Streams of the log groups.
  fileprivate static let logStreams = PermissionScope { owned in
    Set(owned.resources.map { owned.arn(of: $0.identity) + ":log-stream:*" }).sorted()
  }
}
