import Applying
import Planning
import Providers
import Recording
import Resources

/// What became of one address in an apply: the steps at it, joined to one sentence.
struct ApplyEntry {
  enum State { case good, bad, open }

  var address: Address
  var state: State
  /// `done`, `completed`, `rolled back`, `not started` …
  var word: String
  var sentence: String
  /// What to do about a failed call.
  var advice: String?
  /// Why a rollout did not go well.
  var evidence: RolloutEvidence?

  var role: Style.Role {
    switch state {
    case .good: .success
    case .bad: .error
    case .open: .warning
    }
  }

  static func entries(of report: ApplyReport) -> [ApplyEntry] {
    let changes = Dictionary(
      report.plan.changes.filter { !$0.isLeftOver }.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
    let steps = Dictionary(grouping: report.plan.steps, by: \.address)
    return steps.keys.sorted().map { address in
      entry(address, (steps[address] ?? []).sorted { $0.id < $1.id }, changes[address], report)
    }
  }

  private static func entry(_ address: Address, _ steps: [Step], _ change: Change?, _ report: ApplyReport)
    -> ApplyEntry
  {
    var entry = ApplyEntry(address: address, state: .good, word: "done", sentence: "")
    var sentences: [String] = []
    var revision = change?.revision?.after
    for step in steps {
      guard let outcome = report.outcomes[step.id] else {
        (entry.state, entry.word) = (.open, "unknown")
        sentences.append("it is not known how far \(StepWords.doing(step)) got")
        break
      }
      if case .done(let name) = outcome, let name { revision = RevisionReference(name).shortName }
      if let resumed = step.resumed { revision = revision ?? resumed.shortRevision }
      let told = tell(step, outcome, revision: revision, directory: report.plan.environment.directory)
      // What a rollout says at its end replaces what its start said.
      if case .rollout = outcome, entry.state == .good { sentences = [] }
      sentences.append(ofOldOne(step, outcome, change, hasOthers: steps.count > 1) ?? told.sentence)
      if told.state != .good || entry.state == .good { (entry.state, entry.word) = (told.state, told.word) }
      entry.advice = entry.advice ?? told.advice
      entry.evidence = entry.evidence ?? told.evidence
      if case .task = outcome, told.state != .good { sentences += untouched(step, report.plan) }
      if told.state != .good { break }
    }
    let isWatched = steps.contains { $0.work.rolloutWait != nil }
    if case .bootstrap(let tag) = change?.rollout, entry.state == .good, !isWatched {
      sentences.append("not waited for: images carry \(tag)")
    }
    entry.sentence = sentences.joined(separator: "; ")
    return entry
  }

  /// "Deleted" beside what a rollout said would read as if the new one was gone. Nil: the step is about nothing else than the
  /// address stands for.
  private static func ofOldOne(
    _ step: Step, _ outcome: StepOutcome, _ change: Change?, hasOthers: Bool
  ) -> String? {
    guard case .done = outcome else { return nil }
    let old = step.work.identity
    switch step.work {
    case .delete where change?.action == .replace && (old == change?.identity || change?.reason == .renamed(from: old)):
      return "the one that it replaces was deleted"
    case .forget where change != nil && old != change?.identity:
      return old.kind.holdsData ? "the one that it replaces is left in AWS" : "the one that it replaces was gone already"
    case .delete where change == nil ? hasOthers : old != change?.identity:
      return "\"\(old)\", left over, was \(old.kind == .taskDefinition ? "deregistered" : "deleted")"
    case .create, .update, .delete, .adopt, .forget, .awaitRollout, .run: return nil
    }
  }

  /// Services that waited for a one-off task in vain.
  private static func untouched(_ step: Step, _ plan: Plan) -> [String] {
    let services = plan.services(waitingFor: step.id)
    guard !services.isEmpty else { return [] }
    return ["\(listed(services.map(\.name), limit: 6)) \(services.count == 1 ? "was" : "were") not touched"]
  }

  private static func tell(_ step: Step, _ outcome: StepOutcome, revision: String?, directory: String)
    -> ApplyEntry
  {
    switch outcome {
    case .done(let name):
      let sentence = StepWords.done(step, revision: name.map { RevisionReference($0).shortName })
      return ApplyEntry(address: step.address, state: .good, word: "done", sentence: sentence)
    case .rollout(let verdict):
      let words = StepWords.verdict(verdict, wanted: revision)
      return ApplyEntry(
        address: step.address, state: outcome.isSuccess ? .good : .bad, word: words.word,
        sentence: words.sentence, evidence: verdict.evidence)
    case .task(let verdict):
      let words = TaskWords.verdict(verdict)
      return ApplyEntry(
        address: step.address, state: outcome.isSuccess ? .good : .bad, word: words.word, sentence: words.sentence,
        evidence: verdict.evidence)
    case .failed(let error):
      return ApplyEntry(
        address: step.address, state: .bad, word: "failed",
        sentence: "\(Printable.line(ProviderWords.sentence(error))). \(ProviderWords.effect(error.effect))",
        advice: ProviderWords.advice(error, directory: directory))
    case .unrecorded(let what, let cause):
      return ApplyEntry(
        address: step.address, state: .bad, word: "not recorded", sentence: Printable.line("\(what): \(cause)"),
        advice: unrecorded(cause, directory))
    case .skipped(let reason):
      return ApplyEntry(
        address: step.address, state: .open, word: "not started", sentence: notStarted(step, reason))
    }
  }

  /// What to do when the state could not be written: about the reason first, then look at what was done.
  static func unrecorded(_ cause: StateError, _ directory: String) -> String {
    let look = "run `reconcile plan \(directory)`: it finds what was done"
    switch cause {
    case .diskFull: return "make space, then \(look)"
    case .unavailable, .damaged, .vanished: return "make the state writable again, then \(look)"
    case .notTheHolder, .locked: return "let the other run end, then \(look)"
    case .remote: return "when the bucket can be reached again, \(look)"
    case .newerFormat, .unknownProvider, .otherProvider, .encryption: return Failure(cause, directory: directory).next ?? look
    }
  }

  private static func notStarted(_ step: Step, _ reason: StepOutcome.SkipReason) -> String {
    switch reason {
    // A service needs another one only by the order of waves.
    case .dependency(let address) where address.kind == .service && step.address.kind == .service && address != step.address:
      "its wave waits for \(address), which is not complete"
    case .dependency(let address) where address.kind == .oneOffTask: "it waits for \(address), which did not succeed"
    case .dependency(let address): "because of \(address)"
    case .stopped: "the run was stopped first"
    }
  }
}
