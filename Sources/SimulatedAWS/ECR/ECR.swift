import AWS
import JSONDocument

/// Amazon Elastic Container Registry.
enum ECR {
  private static let mutability = "MUTABLE|IMMUTABLE|MUTABLE_WITH_EXCLUSION|IMMUTABLE_WITH_EXCLUSION"
  private static let filters = "imageTagMutabilityExclusionFilters:[{filterType*:WILDCARD, filter*:string}]"
  private static let key = "registryId:string, repositoryName*:string"
  private static let imageIds = "imageIds*:[{imageDigest:string, imageTag:string}]"

  static let operations: [String: Operation] = repositories.merging(images) { first, _ in first }

  private static let repositories: [String: Operation] = [
    "CreateRepository": .writes(
      "\(key), tags:[{Key*:string, Value*:string}], imageTagMutability:\(mutability), \(filters), "
        + "imageScanningConfiguration:{scanOnPush:boolean}, "
        + "encryptionConfiguration:{encryptionType*:AES256|KMS|KMS_DSSE, kmsKey:string}"
    ) { call, input throws(AWSError) in try Repositories(call).create(input) },
    "DescribeRepositories": .reads(
      "registryId:string, repositoryNames:[string], nextToken:string, maxResults:integer"
    ) { call, input throws(AWSError) in try Repositories(call, input).describe(input) },
    "DeleteRepository": .writes("\(key), force:boolean") { call, input throws(AWSError) in
      try Repositories(call, input).delete(input)
    },
    "PutImageTagMutability": .writes("\(key), imageTagMutability*:\(mutability), \(filters)") { call, input throws(AWSError) in
      try Repositories(call, input).putMutability(input)
    },
    "PutImageScanningConfiguration": .writes("\(key), imageScanningConfiguration*:{scanOnPush:boolean}") {
      call, input throws(AWSError) in try Repositories(call, input).putScanning(input)
    },
    "PutLifecyclePolicy": .writes("\(key), lifecyclePolicyText*:string") { call, input throws(AWSError) in
      try RepositoryPolicies(call, input, .lifecycle).put(input)
    },
    "GetLifecyclePolicy": .reads(key) { call, input throws(AWSError) in try RepositoryPolicies(call, input, .lifecycle).get(input)
    },
    "DeleteLifecyclePolicy": .writes(key) { call, input throws(AWSError) in
      try RepositoryPolicies(call, input, .lifecycle).delete(input)
    },
    "SetRepositoryPolicy": .writes("\(key), policyText*:string, force:boolean") { call, input throws(AWSError) in
      try RepositoryPolicies(call, input, .access).put(input)
    },
    "GetRepositoryPolicy": .reads(key) { call, input throws(AWSError) in try RepositoryPolicies(call, input, .access).get(input)
    },
    "DeleteRepositoryPolicy": .writes(key) { call, input throws(AWSError) in
      try RepositoryPolicies(call, input, .access).delete(input)
    },
    "TagResource": .writes("resourceArn*:string, tags*:[{Key*:string, Value*:string}]") { call, input throws(AWSError) in
      try Repositories(call).tag(input)
    },
    "UntagResource": .writes("resourceArn*:string, tagKeys*:[string]") { call, input throws(AWSError) in
      try Repositories(call).untag(input)
    },
    "GetAuthorizationToken": .writes("registryIds:[string]") { call, input throws(AWSError) in
      try AuthorizationToken(call).answer(input)
    },
    "ListTagsForResource": .reads("resourceArn*:string") { call, input throws(AWSError) in try Repositories(call).tags(input) },
  ]

  private static let images: [String: Operation] = [
    "PutImage": .writes(
      "\(key), imageManifest*:string, imageManifestMediaType:string, imageTag:string, imageDigest:string"
    ) { call, input throws(AWSError) in try Images(call, input).put(input) },
    "DescribeImages": .reads(
      "\(key), imageIds:[{imageDigest:string, imageTag:string}], nextToken:string, maxResults:integer, "
        + "filter:{tagStatus:TAGGED|UNTAGGED|ANY}"
    ) { call, input throws(AWSError) in try Images(call, input).describe(input) },
    "ListImages": .reads(
      "\(key), nextToken:string, maxResults:integer, filter:{tagStatus:TAGGED|UNTAGGED|ANY}"
    ) { call, input throws(AWSError) in try Images(call, input).list(input) },
    "BatchGetImage": .reads("\(key), \(imageIds), acceptedMediaTypes:[string]") { call, input throws(AWSError) in
      try Images(call, input).batchGet(input)
    },
    "BatchDeleteImage": .writes("\(key), \(imageIds)") { call, input throws(AWSError) in
      try Images(call, input).batchDelete(input)
    },
  ]
}
