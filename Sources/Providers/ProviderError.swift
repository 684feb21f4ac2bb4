/// Why a provider could not do what was asked. Absence is no error: it is an answer.
package struct ProviderError: Error, Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    /// The identity used may not do this.
    case forbidden
    /// Missing or expired credentials.
    case credentials
    /// The cloud did not answer.
    case unreachable
    /// Told to slow down, for longer than we wait.
    case throttled
    /// The cloud understood and refused: bad input, a rule, a name that is taken.
    case refused
    /// A limit of the account.
    case quota
    /// Something that the call needs is gone.
    case gone
    /// Something of ours or of others is in the way for now.
    case busy
    /// An answer that we do not understand.
    case unexpected
    /// We were told to stop.
    case cancelled
  }

  /// Whether the cloud may have been changed by the call.
  package enum Effect: String, Sendable {
    case no, yes, unknown
  }

  package var kind: Kind
  /// The API's operation: `UpdateService`.
  package var operation: String
  /// The IAM action that the call needs, where it is known: `ecs:UpdateService`.
  package var permission: String?
  /// The API's code: `ClusterNotFoundException`.
  package var code: String?
  /// The API's words, without anything secret.
  package var message: String
  package var effect: Effect

  package init(_ kind: Kind, operation: String, code: String? = nil, message: String, effect: Effect = .no) {
    self.kind = kind
    self.operation = operation
    self.code = code
    self.message = message
    self.effect = effect
  }
}
