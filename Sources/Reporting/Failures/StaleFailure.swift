package import Recording
package import Resources

/// Why a saved plan is not applied any more. In each case nothing was changed.
extension Failure {
  private static func stale(_ detail: String, directory: String) -> Failure {
    Failure(
      "plan-out-of-date", "this plan is out of date", details: [detail, "Nothing was changed."],
      next: "run `reconcile plan \(directory)` again")
  }

  /// `last` is the run that moved the state, when it is known.
  package static func stateMoved(
    plan: StateVersion?, now: StateVersion?, last: RunRecord? = nil, directory: String
  ) -> Failure {
    let made = plan.map { "from serial \($0.serial)" } ?? "before anything was recorded"
    let by =
      last.map { " (\($0.description.operation) by \($0.description.who), \(UTC.text($0.startedAt)))" } ?? ""
    guard let now else {
      return stale("It was made \(made); \(directory) has no recorded state now.", directory: directory)
    }
    if let plan, plan.lineage != now.lineage {
      return stale(
        "It was made from another history of states than the one \(directory) has now.", directory: directory)
    }
    return stale(
      "It was made \(made); \(directory) is now at serial \(now.serial)\(by).", directory: directory)
  }

  package static func inputChanged(path: String, directory: String) -> Failure {
    stale("\"\(path)\" is not what it was when the plan was made.", directory: directory)
  }

  package static func objectMoved(_ identity: ResourceIdentity, directory: String) -> Failure {
    stale(
      "The \(identity.kind.noun) \"\(identity)\" was changed in AWS since the plan was made.",
      directory: directory)
  }

  package static func otherEnvironment(plan: String, now: String, directory: String) -> Failure {
    Failure(
      "plan-other-environment", "this plan is for another environment",
      details: ["It was made for \(plan); this is \(now).", "Nothing was changed."],
      next: "run `reconcile plan \(directory)` to plan for this one")
  }
}
