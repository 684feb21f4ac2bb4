package import Applying
package import JSONDocument
import Planning
import Providers
import Recording
import Resources
import Secrets

/// An apply as lines of JSON: each event as it happens, and how it ended.
package enum ApplyJSON {
  /// `elapsed` is what the caller measured since the apply began. A step that is skipped has no line; the outcome names it.
  package static func line(_ event: ApplyEvent, elapsed: Duration) -> JSON? {
    switch event {
    case .started(let step):
      return MachineFormat.line(.applyStart, head(step) + [("work", .string(work(step)))])
    case .progress(let step, let progress):
      return MachineFormat.line(
        .applyProgress,
        head(step) + [
          ("desired", .int(progress.desired)), ("running", .int(progress.running)),
          ("pending", .int(progress.pending)),
          ("failed", .int(progress.failed)), ("phase", .string(progress.phase)),
          ("going_back_to", progress.wayBack.map { RevisionReference($0).shortName }.json),
          ("traffic_percent", progress.traffic.flatMap { JSON.parse("\($0)").document }),
          ("event", progress.event.json), ("trouble", progress.trouble.json),
          ("elapsed_seconds", .int(Int(elapsed.components.seconds))),
        ])
    case .task(let step, let progress):
      return MachineFormat.line(
        .taskProgress,
        head(step) + [
          ("status", .string(progress.status)),
          ("lines", MachineFormat.some(progress.lines.map { .string(SecretRendering.masked($0)) })),
          ("elapsed_seconds", .int(Int(elapsed.components.seconds))),
        ])
    case .earlierTask(let address, let progress):
      return MachineFormat.line(
        .taskProgress,
        [
          ("address", .string(address.description)), ("earlier", true), ("status", .string(progress.status)),
          ("lines", MachineFormat.some(progress.lines.map { .string(SecretRendering.masked($0)) })),
          ("elapsed_seconds", .int(Int(elapsed.components.seconds))),
        ])
    case .finished(let step, let outcome):
      return finished(step, outcome)
    }
  }

  private static func finished(_ step: Step, _ outcome: StepOutcome) -> JSON? {
    switch outcome {
    case .done(let revision):
      return MachineFormat.line(
        .applyComplete,
        head(step) + [("work", .string(work(step))), ("revision", revision.map { RevisionReference($0).shortName }.json)])
    case .rollout(let verdict):
      return MachineFormat.line(
        outcome.isSuccess ? .applyComplete : .applyErrored,
        head(step) + [
          ("work", .string(work(step))), ("verdict", .string(verdict.outcome.rawValue)),
          ("reason", verdict.reason.json),
          ("running_revision", verdict.runningRevision.map { RevisionReference($0).shortName }.json),
          ("running_count", verdict.runningCount.map { .int($0) }), ("wanted_count", verdict.wantedCount.map { .int($0) }),
          ("checks_passed", verdict.passedChecks > 0 ? .int(verdict.passedChecks) : nil),
          ("failed_check", verdict.failedCheck.map(SecretRendering.masked).json),
          ("still_tried", verdict.isStillTried ? true : nil),
          ("put_back", verdict.putBack.map(putBack)), ("pause", verdict.pause.map(pause)),
          ("evidence", verdict.evidence.map(EvidenceJSON.object)),
        ])
    case .task(let verdict):
      return MachineFormat.line(
        outcome.isSuccess ? .applyComplete : .applyErrored,
        head(step) + [
          ("work", .string(work(step))), ("verdict", .string(verdict.outcome.rawValue)), ("task", verdict.task.json),
          ("container", .string(verdict.container)), ("exit_code", verdict.exitCode.map { .int($0) }),
          ("reason", verdict.reason.map(SecretRendering.masked).json), ("was_stopped", verdict.wasStopped ? true : nil),
          ("evidence", verdict.evidence.map(EvidenceJSON.object)),
        ])
    case .failed(let error):
      return MachineFormat.line(
        .applyErrored, head(step) + [("work", .string(work(step))), ("error", self.error(error))])
    case .unrecorded(let what, let cause):
      return MachineFormat.line(
        .applyErrored, head(step) + [("work", .string(work(step))), ("unrecorded", .string("\(what): \(cause)"))])
    case .skipped:
      return nil
    }
  }

  private static func pause(_ pause: RolloutPause) -> JSON {
    MachineFormat.object([
      ("stage", .string(pause.stage)), ("ends_at", pause.endsAt.map { .int(Int(saturating: $0)) }),
      ("at_its_end", .string(pause.goesOnByItself ? "continue" : "rollback")),
    ])
  }

  private static func putBack(_ putBack: RolloutVerdict.PutBack) -> JSON {
    MachineFormat.object([
      ("revision", putBack.revision.map { RevisionReference($0).shortName }.json), ("verdict", (putBack.outcome?.rawValue).json),
      ("problem", putBack.problem.json),
    ])
  }

  /// The last line: how the apply ended as a whole.
  package static func outcome(_ view: ApplyView) -> JSON {
    MachineFormat.line(
      .outcome,
      [
        ("operation", .string(view.command ?? view.operation.rawValue)), ("result", .string(view.conclusion.rawValue)),
        ("exit_code", .int(Int(view.exitCode))), ("steps", .int(view.steps.total)), ("steps_done", .int(view.steps.succeeded)),
        ("serial_before", view.before.map { .int($0.serial) }), ("serial_after", view.after.map { .int($0.serial) }),
        (
          "recovered",
          MachineFormat.some(
            view.recovered.map {
              [
                "address": .string($0.address.description), "verb": .string($0.verb.rawValue),
                "ending": .string(RecoveryWords.name($0.ending)),
              ]
            })
        ),
        ("not_started", MachineFormat.some(view.notStarted.map { .string($0.description) })),
      ])
  }

  /// Of an apply that was refused, or failed before its first step.
  package static func outcome(ofUnbegun operation: String, result: String, exitCode: Int32) -> JSON {
    MachineFormat.line(
      .outcome,
      [
        ("operation", .string(operation)), ("result", .string(result)), ("exit_code", .int(Int(exitCode))),
        ("steps_done", .int(0)),
      ])
  }

  private static func head(_ step: Step) -> [(String, JSON?)] {
    [("step", .int(step.id.number)), ("address", .string(step.address.description))]
  }

  private static func work(_ step: Step) -> String {
    switch step.work {
    case .create: "create"
    case .update: "update"
    case .delete: "delete"
    case .awaitRollout: "await_rollout"
    case .adopt: "adopt"
    case .forget: "forget"
    case .run: "run"
    }
  }

  private static func error(_ error: ProviderError) -> JSON {
    MachineFormat.object([
      ("kind", .string(error.kind.rawValue)), ("operation", .string(error.operation)),
      ("code", error.code.json),
      ("message", .string(error.message)), ("effect", .string(error.effect.rawValue)),
    ])
  }
}
