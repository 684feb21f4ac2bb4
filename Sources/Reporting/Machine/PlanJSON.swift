package import JSONDocument
import Planning
import Recording
import Resources
import Secrets

/// A plan as lines of JSON: drift, then the changes, then their number. The same view as `PlanText` shows, but nothing is folded.
package struct PlanJSON {
  private let view: PlanView

  package init(_ view: PlanView) {
    self.view = view
  }

  package var lines: [JSON] {
    view.drift.map(drift) + (view.ignored + view.left).map(ignored) + view.changes.map(change) + view.underWay.map(underWay)
      + view.unproven.map(unproven) + view.rolloutNotes.map(note) + view.checks.map(check) + [summary]
  }

  /// Only what others changed: the answer of `drift -json`.
  package var driftLines: [JSON] {
    view.drift.map(drift) + view.ignored.map(ignored) + view.changes.filter(\.change.isLeftOver).map(change)
      + view.unproven.map(unproven) + view.rolloutNotes.map(note) + [
        MachineFormat.line(
          .driftSummary,
          [
            ("environment", .string(view.environment.name)), ("serial", view.state.map { .int($0.serial) }),
            ("drifted", .int(view.drift.count)), ("ignored", .int(view.ignored.count)),
            ("left_over", view.leftOver.isEmpty ? nil : .int(view.leftOver.count)), ("is_empty", .bool(view.drift.isEmpty)),
          ])
      ]
  }

  private func drift(_ drift: DriftView) -> JSON {
    MachineFormat.line(
      .drift,
      [
        ("address", .string(drift.address.description)), ("kind", .string(drift.kind.rawValue)),
        ("fate", drift.fate.map { .string($0.rawValue) }),
        ("fields", MachineFormat.some(drift.fields.map(FieldJSON.object))),
      ])
  }

  private func ignored(_ ignored: IgnoredView) -> JSON {
    MachineFormat.line(
      .ignored,
      [
        ("address", .string(ignored.address.description)), ("field", FieldJSON.object(ignored.field)),
        ("reason", .string(ignored.reason)),
      ])
  }

  private func underWay(_ rollout: RolloutView) -> JSON {
    MachineFormat.line(
      .rolloutUnderWay,
      [
        ("address", .string(rollout.address.description)), ("deployment", .string(rollout.deploymentId)),
        ("revision", .string(rollout.revision)),
      ])
  }

  private func unproven(_ rollout: RolloutView) -> JSON {
    MachineFormat.line(
      .checksPending,
      [
        ("address", .string(rollout.address.description)), ("revision", .string(rollout.revision)),
        ("problem", rollout.problem.json),
      ])
  }

  private func check(_ check: CheckView) -> JSON {
    MachineFormat.line(
      .plannedCheck,
      [
        ("address", .string(check.address.description)), ("executes", .string(check.text)), ("is_new", check.isNew ? true : nil),
      ])
  }

  private func note(_ note: RolloutNote) -> JSON {
    MachineFormat.line(
      .rolloutNote,
      [
        ("address", .string(note.address.description)), ("matter", .string(note.matter.rawValue)),
        ("revision", .string(note.revision)), ("running", .int(note.running)), ("wanted", .int(note.wanted)),
        ("pending", note.pending > 0 ? .int(note.pending) : nil), ("failed", note.failed > 0 ? .int(note.failed) : nil),
        ("serving", note.serving.json),
        ("needs_attention", note.needsAttention ? true : nil),
        (
          "last_run",
          note.memory.map { memory in
            MachineFormat.object([
              ("id", .int(memory.run)), ("operation", .string(memory.operation)), ("who", .string(memory.who)),
              ("finished_at", .string(UTC.rfc3339(Timestamp(seconds: memory.at)))), ("verdict", .string(memory.outcome)),
            ])
          }
        ),
      ])
  }

  private func change(_ view: ChangeView) -> JSON {
    let change = view.change
    return MachineFormat.line(
      .plannedChange,
      [
        ("address", .string(change.address.description)), ("name", .string(change.identity.name)),
        ("scope", change.identity.scope.json), ("action", .string(change.action.rawValue)),
        ("reason", Self.reason(change.reason)), ("fields", MachineFormat.some(view.fields.map(FieldJSON.object))),
        ("revision", change.revision.map(revision)),
        ("tags", MachineFormat.some(view.tags.map(tag))),
        ("rollout", change.rollout.map(rollout)), ("task", view.task.map(task)),
      ])
  }

  /// The run of a one-off task.
  private func task(_ task: TaskRunView) -> JSON {
    let run = task.run
    let command = run.work.command.map { JSON.strings(SecretRendering.mask.rendered(command: $0)) }
    return MachineFormat.object([
      ("container", .string(run.task.container)), ("image", .string(run.work.image)), ("digest", run.work.digest.json),
      ("command", command), ("timeout_seconds", .int(run.task.timeout)),
      ("is_new", run.isNew ? true : nil),
      ("before", MachineFormat.some(task.services.map { .string($0.description) })),
    ])
  }

  private var summary: JSON {
    let counts = view.counts
    return MachineFormat.line(
      .changeSummary,
      [
        ("operation", .string(view.operation.rawValue)),
        ("environment", .string(view.environment.name)),
        ("serial", view.state.map { .int($0.serial) }), ("add", .int(counts.add)),
        ("change", .int(counts.change)),
        ("destroy", .int(counts.destroy)), ("adopt", .int(counts.adopt)), ("forget", .int(counts.forget)),
        ("run", counts.run > 0 ? .int(counts.run) : nil),
        ("unchanged", .int(view.unchanged)),
        ("refused", MachineFormat.some(view.refused.map { .string($0.address.description) })), ("is_empty", .bool(view.isEmpty)),
        ("waves", MachineFormat.some(view.waves.map { .array($0.map { .string($0.description) }) })),
        ("targets", MachineFormat.some(view.targets.map { .string($0.description) })),
      ])
  }

  // MARK: Parts

  private func revision(_ revision: RevisionChange) -> JSON {
    MachineFormat.object([
      ("before", revision.before.json), ("after", revision.after.json),
      ("after_unknown", revision.after == nil ? true : nil),
    ])
  }

  private func tag(_ tag: ImageChangeView) -> JSON {
    MachineFormat.object([
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
    case .deregistered(let revision):
      code = "deregistered"
      more = [("revision", .string(revision))]
    case .cannotUpdate(let paths):
      code = "cannot_update"
      more = [("paths", .strings(paths.map(\.description)))]
    case .renamed(let from):
      code = "renamed"
      more = [("from", .string(from.description))]
    case .leftOver(let run):
      code = "left_over"
      more = [("run", run.map { .int($0) })]
    case .begun: code = "begun"
    case .takenBack(let run):
      code = "taken_back"
      more = [("run", run.map { .int($0) })]
    case .givenUp: code = "given_up"
    case .noLongerDesired: code = "no_longer_desired"
    case .destroying: code = "destroying"
    case .holdsData: code = "holds_data"
    case .declaredElsewhere(let directory):
      code = "declared_elsewhere"
      more = [("directory", .string(directory))]
    case .existsUnrecorded: code = "exists_unrecorded"
    case .sameContentAs(let revision):
      code = "same_content_as"
      more = [("revision", .string(revision))]
    case .goneAlready: code = "gone_already"
    case .moved(let from):
      code = "moved"
      more = [("from", .string(from.description))]
    case .takenAlong(let owner):
      code = "taken_along"
      more = [("by", .string(owner.description))]
    case .notRunYet: code = "not_run_yet"
    case .runsAlways: code = "runs_always"
    case .askedFor: code = "asked_for"
    case .redeployed: code = "redeployed"
    case .scaled: code = "scaled"
    case .deploymentFailed(let words):
      code = "deployment_failed"
      more = [("words", words.json)]
    }
    return MachineFormat.object([("code", .string(code))] + more)
  }
}
