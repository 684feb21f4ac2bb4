import Applying
import Planning
import Providers
import Recording
import Resources

/// The end of an apply: what became of each address, what is recorded, what was not done, and what to do next.
///
/// A word of success stands only where the thing asked for is there.
package struct ApplyReportText {
  private let view: ApplyView
  private let style: Style

  package init(_ view: ApplyView, style: Style = .plain) {
    self.view = view
    self.style = style
  }

  package var text: String {
    var sections: [[String]] = []
    if !view.recovered.isEmpty { sections.append(["Left open by an earlier run:"] + view.recovered.map(RecoveryWords.line)) }
    if !view.entries.isEmpty { sections.append(Self.table(view.entries, style: style)) }
    sections.append(ending)
    return sections.page
  }

  /// A line for each entry, and below those that did not go well why.
  static func table(_ entries: [ApplyEntry], style: Style) -> [String] {
    let words = entries.map(\.word.count).max() ?? 0
    let addresses = min(52, entries.map(\.address.description.count).max() ?? 0)
    return entries.flatMap { entry in
      let word = style.paint(entry.word.padded(to: words), entry.role)
      let line = "  \(word)  \(entry.address.description.padded(to: addresses))  \(entry.sentence)"
      let why = entry.evidence.map { EvidenceText.lines($0, style: style) } ?? []
      return [line.withoutTrailingBlanks] + why.map { "      \($0)" }
    }
  }

  // MARK: Ending

  var ending: [String] {
    if view.conclusion == .succeeded { return [style.paint(complete, .success)] }
    if view.isAsAsked { return [style.paint("Stopped as asked. \(serials).", .success)] }
    return [style.paint(headline, .error)] + besides + ["  " + recorded] + unrecordedEnd + next
  }

  /// How it ended, on one line.
  var conclusion: String {
    view.conclusion == .succeeded ? complete : view.isAsAsked ? "Stopped as asked. \(serials)." : headline
  }

  private var operation: String {
    switch view.operation {
    case .apply: "Apply"
    case .destroy: "Destroy"
    case .run: "Run"
    }
  }

  private var complete: String {
    let counts = view.counts
    var parts: [String] = []
    if counts.adopt > 0 { parts.append("\(counts.adopt) adopted") }
    parts += ["\(counts.add) added", "\(counts.change) changed", "\(counts.destroy) destroyed"]
    if counts.forget > 0 { parts.append("\(counts.forget) forgotten") }
    if counts.run > 0 { parts.append("\(counted(counts.run, "task")) run") }
    return "\(operation) complete: \(parts.joined(separator: ", ")). \(serials)."
  }

  private var serials: String {
    let name = view.environment.name
    if view.unrecordedEnd != nil { return "where \(name) stands could not be read" }
    guard let after = view.after else { return "Nothing is recorded for \(name)" }
    guard let before = view.before else { return "\(name) is recorded as serial \(after.serial)" }
    if before.serial == after.serial { return "\(name) stays at serial \(after.serial)" }
    return "\(name): serial \(before.serial) → \(after.serial)"
  }

  private var headline: String {
    let bad = view.entries.filter { $0.state == .bad && isWord($0.word) }.map(\.address.description)
    let which = listed(bad, limit: 3)
    return switch view.conclusion {
    case .succeeded: complete
    case .failed where bad.isEmpty && view.unrecordedEnd != nil:
      "\(operation) did everything, but could not write down its end."
    case .failed: "\(operation) failed at \(which.isEmpty ? "a step" : which)."
    case .rolledBack: "\(operation) ended with a rollback: \(which)."
    case .rollbackFailed: "\(operation) ended with an outage: \(which) failed, and so did the way back."
    case .deploymentFailed: "\(operation) ended with a failed deployment: \(which)."
    case .superseded: "\(operation) was overtaken by somebody else's deployment: \(which)."
    case .timedOut: "\(operation) ran out of time: \(which)."
    case .interrupted where !view.paused.isEmpty: "\(operation) is paused: \(which)."
    case .interrupted: "\(operation) was interrupted; not everything is done."
    }
  }

  /// Whether an address that ended with this word is what the whole ended with.
  private func isWord(_ word: String) -> Bool {
    switch view.conclusion {
    case .succeeded: false
    case .failed: !["rolled back", "superseded", "timed out", "interrupted", "paused"].contains(word)
    case .deploymentFailed: word == "failed"
    case .rolledBack: word == "rolled back"
    case .rollbackFailed: word == "rollback failed"
    case .superseded: word == "superseded"
    case .timedOut: word == "timed out"
    case .interrupted: ["interrupted", "paused"].contains(word)
    }
  }

  /// `  Besides, rolled back: aws_ecs_service.api.`: what ended otherwise than the whole.
  private var besides: [String] {
    let others = view.entries.filter { $0.state == .bad && !isWord($0.word) }
    let words = others.map(\.word).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return words.map { word in
      "  Besides, \(word): \(listed(others.filter { $0.word == word }.map(\.address.description), limit: 3))."
    }
  }

  /// `2 of 5 steps were done and recorded (staging: serial 41 → 43); 1 failed; 2 were not started.`
  private var recorded: String {
    let steps = view.steps
    var parts = [
      "\(steps.done) of \(counted(steps.total, "step")) \(steps.done == 1 ? "was" : "were") done and recorded (\(serials))"
    ]
    if steps.unfinished > 0 { parts.append("\(steps.unfinished) did not complete") }
    if steps.notStarted > 0 { parts.append("\(steps.notStarted) \(steps.notStarted == 1 ? "was" : "were") not started") }
    return parts.joined(separator: "; ") + "."
  }

  private var unrecordedEnd: [String] {
    guard let problem = view.unrecordedEnd else { return [] }
    return ["  The end of this run is not in the history: \(Printable.line("\(problem)"))."]
  }

  private var next: [String] {
    guard view.showsHints else { return [] }
    let directory = view.environment.directory
    let again = "run `reconcile \(view.operation == .destroy ? "destroy" : "plan")\(view.options) \(directory)`"
    let advice: String
    switch view.conclusion {
    case .succeeded: return []
    case .failed:
      let end = view.unrecordedEnd.map { ApplyEntry.unrecorded($0, directory) }
      advice = view.entries.compactMap(\.advice).first ?? end ?? "correct the cause, then \(again)"
    case .rolledBack where view.meddling == .deleted, .deploymentFailed where view.meddling == .deleted,
      .rollbackFailed where view.meddling == .deleted:
      advice = "somebody deleted the service: see with whom you share this environment, then \(again), which makes it anew"
    case .rolledBack where view.meddling == .stopped, .deploymentFailed where view.meddling == .stopped,
      .rollbackFailed where view.meddling == .stopped:
      advice = "somebody stopped the deployment: see with whom you share this environment, then \(again)"
    case .rolledBack, .deploymentFailed, .rollbackFailed:
      let isExplained = view.hasFailedCheck || view.entries.contains { $0.evidence?.causes.isEmpty == false }
      let cause =
        isExplained ? "correct the cause" : "find out why the tasks stopped (stopped tasks and logs of the service), correct it"
      advice = "\(cause), then \(again)"
    case .superseded: advice = "see with whom you share this environment, then \(again)"
    case .timedOut where view.hasTaskGoingOn:
      advice = "apply again to wait for it; \"timeout\" in the task's file gives it more time"
    case .timedOut: advice = "\(again) to see how it ended; `-timeout` gives a rollout more time"
    case .interrupted where !view.paused.isEmpty:
      let service = "\(directory) \(view.paused[0].name)"
      let option = view.stateOption
      advice =
        "`reconcile continue\(option) \(service)` lets it go on, `reconcile stop\(option) \(service)` takes it back"
    case .interrupted where view.isGoingBack: advice = "\(again) to see whether the previous revision is back"
    case .interrupted: advice = "\(again) to see where things stand; applying again finishes the rest"
    }
    return ["  \(style.paint("next:", .strong)) \(advice)"]
  }
}
