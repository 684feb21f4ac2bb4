import Applying
import Planning
import Providers
import Synchronization

/// Collects what an apply of a copy says, without what the simulation makes up: log lines, and names of tasks that come and go.
final class RehearsalLog: Sendable {
  private struct Notes {
    var moments: [RehearsalReport.Moment] = []
    var progress: [Step.ID: RolloutProgress] = [:]
  }

  private let notes = Mutex(Notes())

  func note(_ event: ApplyEvent, at instant: Duration) {
    notes.withLock { notes in
      switch event {
      case .task(let step, var progress):
        progress.lines = []
        notes.moments.append(RehearsalReport.Moment(at: instant, event: .task(step, progress)))
      case .progress(let step, var progress):
        if progress.phase == "COMPLETED" { return }  // the step's end says it
        if progress.event.map(Self.isRoutine) == true { progress.event = nil }
        guard notes.progress.updateValue(progress, forKey: step.id) != progress else { return }
        notes.moments.append(RehearsalReport.Moment(at: instant, event: .progress(step, progress)))
      case .earlierTask: break  // nothing was begun in a copy before
      case .started: notes.moments.append(RehearsalReport.Moment(at: instant, event: event))
      case .finished(let step, let outcome):
        notes.moments.append(RehearsalReport.Moment(at: instant, event: .finished(step, outcome.withoutLogs)))
      }
    }
  }

  /// In the order of time; what happens at one instant in the order of the plan's steps, which is that of causes.
  var moments: [RehearsalReport.Moment] {
    let all = Array(notes.withLock { $0.moments }.enumerated())
    return all.sorted { left, right in
      (left.element.at, left.element.event.stepID, left.offset) < (right.element.at, right.element.event.stepID, right.offset)
    }.map(\.element)
  }

  /// What ECS says of every deployment, with ids that mean nothing here.
  private static func isRoutine(_ event: String) -> Bool {
    [
      "has started ", "has stopped ", "registered ", "deregistered ", "has begun draining", "has reached a steady state",
      "deployment completed",
    ].contains { event.contains($0) }
  }
}

extension ApplyEvent {
  fileprivate var stepID: Step.ID {
    switch self {
    case .started(let step), .progress(let step, _), .task(let step, _), .finished(let step, _): step.id
    case .earlierTask: Step.ID(0)
    }
  }
}

extension StepOutcome {
  /// Nobody wrote the log lines that a simulated container leaves.
  var withoutLogs: StepOutcome {
    switch self {
    case .rollout(var verdict):
      verdict.evidence?.logs = []
      return .rollout(verdict)
    case .task(var verdict):
      verdict.evidence?.logs = []
      return .task(verdict)
    case .done, .failed, .unrecorded, .skipped: return self
    }
  }
}
