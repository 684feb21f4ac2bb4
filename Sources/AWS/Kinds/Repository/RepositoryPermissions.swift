import Resources

extension RepositoryCalls {
  static let permissions: [Permission] =
    Permission.list(
      "ecr",
      ["DescribeRepositories", "GetLifecyclePolicy", "GetRepositoryPolicy", "ListTagsForResource", "BatchGetImage"], for: .plan)
    + Permission.list(
      "ecr",
      [
        "CreateRepository", "PutImageTagMutability", "PutImageScanningConfiguration", "PutLifecyclePolicy",
        "DeleteLifecyclePolicy", "SetRepositoryPolicy", "DeleteRepositoryPolicy", "TagResource", "UntagResource",
      ], for: .apply)
    // ECR makes grants on a key of one's own in the name of whoever makes the repository (ECR user guide, "Encryption at
    // rest").
    + Permission.list("kms", ["CreateGrant", "DescribeKey", "RetireGrant"], on: .keysOfRepositories, for: .apply)
    + Permission.list("ecr", ["DescribeImages"], for: .look)
    + Permission.list("ecr", ["DeleteRepository"], for: .deleteData)
}

extension PermissionScope {
  /// Keys that are named by their ARN or id; of an alias IAM does not know which key it stands for.
  fileprivate static let keysOfRepositories = PermissionScope { owned in
    let keys = owned.resources.compactMap { RepositoryDocument($0.attributes).encryptionKey }
    return Set(
      keys.compactMap { key in
        if let arn = ARN(key) { return arn.resource.hasPrefix("key/") ? key : nil }
        return key.hasPrefix("alias/") ? nil : owned.arn("kms", "key/\(key)")
      }
    ).sorted()
  }
}
