import Applying
import Engine
import JSONDocument
import Loading
import Notifying
import Planning
import Platform
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
  /// Why it is done, for the history.
  var reason: String?

  /// What the rules of the environment said to it.
  var clearance = Clearance()

  /// Who hears what happens, beside the display.
  var observers: [any ApplyObserver] = []

  /// The options of this run that decide what it does, as they were given; of those, what says where the state is.
  var repeated: [String] = []
  var repeatedState: [String] = []

  /// The end of rollouts that was asked for.
  var wanted = RolloutVerdict.Outcome.completed

  private var operationName: String { operation ?? (plan.isDestroy ? "destroy" : "apply") }

  /// For an empty plan: an earlier run may have left something to do.
  func performIfNeeded() async throws -> ExitStatus {
    if try await reconciler.hasWork(plan, holdsLock: isLocked) { return try await perform() }
    // Who reads the stream needs no special case.
    if session.format == .json { session.print(ApplyView(ApplyReport(plan: plan, before: plan.state, after: plan.state))) }
    return .done
  }

  func perform() async throws -> ExitStatus {
    let elapsed = Applier.uptime()
    let display = ApplyDisplay(plan, usual: await reconciler.usualDurations(), session: session, elapsed: elapsed)
    let observers = ApplyObservers([display] + observers + notifiers, of: plan, elapsed: elapsed)
    let attempt = locking.attempt(operationName, session) { [session] in display.notify($0, session) }
    let work = Task { [reconciler, plan, options, isLocked] in
      if isLocked { return try await reconciler.apply(plan, options) { observers.tell($0) } }
      return try await reconciler.apply(plan, options, locking: attempt) { observers.tell($0) }
    }
    let ticker = Task { await display.keepTicking() }
    let interrupts = Interrupts(
      stop: {
        work.cancel()
        display.notify(Self.stopping)
      },
      atOnce: {
        display.erase()
        Stream.standardError.write(Self.unknown(display.inFlight))
      })
    let result = await work.result
    ticker.cancel()
    let problems = await observers.finish(try? result.get())
    interrupts.end()
    display.erase()
    for problem in problems { session.notify("\(ObserverText.line(problem))\n") }
    return try conclude(result)
  }

  /// Who is told from afar; nobody when it only waits for what others have begun.
  private var notifiers: [Notifier] {
    operationName == "wait" ? [] : session.notifiers(reconciler, operationName, reason: reason, asked: wanted)
  }

  private var options: ApplyOptions {
    var tags: [String: String] = [:]
    for image in reconciler.environment.images.values { tags[image.key] = image.tag }
    let around = session.processEnvironment
    var options = ApplyOptions(
      run: RunDescription(
        operation: operationName, who: around.who, imageTags: tags, sourceCommit: around.sourceCommit,
        runURL: around.runURL, plan: saved?.hex, reason: reason, deed: clearance.deed,
        windowOverride: clearance.windowOverride))
    options.parallelism = parallelism
    options.patience = patience
    options.onFailure = onFailure
    options.wanted = wanted
    return options
  }

  private func conclude(_ result: Result<ApplyReport, any Error>) throws -> ExitStatus {
    var view = ApplyView(try result.get(), asked: wanted)
    let status = view.isAsAsked ? .done : ExitStatus(view.conclusion)
    view.exitCode = status.code
    view.command = operation
    view.options = RepeatedCommand.text(of: repeated + repeatedState)
    view.stateOption = RepeatedCommand.text(of: repeatedState)
    view.showsHints = session.showsHints
    session.print(view)
    return status
  }

  private static let stopping =
    "Stopping: nothing new is begun, what runs is brought to an end and recorded. Interrupt again to stop at once."

  /// What a person must know when the program ends in the middle.
  private static func unknown(_ steps: [Step]) -> Message {
    Message(
      lines: ["", "Stopped at once. It is not known how these ended:"] + steps.map { "  \($0.address)" }
        + ["The next run finds out what was done."])
  }
}
