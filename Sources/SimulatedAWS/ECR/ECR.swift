import APIModel
import AWS
import JSONDocument

/// Amazon Elastic Container Registry.
enum ECR {
  static let operations = Operation.table([repositories, images], .ecr, dialect: .firstConstraint)

  private static let repositories: [String: Operation] = [
    "CreateRepository": .writes { call, input throws(AWSError) in try Repositories(call).create(input) },
    "DescribeRepositories": .reads { call, input throws(AWSError) in try Repositories(call, input).describe(input) },
    "DeleteRepository": .writes { call, input throws(AWSError) in
      try Repositories(call, input).delete(input)
    },
    "PutImageTagMutability": .writes { call, input throws(AWSError) in
      try Repositories(call, input).putMutability(input)
    },
    "PutImageScanningConfiguration": .writes {
      call, input throws(AWSError) in try Repositories(call, input).putScanning(input)
    },
    "PutLifecyclePolicy": .writes { call, input throws(AWSError) in
      try RepositoryPolicies(call, input, .lifecycle).put(input)
    },
    "GetLifecyclePolicy": .reads { call, input throws(AWSError) in try RepositoryPolicies(call, input, .lifecycle).get(input)
    },
    "DeleteLifecyclePolicy": .writes { call, input throws(AWSError) in
      try RepositoryPolicies(call, input, .lifecycle).delete(input)
    },
    "SetRepositoryPolicy": .writes { call, input throws(AWSError) in
      try RepositoryPolicies(call, input, .access).put(input)
    },
    "GetRepositoryPolicy": .reads { call, input throws(AWSError) in try RepositoryPolicies(call, input, .access).get(input)
    },
    "DeleteRepositoryPolicy": .writes { call, input throws(AWSError) in
      try RepositoryPolicies(call, input, .access).delete(input)
    },
    "TagResource": .writes { call, input throws(AWSError) in
      try Repositories(call).tag(input)
    },
    "UntagResource": .writes { call, input throws(AWSError) in
      try Repositories(call).untag(input)
    },
    "GetAuthorizationToken": .writes { call, input throws(AWSError) in
      try AuthorizationToken(call).answer(input)
    },
    "ListTagsForResource": .reads { call, input throws(AWSError) in try Repositories(call).tags(input) },
  ]

  private static let images: [String: Operation] = [
    "PutImage": .writes { call, input throws(AWSError) in try Images(call, input).put(input) },
    "DescribeImages": .reads { call, input throws(AWSError) in try Images(call, input).describe(input) },
    "ListImages": .reads { call, input throws(AWSError) in try Images(call, input).list(input) },
    "BatchGetImage": .reads { call, input throws(AWSError) in
      try Images(call, input).batchGet(input)
    },
    "BatchDeleteImage": .writes { call, input throws(AWSError) in
      try Images(call, input).batchDelete(input)
    },
  ]
}
