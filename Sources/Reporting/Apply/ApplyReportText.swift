package import Applying
import Planning
package import Providers
import Recording
import Resources

/// The end of an apply: what became of each address, what is recorded, what was not done, and what to do next.
///
/// A word of success stands only where the thing asked for is there.
package struct ApplyReportText {
  private let report: ApplyReport
  private let asked: RolloutVerdict.Outcome
  private let style: Style
  private let showsHints: Bool

  /// `asked` is the end of rollouts that was asked for: `rolledBack` when one was stopped.
  package init(
    _ report: ApplyReport, asked: RolloutVerdict.Outcome = .completed, style: Style = .plain, showsHints: Bool = true
  ) {
    self.report = report
    self.asked = asked
    self.style = style
    self.showsHints = showsHints
  }

  package var text: String {
    let entries = ApplyEntry.entries(of: report)
    var sections: [[String]] = []
    if !report.recovered.isEmpty { sections.append(["Left open by an earlier run:"] + report.recovered.map(RecoveryWords.line)) }
    if !entries.isEmpty { sections.append(Self.table(entries, style: style)) }
    sections.append(ending(entries))
    return sections.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
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

  private func ending(_ entries: [ApplyEntry]) -> [String] {
    let conclusion = ApplyConclusion(report)
    switch conclusion {
    case .succeeded: return [style.paint(complete, .success)]
    case .rolledBack where asked == .rolledBack: return [style.paint("Stopped as asked. \(serials).", .success)]
    case .failed, .rolledBack, .deploymentFailed, .superseded, .timedOut, .interrupted:
      return [style.paint(headline(conclusion, entries), .error), "  " + recorded] + unrecordedEnd + next(conclusion, entries)
    }
  }

  /// Services whose rollouts wait for an answer.
  private var paused: [Address] {
    report.plan.steps.filter { step in
      if case .rollout(let verdict) = report.outcomes[step.id] { verdict.pause != nil } else { false }
    }.map(\.address)
  }

  private var operation: String { report.plan.isDestroy ? "Destroy" : report.plan.isRun ? "Run" : "Apply" }

  private var complete: String {
    let counts = report.plan.counts
    var parts: [String] = []
    if counts.adopt > 0 { parts.append("\(counts.adopt) adopted") }
    parts += ["\(counts.add) added", "\(counts.change) changed", "\(counts.destroy) destroyed"]
    if counts.forget > 0 { parts.append("\(counts.forget) forgotten") }
    if counts.run > 0 { parts.append("\(counted(counts.run, "task")) run") }
    return "\(operation) complete: \(parts.joined(separator: ", ")). \(serials)."
  }

  private var serials: String {
    let name = report.plan.environment.name
    if report.unrecordedEnd != nil { return "where \(name) stands could not be read" }
    guard let after = report.after else { return "Nothing is recorded for \(name)" }
    guard let before = report.before else { return "\(name) is recorded as serial \(after.serial)" }
    if before.serial == after.serial { return "\(name) stays at serial \(after.serial)" }
    return "\(name): serial \(before.serial) → \(after.serial)"
  }

  private func headline(_ conclusion: ApplyConclusion, _ entries: [ApplyEntry]) -> String {
    let bad = entries.filter { $0.state == .bad }.map(\.address.description)
    let which = listed(bad, limit: 3)
    return switch conclusion {
    case .succeeded: complete
    case .failed where bad.isEmpty && report.unrecordedEnd != nil:
      "\(operation) did everything, but could not write down its end."
    case .failed: "\(operation) failed at \(which.isEmpty ? "a step" : which)."
    case .rolledBack: "\(operation) ended with a rollback: \(which)."
    case .deploymentFailed: "\(operation) ended with a failed deployment: \(which)."
    case .superseded: "\(operation) was overtaken by somebody else's deployment: \(which)."
    case .timedOut: "\(operation) ran out of time: \(which)."
    case .interrupted where !paused.isEmpty: "\(operation) is paused: \(which)."
    case .interrupted: "\(operation) was interrupted; not everything is done."
    }
  }

  /// `2 of 5 steps were done and recorded (staging: serial 41 → 43); 1 failed; 2 were not started.`
  private var recorded: String {
    let outcomes = report.plan.steps.map { report.outcomes[$0.id] }
    let done =
      outcomes.count { if case .done = $0 { true } else { false } }
      + outcomes.count { if case .task(let verdict) = $0 { verdict.outcome == .succeeded } else { false } }
      + outcomes.count { if case .rollout(let verdict) = $0 { verdict.outcome == .completed } else { false } }
    let unfinished = outcomes.count { outcome in
      switch outcome {
      case .failed, .unrecorded, nil: true
      case .task(let verdict): verdict.outcome != .succeeded
      case .rollout(let verdict): verdict.outcome != .completed && verdict.outcome != .nothingToDo
      case .done, .skipped: false
      }
    }
    let skipped = outcomes.count { outcome in
      switch outcome {
      case .skipped: true
      case .done, .rollout, .task, .failed, .unrecorded, nil: false
      }
    }
    var parts = [
      "\(done) of \(counted(outcomes.count, "step")) \(done == 1 ? "was" : "were") done and recorded (\(serials))"
    ]
    if unfinished > 0 { parts.append("\(unfinished) did not complete") }
    if skipped > 0 { parts.append("\(skipped) \(skipped == 1 ? "was" : "were") not started") }
    return parts.joined(separator: "; ") + "."
  }

  private var unrecordedEnd: [String] {
    guard let problem = report.unrecordedEnd else { return [] }
    return ["  The end of this run is not in the history: \(Printable.line("\(problem)"))."]
  }

  private func hasTaskTimedOut(_ step: Step) -> Bool {
    if case .task(let verdict) = report.outcomes[step.id] { verdict.outcome == .timedOut && !verdict.wasStopped } else { false }
  }

  private func next(_ conclusion: ApplyConclusion, _ entries: [ApplyEntry]) -> [String] {
    guard showsHints else { return [] }
    let directory = report.plan.environment.directory
    let again = "run `reconcile \(report.plan.isDestroy ? "destroy" : "plan") \(directory)`"
    let advice: String
    switch conclusion {
    case .succeeded: return []
    case .failed:
      let end = report.unrecordedEnd.map { ApplyEntry.unrecorded($0, directory) }
      advice = entries.compactMap(\.advice).first ?? end ?? "correct the cause, then \(again)"
    case .rolledBack, .deploymentFailed:
      let isCheck = report.outcomes.values.contains { outcome in
        if case .rollout(let verdict) = outcome { verdict.failedCheck != nil } else { false }
      }
      let isExplained = isCheck || entries.contains { $0.evidence?.causes.isEmpty == false }
      let cause =
        isExplained ? "correct the cause" : "find out why the tasks stopped (stopped tasks and logs of the service), correct it"
      advice = "\(cause), then \(again)"
    case .superseded: advice = "see with whom you share this environment, then \(again)"
    case .timedOut where report.plan.steps.contains(where: hasTaskTimedOut):
      advice = "apply again to wait for it; \"timeout\" in the task's file gives it more time"
    case .timedOut: advice = "\(again) to see how it ended; `-timeout` gives a rollout more time"
    case .interrupted where !paused.isEmpty:
      let service = "\(directory) \(paused[0].name)"
      advice = "`reconcile continue \(service)` lets it go on, `reconcile stop \(service)` takes it back"
    case .interrupted: advice = "\(again) to see where things stand; applying again finishes the rest"
    }
    return ["  \(style.paint("next:", .strong)) \(advice)"]
  }
}
