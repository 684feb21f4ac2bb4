import Applying
import Engine
import Loading
import Planning
import Providers
import Recording
import Reporting
import Resources

/// Performs a plan that was agreed to: shows it while it runs, hears interrupts, and says how it ended.
struct ApplyRun {
  let session: Session
  let reconciler: Reconciler
  let plan: Plan
  let parallelism: Int
  let patience: RolloutPatience
  let onFailure: FailureResponse
  let locking: LockingOptions
  /// The caller holds the lock already.
  var isLocked = false
  /// The plan was saved before, under this digest.
  var saved: ContentDigest?
  /// As the history tells it; nil: what the plan does.
  var operation: String?

  /// The end of rollouts that was asked for.
  var wanted = RolloutVerdict.Outcome.completed

  private var operationName: String { operation ?? (plan.isDestroy ? "destroy" : "apply") }

  /// For an empty plan: an earlier run may have left something to do.
  func performIfNeeded() async throws -> ExitStatus {
    try await reconciler.hasWork(plan, holdsLock: isLocked) ? perform() : .done
  }

  func perform() async throws -> ExitStatus {
    let display = ApplyDisplay(plan, usual: await reconciler.usualDurations(), session: session)
    let attempt = locking.attempt(operationName, session) { display.hear($0, of: session) }
    let work = Task { [reconciler, plan, options, isLocked] in
      if isLocked { return try await reconciler.apply(plan, options) { display.show($0) } }
      return try await reconciler.apply(plan, options, locking: attempt) { display.show($0) }
    }
    let ticker = Task { await display.keepTicking() }
    let interrupts = Interrupts(
      stop: { [session] in
        work.cancel()
        if !session.isJSON { display.note(Self.stopping) }
      },
      atOnce: {
        display.end()
        Stream.standardError.write(Self.unknown(display.inFlight))
      })
    let result = await work.result
    ticker.cancel()
    interrupts.end()
    display.end()
    return try conclude(result)
  }

  private var options: ApplyOptions {
    var tags: [String: String] = [:]
    for image in reconciler.environment.images.values { tags[image.key] = image.tag }
    let around = session.processEnvironment
    var options = ApplyOptions(
      run: RunDescription(
        operation: operationName, who: around.who, imageTags: tags, sourceCommit: around.sourceCommit,
        runURL: around.runURL, plan: saved?.hex))
    options.parallelism = parallelism
    options.patience = patience
    options.onFailure = onFailure
    return options
  }

  private func conclude(_ result: Result<ApplyReport, any Error>) throws -> ExitStatus {
    let report = try result.get()
    let isAsWanted = wanted == .rolledBack && ApplyConclusion(report) == .rolledBack
    let status = isAsWanted ? .done : ExitStatus(ApplyConclusion(report))
    if session.isJSON {
      session.say(ApplyJSON.outcome(report, exitCode: status.code))
    } else {
      session.answer(
        "\n" + ApplyReportText(report, asked: wanted, style: session.style, showsHints: session.showsHints).text)
    }
    return status
  }

  private static let stopping =
    "Stopping: nothing new is begun, what runs is brought to an end and recorded. Interrupt again to stop at once."

  /// What a person must know when the program ends in the middle.
  private static func unknown(_ steps: [Step]) -> String {
    let what = steps.map { "  \($0.address)\n" }.joined()
    return
      "\nStopped at once. It is not known how these ended:\n\(what)The next run finds out what was done.\n"
  }
}
