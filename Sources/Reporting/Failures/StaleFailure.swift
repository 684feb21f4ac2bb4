package import Planning
package import Recording
package import Resources

/// Why a saved plan is not applied any more. In each case nothing was changed.
extension Failure {
  private static func stale(_ details: [String], directory: String) -> Failure {
    Failure(
      "plan-out-of-date", "this plan is out of date", details: details + ["Nothing was changed."],
      next: "run `reconcile plan \(directory)` again")
  }

  /// `last` is the run that moved the state, when it is known.
  package static func stateMoved(
    plan: StateVersion?, now: StateVersion?, last: RunRecord? = nil, directory: String
  ) -> Failure {
    stale([versions(plan, now, last, directory)], directory: directory)
  }

  /// With what differs from the plan that would be made now.
  package static func moved(
    _ move: PlanStaleness, plan: StateVersion?, now: StateVersion?, last: RunRecord? = nil, registry: String, directory: String
  ) -> Failure {
    let text = PlanMoveText(registry: registry)
    let versions = plan == now || (plan == nil && now?.serial == 0) ? [] : [versions(plan, now, last, directory)]
    return stale(versions + text.lines(move), directory: directory)
  }

  private static func versions(
    _ plan: StateVersion?, _ now: StateVersion?, _ last: RunRecord?, _ directory: String
  ) -> String {
    let made = plan.map { "from serial \($0.serial)" } ?? "before anything was recorded"
    let by =
      last.map { " (\($0.description.operation) by \($0.description.who), \(UTC.text($0.startedAt)))" } ?? ""
    guard let now else { return "It was made \(made); \(directory) has no recorded state now." }
    if let plan, plan.lineage != now.lineage {
      return "It was made from another history of states than the one \(directory) has now."
    }
    return "It was made \(made); \(directory) is now at serial \(now.serial)\(by)."
  }

  package static func appliedAlready(_ run: RunRecord, directory: String) -> Failure {
    let end = run.outcome.map { ": \($0.summary)" } ?? ", and was stopped inside it"
    return Failure(
      "plan-applied-already", "this plan was applied already",
      details: [
        "Run \(run.id.number) did so (\(run.description.who), \(UTC.text(run.startedAt)))\(end).", "Nothing was changed.",
      ],
      next: "run `reconcile plan \(directory)` to see whether anything is left to do")
  }

  package static func otherEnvironment(plan: String, now: String, directory: String) -> Failure {
    Failure(
      "plan-other-environment", "this plan is for another environment",
      details: ["It was made for \(plan); this is \(now).", "Nothing was changed."],
      next: "run `reconcile plan \(directory)` to plan for this one")
  }
}

/// What is not as it was when a plan was saved, a line for each thing.
struct PlanMoveText {
  private let views: FieldViews
  /// So many fields are told of each thing.
  private static let limit = 4

  init(registry: String) {
    // Both plans are without their secrets.
    views = FieldViews(reveal: RevealPolicy(key: nil, revealsAll: true), images: ImageText(registry: registry))
  }

  func lines(_ move: PlanStaleness) -> [String] {
    move.inputs.map(input) + move.objects.map(object)
      + move.records.map { "What is recorded of \($0) is not what it was when the plan was made." }
      + move.deeds.map(deed) + (move.hasOtherSteps ? ["The same changes would be made in other steps now."] : [])
  }

  private func input(_ input: PlanStaleness.Input) -> String {
    switch input.kind {
    case .changed: "\"\(input.path)\" is not what it was when the plan was made."
    case .added: "\"\(input.path)\" was not there when the plan was made."
    case .removed: "\"\(input.path)\" is gone since the plan was made."
    }
  }

  private func object(_ object: PlanStaleness.Object) -> String {
    let fields = object.fields.isEmpty ? "in a field that the plan leaves alone" : self.fields(object.fields)
    return "The \(object.identity.kind.noun) \"\(object.identity)\" was changed in AWS since the plan was made: \(fields)."
  }

  private func deed(_ deed: PlanStaleness.Deed) -> String {
    "\(deed.address) — the plan: \(words(deed.saved)); now: \(words(deed.now))."
  }

  private func words(_ change: Change?) -> String {
    guard let change else { return "nothing to do" }
    let word = ActionWords.word(change)
    return change.fields.isEmpty ? word : "\(word) (\(fields(change.fields)))"
  }

  private func fields(_ fields: [FieldChange]) -> String {
    let values = ValueText(images: views.images)
    let told = fields.prefix(Self.limit).map { values.labelled(views.view(of: $0)) }
    let rest = fields.count - told.count
    return (told + (rest > 0 ? ["\(rest) more"] : [])).joined(separator: ", ")
  }
}
