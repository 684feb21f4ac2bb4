import Providers

/// Why an object could not be read or written.
package struct ObjectError: Error, Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// The object is not what the condition says: somebody else wrote it.
    case preconditionFailed
    case bucketMissing
    case forbidden, credentials
    /// No answer, or one about a failure inside, for longer than we try.
    case unreachable
    /// The store does not know conditional writes.
    case noConditions
    /// The `aws` program does not know conditional writes.
    case programTooOld
    case refused
    case cancelled
  }

  package var kind: Kind
  /// The API's operation: `PutObject`.
  package var operation: String
  /// The store's code, or the client's own.
  package var code: String?
  /// The store's code and words.
  package var message: String

  package init(_ kind: Kind, operation: String, code: String? = nil, message: String) {
    self.kind = kind
    self.operation = operation
    self.code = code
    self.message = message
  }

  init(_ error: ProviderError) {
    let words = [error.code, error.message].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ": ")
    self.init(Kind(error), operation: error.operation, code: error.code, message: words)
  }
}

extension ObjectError.Kind {
  fileprivate init(_ error: ProviderError) {
    switch error.code {
    case "PreconditionFailed", "412": self = .preconditionFailed
    case "NoSuchBucket": self = .bucketMissing
    // A condition about an object that is not there (S3 user guide, "Conditional write behavior").
    case "NoSuchKey", "404": self = .preconditionFailed
    case "NotImplemented", "501": self = .noConditions
    case LocalErrorCode.programTooOld: self = .programTooOld
    default: self.init(error.kind)
    }
  }

  private init(_ kind: ProviderError.Kind) {
    switch kind {
    case .forbidden: self = .forbidden
    case .credentials: self = .credentials
    case .unreachable, .throttled, .busy: self = .unreachable
    case .refused, .quota, .gone, .unexpected: self = .refused
    case .cancelled: self = .cancelled
    }
  }
}
