import Planning
import Providers
import Recording
import Resources

/// What a plan says of rollouts that do not go, or did not end, as somebody hoped.
struct RolloutNoteText {
  private let view: PlanView
  private let style: Style

  init(_ view: PlanView, style: Style) {
    self.view = view
    self.style = style
  }

  var lines: [String] {
    let columns = PlanColumns(addresses: view.rolloutNotes.map(\.address))
    return ["To know about rollouts:"]
      + view.rolloutNotes.flatMap { note in
        let role: Style.Role = note.needsAttention ? .error : .warning
        let address = style.paint(note.address.description.padded(to: columns.address), role)
        let way = wayOut(note).map { ["    " + "".padded(to: columns.address) + "  \(style.paint("fix:", .strong)) \($0)"] } ?? []
        return ["    \(address)  \(Printable.line(Self.sentence(note)))"] + way
      }
  }

  static func sentence(_ note: RolloutNote) -> String {
    let starting = note.pending > 0 ? ", \(note.pending) starting" : ""
    let count = "\(note.running)/\(note.wanted) running\(starting)"
    let serving = note.serving.map { ", and \($0) serves" } ?? ""
    switch note.matter {
    case .replaced:
      let failing = note.failed > 0 ? "; \(counted(note.failed, "task")) of it failed" : ""
      return "the rollout of \(note.revision) is under way (\(count)\(serving)\(failing)); this plan replaces it" + memory(note)
    case .failing:
      let tasks = note.failed > 0 ? ": \(counted(note.failed, "task")) failed, \(count)\(serving)" : ""
      return "the rollout of \(note.revision) does not look well\(tasks)" + memory(note)
    case .unwatched: return "nobody waits for the rollout of \(note.revision) any more" + memory(note)
    case .short: return "\(count), although the rollout of \(note.revision) is complete" + memory(note)
    case .again:
      return (note.memory?.isStop == true ? "its last rollout was stopped" : "its last rollout did not end well") + memory(note)
    }
  }

  /// `; run 12 (ada@laptop, 2026-11-21 14:00:00 UTC) gave it up`
  private static func memory(_ note: RolloutNote) -> String {
    guard let memory = note.memory, let words = RolloutVerdict.Outcome(rawValue: memory.outcome).flatMap(words) else { return "" }
    if memory.isStop { return "; run \(memory.run) by \(memory.who), \(UTC.text(Timestamp(seconds: memory.at)))" }
    let run = "run \(memory.run) (\(memory.operation) by \(memory.who), \(UTC.text(Timestamp(seconds: memory.at))))"
    return "; \(run) \(words)"
  }

  private static func words(_ outcome: RolloutVerdict.Outcome) -> String? {
    switch outcome {
    case .rolledBack: "saw it rolled back"
    case .rollbackFailed: "saw it fail, and the way back too"
    case .failed: "saw it fail, or gave it up"
    case .superseded: "saw somebody step in"
    case .timedOut: "did not wait any longer for it"
    case .interrupted: "was interrupted while it waited for it"
    case .completed, .nothingToDo: nil
    }
  }

  private func wayOut(_ note: RolloutNote) -> String? {
    let directory = view.environment.directory
    return switch note.matter {
    case .failing:
      "give its image another tag, or `reconcile stop \(directory) \(note.address.name)` puts back what ran before"
    case .short: note.isStarting ? nil : "look at its stopped tasks and its events"
    case .replaced, .unwatched, .again: nil
    }
  }
}

extension RolloutMemory {
  /// It is back as somebody asked.
  fileprivate var isStop: Bool { operation == "stop" && outcome == RolloutVerdict.Outcome.rolledBack.rawValue }
}
