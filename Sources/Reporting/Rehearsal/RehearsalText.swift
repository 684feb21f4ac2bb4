package import Applying
import Planning
import Resources

/// What a rehearsal saw: the story in simulated time, how many tasks there are at once, what failed and why, what was taken
/// to be so, and how an apply would end.
package struct RehearsalText {
  private let report: RehearsalReport
  private let exitCode: Int32
  private let style: Style
  private let showsHints: Bool

  /// `exitCode` is that of an apply which ends so.
  package init(_ report: RehearsalReport, exitCode: Int32, style: Style = .plain, showsHints: Bool = true) {
    self.report = report
    self.exitCode = exitCode
    self.style = style
    self.showsHints = showsHints
  }

  package var text: String {
    let view = ApplyView(report.apply)
    let entries = view.entries
    let troubles = entries.filter { $0.state != .good }
    var sections = [story, peaks]
    if !troubles.isEmpty { sections.append(["How it ended:"] + ApplyReportText.table(troubles, style: style)) }
    sections += [assumptions, ending(view)]
    return sections.filter { !$0.isEmpty }.page
  }

  // MARK: Story

  private var story: [String] {
    var narrator = ApplyNarrator(plan: report.apply.plan, style: style)
    var lines: [(at: Duration, text: String)] = []
    for moment in report.story {
      let said = narrator.lines(moment.event, at: moment.at)
      if moment.event.isTold { lines += said.map { (moment.at, $0) } }
    }
    guard !lines.isEmpty else { return [] }
    let width = lines.map { Self.clock($0.at).count }.max() ?? 0
    func right(_ text: String) -> String { String(repeating: " ", count: width - text.count) + text }
    return [style.paint("Rehearsal, in simulated time (minutes:seconds):", .strong)]
      + lines.map { "  \(right(Self.clock($0.at)))  \($0.text)" }
  }

  /// `0:07`, `12:30`, `1:02:05`
  static func clock(_ duration: Duration) -> String {
    let seconds = Int(duration.components.seconds)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    return hours > 0 ? "\(hours):\(two(minutes)):\(two(seconds % 60))" : "\(minutes):\(two(seconds % 60))"
  }

  // MARK: Tasks

  private var peaks: [String] {
    guard !report.services.isEmpty else { return [] }
    let names = report.services.map { $0.service?.description ?? "" }
    let all = "all services"
    let width = (names + [all]).map(\.count).max() ?? 0
    var lines = [style.paint("Tasks that start or run at the same time:", .strong)]
    for (name, peak) in zip(names, report.services) { lines.append("  \(name.padded(to: width))  \(Self.words(peak))") }
    lines.append("  \(all.padded(to: width))  \(Self.words(report.all))")
    return lines
  }

  private static func words(_ peak: TaskPeak) -> String {
    guard peak.peak > max(peak.before, peak.after) else {
      return peak.before == peak.after ? "\(peak.before), never more" : "\(peak.before) → \(peak.after), never more"
    }
    return "\(peak.before) → at most \(peak.peak) (at \(clock(peak.at))) → \(peak.after)"
  }

  // MARK: Ending

  private var assumptions: [String] {
    [style.paint("Taken to be so, and not promised:", .strong)] + report.assumptions.map { "  - \(AssumptionWords.sentence($0))" }
  }

  private func ending(_ view: ApplyView) -> [String] {
    let conclusion = view.conclusion
    let time = "in \(Self.clock(report.duration)) of simulated time"
    let nothing = "Nothing was changed: this was a copy."
    guard conclusion != .succeeded else {
      return [style.paint("Rehearsal complete: the apply succeeded \(time). \(nothing)", .success)]
    }
    let bad = listed(view.entries.filter { $0.state == .bad }.map(\.address.description), limit: 3)
    let headline =
      switch conclusion {
      case .succeeded, .failed: "The rehearsal failed at \(bad)"
      case .rolledBack: "The rehearsal ended with a rollback of \(bad)"
      case .rollbackFailed: "The rehearsal ended with an outage: \(bad) failed, and so did the way back"
      case .deploymentFailed: "The rehearsal ended with a failed deployment of \(bad)"
      case .superseded: "The rehearsal was overtaken at \(bad)"
      case .timedOut: "The rehearsal ran out of time at \(bad)"
      case .interrupted: "The rehearsal ends before everything is done, at \(bad)"
      }
    let code = "An apply that goes so ends with exit code \(exitCode). \(nothing)"
    return [style.paint("\(headline), \(time).", .error), "  \(code)"]
  }
}

extension ApplyEvent {
  /// Log lines of a copy are made up, and that a call begins is said by its end.
  fileprivate var isTold: Bool {
    switch self {
    case .task, .earlierTask: false
    case .started(let step): step.isWait
    case .progress, .finished: true
    }
  }
}
