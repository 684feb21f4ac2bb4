import Diagnostics
import Providers
import Resources

/// Objects that new ones belong to and that the environment does not own.
enum OwnerAnswers: Sendable {
  case answered([ResourceIdentity: Observation])
  /// Of none of these kinds anything is known.
  case failed(ProviderError, [ResourceKind])

  func isMissing(_ identity: ResourceIdentity) -> Bool {
    if case .answered(let observed) = self { observed[identity]?.object == nil } else { false }
  }
}

extension PreflightJudgement {
  /// What belongs to something that is not there would be refused.
  var ownerFindings: [Diagnostic] {
    needs.owners.sorted { $0.key < $1.key }.filter { owners.isMissing($0.key) }.map { owner, users in
      finding(
        "owner-missing", "the \(owner.kind.noun) \"\(owner)\" does not exist", users, effect: "would be refused",
        fix: "create it, declare it in \(owner.kind.folder)/, or correct its name")
    }
  }
}
