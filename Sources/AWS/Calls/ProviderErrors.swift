import Providers

extension ProviderError {
  /// What AWS answered, in the words of the contract.
  init(_ error: AWSError, _ failure: FailureClass, of request: AWSRequest, effect: Effect) {
    self.init(Kind(failure), operation: request.operation, code: error.code, message: error.message, effect: effect)
    permission = request.permission
  }

  /// The same error, thrown after an earlier call of the same step changed something.
  func afterChange() -> ProviderError {
    var error = self
    if error.effect == .no { error.effect = .yes }
    return error
  }

  static func unexpected(_ operation: String, _ message: String, effect: Effect = .no) -> ProviderError {
    ProviderError(.unexpected, operation: operation, message: message, effect: effect)
  }
}

extension ProviderError.Kind {
  init(_ failure: FailureClass) {
    self =
      switch failure {
      case .throttled: .throttled
      case .transient, .unavailable: .unreachable
      case .settling, .exists, .refused: .refused
      case .busy, .blocked: .busy
      case .absent, .gone: .gone
      case .quota: .quota
      case .forbidden: .forbidden
      case .credentials: .credentials
      case .cancelled: .cancelled
      case .unknown: .unexpected
      }
  }
}

/// Runs calls that follow one that already changed something: their errors say so.
func afterChange<Value>(_ work: () async throws(ProviderError) -> Value) async throws(ProviderError) -> Value {
  do throws(ProviderError) {
    return try await work()
  } catch {
    throw error.afterChange()
  }
}
