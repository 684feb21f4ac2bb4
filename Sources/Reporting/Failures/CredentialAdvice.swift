import Providers

/// What to do about missing credentials. Signing in again makes no profile, no file and no trust.
enum CredentialAdvice {
  static func text(code: String?) -> String {
    switch code {
    case LocalErrorCode.profileMissing:
      "correct the name (AWS_PROFILE, or \"profile\" in environment.json), or add it to the AWS configuration; `aws configure list-profiles` lists those that are there"
    case LocalErrorCode.credentialSettings:
      "correct what the message names, in the variables (`env | grep ^AWS_`) or the profile of the AWS configuration, then repeat the command"
    case LocalErrorCode.codeNeeded:
      "reconcile cannot enter the code: get temporary credentials first (`aws sts assume-role` or `aws sts get-session-token`, with --serial-number and --token-code), and give them in the AWS_… variables"
    case LocalErrorCode.roleRefused:
      "see whether this is the role that is meant, and whether its trust policy lets this identity or token have it; then repeat the command"
    default: "sign in again (for example `aws sso login`), then repeat the command"
    }
  }
}
