/// What AWS says of the policy that forbade a call, in the words that all services share (IAM user guide, "Troubleshoot
/// access denied error messages"):
/// ```
/// User: PRINCIPAL is not authorized to perform: ecs:UpdateService on resource: ARN with an explicit deny in a permissions boundary
/// … because no identity-based policy allows the ecs:UpdateService action
/// ```
package struct AccessDenial: Sendable, Equatable {
  package enum Cause: Sendable, Equatable {
    /// A policy of this type denies it, and nothing that allows it helps.
    case denied(by: String)
    /// A policy of this type limits what others may allow, and does not allow this.
    case limited(by: String)
    /// No policy gives it, or nobody says why.
    case notAllowed
  }

  package var cause: Cause
  /// As AWS names it, which may be another one than the call's: `iam:PassRole`.
  package var action: String?
  /// What it was to be done with; an ARN.
  package var resource: String?

  /// Types of policy that give nothing of themselves (IAM user guide, "Policy evaluation logic").
  private static let limits = [
    "permissions boundary", "service control policy", "resource control policy", "session policy", "VPC endpoint policy",
  ]

  package init(_ message: String) {
    cause = Self.cause(message)
    guard let start = message.firstRange(of: "not authorized to perform: ")?.upperBound else { return }
    let words = message[start...].split(separator: " ", maxSplits: 4).map(String.init)
    guard let action = words.first, action.contains(":") else { return }
    self.action = action
    if words.count > 3, words[1] == "on", words[2] == "resource:" { resource = words[3] }
  }

  private static func cause(_ message: String) -> Cause {
    if let deny = message.firstRange(of: "explicit deny") {
      let rest = message[deny.upperBound...].drop { $0 == " " }
      return .denied(by: policyType(rest))
    }
    guard let start = message.firstRange(of: "because no ")?.upperBound else { return .notAllowed }
    return limits.first { message[start...].hasPrefix("\($0) allows") }.map { .limited(by: $0) } ?? .notAllowed
  }

  /// `in a permissions boundary: arn:aws:iam::…` → `permissions boundary`
  private static func policyType(_ words: Substring) -> String {
    let types = limits + ["identity-based policy", "resource-based policy"]
    let type = types.first { words.hasPrefix("in a \($0)") || words.hasPrefix("in an \($0)") }
    return type ?? "policy that holds it"
  }
}
