package import Providers

extension Failure {
  /// Why the cloud could not do what was asked. `directory` is the environment as the person typed it.
  package init(_ error: ProviderError, subject: String? = nil, directory: String) {
    self.init(
      "provider-\(error.kind.rawValue)", subject: subject, ProviderWords.sentence(error),
      details: [ProviderWords.effect(error.effect)], next: ProviderWords.advice(error, directory: directory))
  }
}

/// The sentences for what a cloud answers instead of a result.
enum ProviderWords {
  static func sentence(_ error: ProviderError) -> String {
    let answer = [error.code, error.message].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ": ")
    let tail = answer.isEmpty ? "" : ": \(answer)"
    return switch error.kind {
    case .unreachable where [LocalErrorCode.programMissing, LocalErrorCode.libraryMissing].contains(error.code),
      .refused where error.code == LocalErrorCode.programTooOld:
      "\(error.operation) could not be called: \(error.message)"
    case .forbidden: "\(error.operation) is forbidden for the identity used\(tail)"
    case .credentials: "\(error.operation) was not possible without valid credentials\(tail)"
    case .unreachable: "the cloud did not answer \(error.operation)\(tail)"
    case .throttled: "\(error.operation) was throttled for longer than reconcile waits\(tail)"
    case .refused: "\(error.operation) was refused\(tail)"
    case .quota: "\(error.operation) ran into a limit of the account\(tail)"
    case .gone: "\(error.operation) needs something that is gone\(tail)"
    case .busy: "\(error.operation) was refused for now\(tail)"
    case .unexpected: "the answer to \(error.operation) was not understood\(tail)"
    case .cancelled where error.code == LocalErrorCode.lockLost: "\(error.operation) was not called: \(error.message)"
    case .cancelled: "\(error.operation) was stopped before it was answered\(tail)"
    }
  }

  static func effect(_ effect: ProviderError.Effect) -> String {
    switch effect {
    case .no: "This call changed nothing."
    case .yes: "This call changed the cloud, although it failed."
    case .unknown: "It is not known whether this call changed the cloud; the next plan finds out."
    }
  }

  static func advice(_ error: ProviderError, directory: String) -> String? {
    switch error.kind {
    case .unreachable where error.code == LocalErrorCode.programMissing:
      "make `aws --version` answer in this shell, then repeat the command"
    case .unreachable where error.code == LocalErrorCode.libraryMissing:
      "install libcurl (on Debian and its relatives `apt-get install libcurl4`), then repeat the command"
    case .refused where error.code == LocalErrorCode.programTooOld:
      "install a newer AWS command line, or correct the name; a field is never left out"
    case .forbidden:
      DenialAdvice.text(error.message, needed: permission(error)) + ", then run `reconcile plan \(directory)`"
    case .credentials: CredentialAdvice.text(code: error.code)
    case .unreachable: "check the network and the region, then repeat the command"
    case .throttled: "repeat the command later; less at once helps too (`-parallelism 2`)"
    case .refused, .gone: "correct what the message names, then run `reconcile plan \(directory)`"
    case .quota: "raise the limit or remove what is not needed, then run `reconcile plan \(directory)`"
    case .busy: "repeat the command in a few minutes"
    case .unexpected:
      "run `reconcile plan \(directory)`; if it stays, please report it with the message above"
    case .cancelled: "run `reconcile plan \(directory)` to see where things stand"
    }
  }

  /// Of the call itself, as far as it is known.
  private static func permission(_ error: ProviderError) -> String {
    error.permission ?? (error.operation.isEmpty ? "the call" : error.operation)
  }
}
