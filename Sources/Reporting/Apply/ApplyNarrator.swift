package import Applying
import JSONDocument
package import Planning
import Providers
package import Resources
import Secrets

/// Tells an apply line by line while it runs, and knows at any time what is in the air.
///
/// It reads no clock: the caller says how much time has passed since the apply began.
package struct ApplyNarrator: Sendable {
  private let style: Style
  private var running: [Step.ID: Running] = [:]
  /// Revision that each service was last told to run, and the tag of its first image where the plan brings it.
  private var revisions: [Address: String] = [:]
  private let tags: [Address: String]
  private var lastSpoken: Duration = .zero
  private var finished: Set<Step.ID> = []
  /// Whose tasks of earlier runs were waited for.
  private var earlierTasks: Set<Address> = []
  private let total: Int
  private let usual: [Address: Duration]

  private struct Running {
    var step: Step
    var since: Duration
    var progress: RolloutProgress?
    /// Where a one-off task stands, in ECS's word.
    var status: String?
  }

  /// `usual`: how long the rollouts of services took before.
  package init(plan: Plan, usual: [Address: Duration] = [:], style: Style = .plain) {
    self.style = style
    // Less than that needs no patience.
    self.usual = usual.filter { $0.value >= .seconds(5) }
    total = plan.steps.count
    tags = Self.tags(in: plan)
    for (address, rollout) in plan.underWay + plan.unproven { revisions[address] = rollout.shortRevision }
    for change in plan.changes where change.address.kind == .service {
      if let revision = change.revision?.after { revisions[change.address] = revision }
    }
  }

  private static func tags(in plan: Plan) -> [Address: String] {
    var definitions: [Address: String] = [:]
    for change in plan.changes where change.address.kind == .taskDefinition {
      definitions[change.address] = change.after.flatMap { TaskDefinitionDocument($0).images.first?.tag }
    }
    var tags: [Address: String] = [:]
    for step in plan.steps where step.address.kind == .service {
      switch step.work {
      case .create, .update:
        tags[step.address] = step.work.resource?.taskDefinitionLink.flatMap { definitions[$0] }
      case .delete, .awaitRollout, .adopt, .forget, .run: break
      }
    }
    return tags
  }

  /// Steps that were begun and have not ended, in their order.
  package var inFlight: [Step] {
    running.values.map(\.step).sorted { $0.id < $1.id }
  }

  /// What there is to say about the event; nothing for progress that moves nothing.
  package mutating func lines(_ event: ApplyEvent, at elapsed: Duration) -> [String] {
    let line: String?
    switch event {
    case .task(let step, let progress):
      running[step.id, default: Running(step: step, since: elapsed)].status = progress.status
      guard !progress.lines.isEmpty else { return [] }
      lastSpoken = elapsed
      return taskLines(step.address, progress)
    case .earlierTask(let address, let progress):
      lastSpoken = elapsed
      let isNew = earlierTasks.insert(address).inserted
      return (isNew ? ["\(address): waiting for the task that an earlier run began"] : []) + taskLines(address, progress)
    case .started(let step):
      running[step.id] = Running(step: step, since: elapsed)
      line = started(step)
    case .progress(let step, let progress):
      let known = running[step.id]
      running[step.id] = Running(step: step, since: known?.since ?? elapsed, progress: progress)
      line = known?.progress == progress || step.onlyChecks ? nil : self.line(step, progress, at: elapsed)
    case .finished(let step, let outcome):
      running[step.id] = nil
      finished.insert(step.id)
      line = ended(step, outcome)
    }
    guard let line else { return [] }
    lastSpoken = elapsed
    return [line]
  }

  private func taskLines(_ address: Address, _ progress: TaskProgress) -> [String] {
    progress.lines.map { style.paint("\(address) |", .muted) + " \(SecretRendering.masked(Printable.line($0)))" }
  }

  /// A line that says what we wait for, when nothing was said for ten seconds.
  package mutating func heartbeat(at elapsed: Duration) -> [String] {
    guard isTimeToSpeak(at: elapsed) else { return [] }
    let waits = inFlight.map { step -> String in
      let state =
        running[step.id]?.progress.map { " \($0.running)/\($0.desired) running" }
        ?? running[step.id]?.status.map { " (\($0.lowercased()))" } ?? ""
      return "\(step.address)\(state)"
    }
    return [style.paint("still waiting (\(Self.seconds(elapsed))): \(listed(waits, limit: 4))", .muted)]
  }

  /// The same for machines: where each rollout stands, once more.
  package mutating func heartbeatEvents(at elapsed: Duration) -> [ApplyEvent] {
    guard isTimeToSpeak(at: elapsed) else { return [] }
    return inFlight.compactMap { step in running[step.id]?.progress.map { .progress(step, $0) } }
  }

  private mutating func isTimeToSpeak(at elapsed: Duration) -> Bool {
    guard !running.isEmpty, elapsed - lastSpoken >= .seconds(10) else { return false }
    lastSpoken = elapsed
    return true
  }

  /// The rollouts in the air, one line each, no wider and no higher than the terminal.
  package func table(at elapsed: Duration, width: Int, height: Int) -> [String] {
    let steps = inFlight
    let shown = steps.prefix(max(1, height - 2))
    let column = shown.map(\.address.description.count).max() ?? 0
    let names = shown.map { step in
      step.isWait ? [revisions[step.address], tags[step.address]].compactMap { $0 }.joined(separator: " ") : ""
    }
    let second = names.map(\.count).max() ?? 0
    let times = shown.map { step in time(of: step, at: elapsed) }
    let third = max(7, times.map(\.count).max() ?? 0)
    var lines = zip(zip(shown, names), times).map { item, time -> String in
      let (step, name) = item
      let state = running[step.id]
      let status = state?.status.map { " (\(Printable.line($0).lowercased()))" } ?? ""
      let words = state?.progress.map { Self.counts($0) } ?? StepWords.doing(step) + status
      let event = state?.progress.flatMap(Self.event).map { "  \($0)" } ?? ""
      let what = second > 0 ? "\(name.padded(to: second))  " : ""
      return "  \(step.address.description.padded(to: column))  \(what)\(time.padded(to: third))  \(words)\(event)"
    }
    if steps.count > shown.count { lines.append("  and \(steps.count - shown.count) more") }
    lines.append("  \(finished.count) of \(counted(total, "step")) ended, \(Self.seconds(elapsed))")
    return lines.map { Shortening.end($0, to: width) }
  }

  // MARK: Sentences

  private func started(_ step: Step) -> String? {
    if case .awaitRollout = step.work { return nil }  // its first progress says more
    return "\(step.address): \(StepWords.doing(step))"
  }

  private func line(_ step: Step, _ progress: RolloutProgress, at elapsed: Duration) -> String {
    let time = time(of: step, at: elapsed)
    let revision = revisions[step.address].map { " \($0)" } ?? ""
    let event = (progress.trouble.map(Printable.line) ?? Self.event(progress)).map { ": \($0)" } ?? ""
    return "\(step.address): rolling out\(revision) — \(Self.counts(progress)) (\(time))\(event)"
  }

  /// `12 s, usually 58 s`: since it began, and as long as such rollouts took before.
  private func time(of step: Step, at elapsed: Duration) -> String {
    let time = Self.seconds(elapsed - (running[step.id]?.since ?? elapsed))
    guard step.isWait, !step.onlyChecks, let usual = usual[step.address] else { return time }
    return "\(time), usually \(Self.seconds(usual))"
  }

  /// ECS begins its events with `(service api) `, which the line says already.
  private static func event(_ progress: RolloutProgress) -> String? {
    guard let event = progress.event.map(Printable.line) else { return nil }
    guard event.hasPrefix("(service "), let end = event.firstRange(of: ") ") else { return event }
    return String(event[end.upperBound...])
  }

  private static func counts(_ progress: RolloutProgress) -> String {
    let pending = progress.pending > 0 ? ", \(progress.pending) pending" : ""
    let back = progress.wayBack.map { ", going back to \(RevisionReference($0).shortName)" }
    let phase =
      ["", "IN_PROGRESS", "COMPLETED"].contains(progress.phase) ? "" : ", \(Printable.line(progress.phase))"
    let traffic = progress.traffic.map { " with \(share($0)) of the traffic" } ?? ""
    return
      "\(progress.running)/\(progress.desired) running\(pending), \(progress.failed) failed\(back ?? phase)\(traffic)\(Self.rest(progress))"
  }

  private static func share(_ percent: Double) -> String {
    percent == percent.rounded() ? "\(Int(saturating: percent)) %" : "\(percent) %"
  }

  /// What ECS still waits for when all new tasks run.
  private static func rest(_ progress: RolloutProgress) -> String {
    guard progress.desired > 0, progress.running >= progress.desired, progress.phase == "IN_PROGRESS" else { return "" }
    if progress.older > 0 { return ", \(counted(progress.older, "old task")) to drain and stop" }
    return progress.bakeMinutes.map { ", bake time of \(counted($0, "minute"))" } ?? ""
  }

  private mutating func ended(_ step: Step, _ outcome: StepOutcome) -> String? {
    switch outcome {
    case .done(let revision):
      if step.address.kind == .service, let revision {
        revisions[step.address] = RevisionReference(revision).shortName
      }
      return "\(step.address): \(StepWords.done(step, revision: revision.map { RevisionReference($0).shortName }))"
    case .rollout(let verdict):
      let words = StepWords.verdict(verdict, wanted: revisions[step.address])
      return
        "\(step.address): \(style.paint(words.word, outcome.isSuccess ? .success : .error)) — \(words.sentence)"
    case .task(let verdict):
      let words = TaskWords.verdict(verdict)
      return "\(step.address): \(style.paint(words.word, outcome.isSuccess ? .success : .error)) — \(words.sentence)"
    case .failed(let error):
      return
        "\(step.address): \(style.paint("failed", .error)) — \(Printable.line(ProviderWords.sentence(error)))"
    case .unrecorded(let what, let cause):
      return "\(step.address): \(style.paint("not recorded", .error)) — \(Printable.line("\(what): \(cause)"))"
    case .skipped:
      return nil  // the report at the end names them together
    }
  }

  private static func seconds(_ duration: Duration) -> String {
    UTC.duration(seconds: max(0, duration.components.seconds))
  }
}
