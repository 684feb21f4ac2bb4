import Diagnostics
package import JSONDocument
package import Planning
import Resources

/// A plan as lines of JSON: drift, then the changes, then their number. The same value as `PlanText` shows.
package struct PlanJSON {
  private let plan: Plan
  private let reveal: RevealPolicy
  private let images: ImageText

  package init(_ plan: Plan) {
    self.plan = plan
    reveal = RevealPolicy(for: plan)
    images = ImageText(registry: plan.environment.provider.registry)
  }

  package var lines: [JSON] {
    plan.drift.map(drift) + plan.ignored.map(ignored) + plan.changes.map(change) + plan.underWay.map(underWay)
      + plan.unproven.map(unproven) + [summary]
  }

  /// Only what others changed: the answer of `drift -json`.
  package var driftLines: [JSON] {
    plan.drift.map(drift) + plan.ignored.map(ignored) + [
      MachineFormat.line(
        .driftSummary,
        [
          ("environment", .string(plan.environment.name)), ("serial", plan.state.map { .int($0.serial) }),
          ("drifted", .int(plan.drift.count)), ("ignored", .int(plan.ignored.count)), ("is_empty", .bool(plan.drift.isEmpty)),
        ])
    ]
  }

  private func drift(_ drift: Drift) -> JSON {
    MachineFormat.line(
      .drift,
      [
        ("address", .string(drift.address.description)), ("kind", .string(drift.kind.rawValue)),
        ("fate", drift.fates[FieldPath()].map { .string($0.rawValue) }),
        ("fields", MachineFormat.some(drift.fields.map { field($0, fate: drift.fates[$0.path]) })),
      ])
  }

  private func ignored(_ ignored: IgnoredDifference) -> JSON {
    MachineFormat.line(
      .ignored,
      [
        ("address", .string(ignored.address.description)), ("field", field(ignored.field)), ("reason", .string(ignored.reason)),
      ])
  }

  private func underWay(_ address: Address, _ rollout: ObservedRollout) -> JSON {
    MachineFormat.line(
      .rolloutUnderWay,
      [
        ("address", .string(address.description)), ("deployment", .string(rollout.deploymentId)),
        ("revision", .string(rollout.shortRevision)),
      ])
  }

  private func unproven(_ address: Address, _ rollout: ObservedRollout) -> JSON {
    var problem: String?
    if case .unproven(let words) = rollout.state { problem = words }
    return MachineFormat.line(
      .checksPending,
      [
        ("address", .string(address.description)), ("revision", .string(rollout.shortRevision)),
        ("problem", problem.map(SecretsInText.masked).json),
      ])
  }

  private func change(_ change: Change) -> JSON {
    MachineFormat.line(
      .plannedChange,
      [
        ("address", .string(change.address.description)), ("name", .string(change.identity.name)),
        ("scope", change.identity.scope.json), ("action", .string(change.action.rawValue)),
        ("reason", Self.reason(change.reason)), ("fields", MachineFormat.some(change.fields.map { field($0) })),
        ("revision", change.revision.map(revision)),
        ("tags", MachineFormat.some(change.fields.compactMap(tag))),
        ("rollout", change.rollout.map(rollout)), ("task", task(at: change.address)),
      ])
  }

  /// The run of a one-off task.
  private func task(at address: Address) -> JSON? {
    guard address.kind == .oneOffTask, let step = plan.steps.first(where: { $0.address == address }),
      let run = step.work.taskRun
    else { return nil }
    let command = run.work.command.map { Sensitivity.masking(.strings($0)) { _ in "***" } }
    return MachineFormat.object([
      ("container", .string(run.task.container)), ("image", .string(run.work.image)), ("digest", run.work.digest.json),
      ("command", command), ("timeout_seconds", .int(run.task.timeout)),
      ("before", MachineFormat.some(plan.services(waitingFor: step.id).map { .string($0.description) })),
    ])
  }

  private var summary: JSON {
    let counts = plan.counts
    return MachineFormat.line(
      .changeSummary,
      [
        ("operation", .string(plan.isDestroy ? "destroy" : plan.isRun ? "run" : "apply")),
        ("environment", .string(plan.environment.name)),
        ("serial", plan.state.map { .int($0.serial) }), ("add", .int(counts.add)),
        ("change", .int(counts.change)),
        ("destroy", .int(counts.destroy)), ("adopt", .int(counts.adopt)), ("forget", .int(counts.forget)),
        ("run", counts.run > 0 ? .int(counts.run) : nil),
        ("unchanged", .int(plan.unchanged)),
        ("refused", MachineFormat.some(plan.refused.map { .string($0.address.description) })), ("is_empty", .bool(plan.isEmpty)),
        ("waves", MachineFormat.some(plan.waves.map { .array($0.map { .string($0.description) }) })),
        ("targets", MachineFormat.some(plan.targets.map { .string($0.description) })),
      ])
  }

  // MARK: Parts

  private func field(_ field: FieldChange, fate: Drift.Fate? = nil) -> JSON {
    FieldJSON(reveal: reveal).field(field, fate: fate)
  }

  private func revision(_ revision: RevisionChange) -> JSON {
    MachineFormat.object([
      ("before", revision.before.json), ("after", revision.after.json),
      ("after_unknown", revision.after == nil ? true : nil),
    ])
  }

  private func tag(_ field: FieldChange) -> JSON? {
    guard let tag = ImageChangeText(field, images: images) else { return nil }
    return MachineFormat.object([
      ("container", .string(tag.change.container)), ("repository", .string(tag.repository)),
      ("before", .string(tag.before)),
      ("after", .string(tag.after)),
      ("moved", tag.change.isMoved ? true : nil),
      ("older", tag.change.goesBack ? true : nil),
    ])
  }

  private func rollout(_ rollout: RolloutExpectation) -> JSON {
    switch rollout {
    case .awaited: "awaited"
    case .none: "none"
    case .bootstrap: "bootstrap"
    }
  }

  /// A code that scripts may look at, with what belongs to it.
  private static func reason(_ reason: ActionReason) -> JSON {
    let code: String
    var more: [(String, JSON?)] = []
    switch reason {
    case .notThere: code = "not_there"
    case .deletedOutside: code = "deleted_outside"
    case .differs: code = "differs"
    case .cannotUpdate(let paths):
      code = "cannot_update"
      more = [("paths", .strings(paths.map(\.description)))]
    case .renamed(let from):
      code = "renamed"
      more = [("from", .string(from.description))]
    case .noLongerDesired: code = "no_longer_desired"
    case .destroying: code = "destroying"
    case .holdsData: code = "holds_data"
    case .existsUnrecorded: code = "exists_unrecorded"
    case .sameContentAs(let revision):
      code = "same_content_as"
      more = [("revision", .string(revision))]
    case .goneAlready: code = "gone_already"
    case .moved(let from):
      code = "moved"
      more = [("from", .string(from.description))]
    case .notRunYet: code = "not_run_yet"
    case .runsAlways: code = "runs_always"
    case .askedFor: code = "asked_for"
    case .deploymentFailed(let words):
      code = "deployment_failed"
      more = [("words", words.json)]
    }
    return MachineFormat.object([("code", .string(code))] + more)
  }
}
