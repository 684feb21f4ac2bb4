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
    + Permission.list("ecr", ["DeleteRepository"], for: .deleteData)
}
