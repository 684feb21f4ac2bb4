import AWS
import Providers

extension AWSError {
  /// Why the program gave no output at all.
  init(_ failure: ProgramFailure, program: String) {
    switch failure {
    case .missing:
      self.init(
        code: LocalErrorCode.programMissing,
        message: "\"\(program)\" was not found or cannot be run; install the AWS command line, or put it on the PATH")
    case .timedOut(let duration):
      self.init(
        code: LocalErrorCode.unreachable,
        message: "the aws program did not end within \(duration.components.seconds) s and was stopped",
        isCertain: false)
    case .cancelled:
      self.init(code: LocalErrorCode.cancelled, message: "the aws program was stopped before it answered", isCertain: false)
    case .neverStarted:
      self.init(code: LocalErrorCode.cancelled, message: "stopped before the aws program was started")
    case .tooMuchOutput(let limit):
      self.init(code: LocalErrorCode.badAnswer, message: "the aws program printed more than \(limit >> 20) MB", isCertain: false)
    case .system(let reason):
      self.init(code: LocalErrorCode.badAnswer, message: "the aws program could not be run: \(reason)", isCertain: false)
    }
  }

  /// What the program said on its standard error, in the words of the contract.
  init(_ output: ProgramOutput, request: AWSRequest, version: ProgramVersion) async {
    let text = ErrorText(output.standardError)
    if let credentials = CredentialFileFailure(text) {
      self.init(code: LocalErrorCode.credentialSettings, message: credentials.sentence)
    } else if let answer = text.serviceError {
      self.init(answer, request: request)
    } else if request.service == .s3, text.knowsNoConditions {
      self.init(code: LocalErrorCode.programTooOld, message: await Self.tooOld(request, version).sentenceAboutConditions)
    } else if let findings = text.validationFindings, !text.isAboutTokenFile {
      if findings.contains(where: { $0.unknownMember != nil }) {
        self.init(code: LocalErrorCode.programTooOld, message: await Self.tooOld(request, version).sentence(about: findings))
      } else {
        self.init(code: LocalErrorCode.invalidInput, message: findings.map(\.text).joined(separator: "; "))
      }
    } else if text.isUnknownCommand {
      self.init(code: LocalErrorCode.programTooOld, message: await Self.tooOld(request, version).sentenceAboutCommand)
    } else if let known = LocalFailure.all.first(where: { text.plain.contains($0.words) }) {
      self.init(code: known.code, message: text.summary, isCertain: known.isCertain)
    } else {
      self.init(ending: output.ending, summary: text.summary)
    }
  }

  /// An answer to another operation than ours comes from fetching credentials (`AssumeRole`, `GetRoleCredentials`).
  ///
  /// Ours was not sent then. The code says nothing about what we asked for: a `ResourceNotFoundException` about a role
  /// must not become "there is no such service".
  private init(_ answer: ErrorText.ServiceError, request: AWSRequest) {
    guard answer.operation != request.operation, !answer.code.contains("Thrott"), answer.code != "TooManyRequestsException"
    else {
      self.init(code: answer.code, message: answer.message)
      return
    }
    self.init(
      code: answer.isRoleRefused ? LocalErrorCode.roleRefused : LocalErrorCode.noCredentials,
      message: "\(answer.operation): \(answer.code): \(answer.message)")
  }

  private static func tooOld(_ request: AWSRequest, _ version: ProgramVersion) async -> CLISupportSentences {
    CLISupportSentences(request: request, program: await version.text(), release: await version.release())
  }

  /// No text that we know: the exit status tells the class, on version 2 at least (AWS CLI user guide, "Return codes").
  private init(ending: ProgramOutput.Ending, summary: String) {
    switch ending {
    case .exit(252), .exit(2): self.init(code: LocalErrorCode.invalidInput, message: summary)
    case .exit(253): self.init(code: LocalErrorCode.noCredentials, message: summary)
    case .exit(126), .exit(127): self.init(code: LocalErrorCode.programMissing, message: summary)
    case .exit(130), .signal(2):
      self.init(code: LocalErrorCode.cancelled, message: "the aws program was interrupted", isCertain: false)
    case .exit(let status):
      let words = summary.isEmpty ? "" : ": \(summary)"
      self.init(code: LocalErrorCode.badAnswer, message: "the aws program ended with status \(status)\(words)", isCertain: false)
    case .signal(let signal):
      self.init(code: LocalErrorCode.badAnswer, message: "the aws program was ended by signal \(signal)", isCertain: false)
    }
  }
}
