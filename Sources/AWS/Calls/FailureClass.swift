import Providers

/// What an error of AWS means for us, and so what is done about it.
///
/// Codes alone do not tell: `LimitExceededException` is a quota and `ClientException` is half a dozen things, so the
/// table below also looks at words of the message (botocore 1.43 models; Terraform's provider and cdk-preflight for texts).
enum FailureClass: Sendable, CaseIterable {
  /// Told to slow down.
  case throttled
  /// The service, or the way to it, failed for a moment.
  case transient
  /// Something that was just made is not seen everywhere yet.
  case settling
  /// Something is in the way and goes away by itself.
  case busy
  /// Something that holds data or work of others is in the way; waiting does not help.
  case blocked
  case absent
  /// What the call works on has ended.
  case gone
  case exists
  /// Bad input, or a rule of AWS.
  case refused
  case quota
  case forbidden
  case credentials
  /// There is no way to ask: the program is missing.
  case unavailable
  case cancelled
  /// An answer that is in no table.
  case unknown
}

extension FailureClass {
  /// A service that failed inside may have done it all the same. One that no connection could be made to has not: its
  /// client knows whether the request was sent.
  func showsNothingDone(_ error: AWSError) -> Bool { self != .transient || error.code == LocalErrorCode.unreachable }

  init(_ error: AWSError, operation: String) {
    self = Self.byMessage(error, operation: operation) ?? Self.byCode[error.code] ?? .unknown
  }

  private static func byMessage(_ error: AWSError, operation: String) -> FailureClass? {
    texts.first { text in
      (text.operations.isEmpty || text.operations.contains(operation)) && error.message.contains(text.words)
    }?.meaning
  }

  private struct Text: Sendable {
    let words: String
    let operations: Set<String>
    let meaning: FailureClass

    init(_ words: String, _ meaning: FailureClass, in operations: Set<String> = []) {
      self.words = words
      self.operations = operations
      self.meaning = meaning
    }
  }

  private static let texts: [Text] = [
    Text("is not authorized to perform", .forbidden),
    Text("Rate exceeded", .throttled),
    Text("Too many concurrent attempts to create a new revision", .throttled),
    Text("service quota", .quota),
    Text("Unable to describe task definition", .absent),
    Text("The referenced cluster was inactive", .absent),
    Text("in the process of being deleted", .gone, in: ["DeregisterTaskDefinition"]),
    Text("verify that the ECS service role being passed has the proper permissions", .settling),
    Text("does not have an associated load balancer", .settling),
    Text("Unable to assume the service linked role", .settling),
    Text("Role is not valid", .settling, in: ["RegisterTaskDefinition"]),
    Text("Invalid repository policy provided", .settling, in: ["SetRepositoryPolicy"]),
    Text("ECS service doesn't exist", .settling, in: ["RegisterScalableTarget"]),
    Text("Unable to assume IAM role", .settling, in: ["RegisterScalableTarget"]),
    Text("No scalable target registered", .settling, in: ["PutScalingPolicy", "PutScheduledAction"]),
    Text("Cluster was not ACTIVE", .busy),
    Text("cannot be stopped while deployments are active", .busy),
    Text("Unable to Start a service that is still Draining", .busy),
    Text("Creation of service was not idempotent", .exists),
    Text("TaskDefinition is inactive", .gone),
  ]

  private static let byCode: [String: FailureClass] = {
    let groups: [(FailureClass, [String])] = [
      (
        .throttled,
        [
          "ThrottlingException", "Throttling", "ThrottledException", "RequestThrottled", "RequestThrottledException",
          "TooManyRequestsException", "RequestLimitExceeded", "SlowDown", "PriorRequestNotComplete",
          "ProvisionedThroughputExceededException", "BandwidthLimitExceeded", "TransactionInProgressException",
          "EC2ThrottledException",
        ]
      ),
      (
        .transient,
        [
          "ServerException", "InternalServiceException", "InternalServerError", "InternalFailure", "ServiceUnavailable",
          "ServiceUnavailableException", "RequestTimeout", "RequestTimeoutException", "500", "502", "503", "504",
          LocalErrorCode.unreachable,
          "InternalError", "ConditionalRequestConflict", "OperationAborted",
        ]
      ),
      (
        .busy,
        [
          "ClusterContainsServicesException", "ClusterContainsTasksException", "ClusterContainsContainerInstancesException",
          "ClusterContainsCapacityProviderException", "UpdateInProgressException", "ConcurrentUpdateException",
          "ConflictException", "ResourceInUseException", "OperationAbortedException",
        ]
      ),
      (.blocked, ["RepositoryNotEmptyException"]),
      (
        .absent,
        [
          "ClusterNotFoundException", "ServiceNotFoundException", "RepositoryNotFoundException",
          "LifecyclePolicyNotFoundException", "RepositoryPolicyNotFoundException", "ResourceNotFoundException",
          "ObjectNotFoundException", "ImageNotFoundException", "NoSuchEntity", "TargetGroupNotFound",
          "TargetGroupNotFoundException",
          "NoSuchBucket", "NoSuchKey", "404",
        ]
      ),
      (.gone, ["ServiceNotActiveException", "ServiceDeploymentNotFoundException"]),
      (.exists, ["RepositoryAlreadyExistsException", "ResourceAlreadyExistsException"]),
      (
        .refused,
        [
          "ClientException", "InvalidParameterException", "InvalidParameterCombinationException", "ValidationException",
          LocalErrorCode.invalidInput, "PlatformUnknownException", "PlatformTaskDefinitionIncompatibilityException",
          "UnsupportedFeatureException", "NamespaceNotFoundException", "KmsException", "InvalidTagParameterException",
          "TooManyTagsException", "MissingVersionException", "BlockedException", "InvalidOperationException",
          "PreconditionFailed", "412", "NotModified", "304", "NotImplemented", "501", "InvalidArgument", "InvalidRequest",
          "InvalidBucketName", "PermanentRedirect", "301", "BadRequest", "400", "MethodNotAllowed", LocalErrorCode.programTooOld,
        ]
      ),
      (.quota, ["LimitExceededException", "ServiceQuotaExceededException"]),
      (.forbidden, ["AccessDeniedException", "AccessDenied", "UnauthorizedOperation", "Forbidden", "403"]),
      (
        .credentials,
        [
          "ExpiredToken", "ExpiredTokenException", "UnrecognizedClientException", "InvalidClientTokenId",
          "InvalidSignatureException", "SignatureDoesNotMatch", "RequestExpired", "AuthFailure", "MissingAuthenticationToken",
          "IncompleteSignature", "OptInRequired", LocalErrorCode.noCredentials, "InvalidAccessKeyId", "InvalidToken",
          LocalErrorCode.profileMissing, LocalErrorCode.credentialSettings, LocalErrorCode.codeNeeded,
          LocalErrorCode.roleRefused,
        ]
      ),
      (.unavailable, [LocalErrorCode.programMissing, LocalErrorCode.libraryMissing]),
      (.cancelled, [LocalErrorCode.cancelled, LocalErrorCode.lockLost]),
    ]
    return Dictionary(uniqueKeysWithValues: groups.flatMap { group in group.1.map { ($0, group.0) } })
  }()
}
