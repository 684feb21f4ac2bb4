package import Applying
package import JSONDocument
import Planning
import Resources

/// A rehearsal as lines of JSON: what happened and when, numbers of tasks, what was taken to be so, and how it ended.
package struct RehearsalJSON {
  private let report: RehearsalReport
  private let exitCode: Int32

  package init(_ report: RehearsalReport, exitCode: Int32) {
    self.report = report
    self.exitCode = exitCode
  }

  package var lines: [JSON] { events + peaks + assumptions + [outcome] }

  /// The lines of an apply, under `event`.
  private var events: [JSON] {
    report.story.compactMap { moment in
      guard let line = ApplyJSON.line(moment.event, elapsed: moment.at) else { return nil }
      return MachineFormat.line(.rehearsalEvent, [("at_seconds", Self.seconds(moment.at)), ("event", line)])
    }
  }

  private var peaks: [JSON] {
    (report.services + [report.all]).map { peak in
      MachineFormat.line(
        .taskPeak,
        [
          ("address", (peak.service?.description).json), ("before", .int(peak.before)), ("peak", .int(peak.peak)),
          ("after", .int(peak.after)), ("at_seconds", Self.seconds(peak.at)),
        ])
    }
  }

  private var assumptions: [JSON] {
    report.assumptions.map { assumption in
      MachineFormat.line(
        .assumption,
        [
          ("code", .string(AssumptionWords.code(assumption))), ("sentence", .string(AssumptionWords.sentence(assumption))),
        ])
    }
  }

  private var outcome: JSON {
    let view = ApplyView(report.apply)
    return MachineFormat.line(
      .outcome,
      [
        ("operation", "rehearse"), ("result", .string(view.conclusion.rawValue)), ("exit_code", .int(Int(exitCode))),
        ("steps", .int(view.steps.total)), ("steps_done", .int(view.steps.succeeded)),
        ("simulated_seconds", Self.seconds(report.duration)),
        ("not_started", MachineFormat.some(view.notStarted.map { .string($0.description) })),
      ])
  }

  private static func seconds(_ duration: Duration) -> JSON { .int(Int(duration.components.seconds)) }
}
