import JSONDocument
import Planning
import Providers
import Recording
import Resources

/// Runs one-off tasks: journals that one is begun, starts it, waits for it, and writes down that it succeeded.
///
/// A task that an earlier run began is waited for instead of starting another, and one that does something else than what is
/// wanted now has ended before the wanted one begins: never do two run at once. Whatever is not known to be over stays open
/// in the journal.
struct TaskWorker: Sendable {
  let runner: any TaskRunner
  let store: any StateStore
  let run: RunID
  /// What earlier runs began, oldest first.
  let begun: [Address: [UnfinishedOperation]]
  let newToken: @Sendable () -> String
  let onEvent: @Sendable (ApplyEvent) -> Void

  func perform(_ run: Step.TaskRun, revision: String?, _ step: Step) async -> StepOutcome {
    let wanted = BegunTask(run, revision: revision)
    var own: (operation: OperationID, token: OperationToken)?
    for earlier in begun[step.address] ?? [] {
      let task = BegunTask(earlier.intent)
      if task.launch == wanted.launch, own == nil {
        own = (earlier.id, OperationToken(earlier.intent.token))
      } else if let problem = await end(earlier, task, run, step) {
        return problem
      }
    }
    do throws(StateError) {
      if let own { return await perform(wanted, run, own.operation, own.token, isTakenUp: true, step) }
      let (operation, token) = try await begin(wanted, step)
      return await perform(wanted, run, operation, token, isTakenUp: false, step)
    } catch {
      return .unrecorded("the intent could not be written, so the task was not started", error)
    }
  }

  private func begin(
    _ task: BegunTask, _ step: Step
  ) async throws(StateError) -> (OperationID, OperationToken) {
    let token = newToken()
    let intent = OperationIntent(
      address: step.address, identity: task.identity, verb: .run, token: token, declared: task.json)
    return (try await store.begin(intent, in: run), OperationToken(token))
  }

  // MARK: One task

  private func perform(
    _ task: BegunTask, _ run: Step.TaskRun, _ operation: OperationID, _ token: OperationToken, isTakenUp: Bool, _ step: Step
  ) async -> StepOutcome {
    let arn: String
    do throws(ProviderError) {
      arn = try await started(task.launch, token, isTakenUp: isTakenUp)
    } catch {
      switch error.effect {
      case .no: try? await store.complete(operation, .failed(message: "\(error.operation): \(error.message)"))
      case .yes, .unknown: break
      }
      return .failed(error)
    }
    return await conclude(await wait(for: arn, task.launch, run.task, step), task, operation, step)
  }

  /// The call must end and its answer be known even when the apply is cancelled, so it is made in a task of its own.
  private func started(
    _ launch: TaskLaunch, _ token: OperationToken, isTakenUp: Bool
  ) async throws(ProviderError) -> String {
    let runner = runner
    let call = Task { () async -> Result<String, ProviderError> in
      do throws(ProviderError) {
        if isTakenUp, let arn = try await runner.task(launchedWith: token, launch) { return .success(arn) }
        return .success(try await runner.launch(launch, token: token))
      } catch {
        return .failure(error)
      }
    }
    return try await call.value.get()
  }

  private func wait(for arn: String, _ launch: TaskLaunch, _ settings: OneOffTask, _ step: Step) async -> TaskVerdict {
    let verdict = await follow(arn, launch, .seconds(settings.timeout), step)
    guard verdict.outcome == .timedOut, settings.onTimeout == .stop else { return verdict }
    do throws(ProviderError) {
      try await runner.stop(arn, launch, reason: "reconcile: not over after \(settings.timeout) seconds")
    } catch {
      var verdict = verdict
      verdict.reason = "it could not be stopped: \(error.operation): \(error.message)"
      return verdict
    }
    var end = await follow(arn, launch, Self.timeToStop, step)
    switch end.outcome {
    case .succeeded, .interrupted: return end
    case .failed: end.wasStopped = true
    case .timedOut: end.reason = "it was told to stop and has not stopped yet"
    }
    end.outcome = .timedOut
    return end
  }

  private static let timeToStop = Duration.seconds(180)

  private func follow(_ arn: String, _ launch: TaskLaunch, _ patience: Duration, _ step: Step) async -> TaskVerdict {
    await runner.follow(arn, launch, patience: patience) { [onEvent] progress in onEvent(.task(step, progress)) }
  }

  private func conclude(
    _ verdict: TaskVerdict, _ task: BegunTask, _ operation: OperationID, _ step: Step
  ) async -> StepOutcome {
    do throws(StateError) {
      guard let result = task.result(of: verdict, over: try await record(step.address)) else { return .task(verdict) }
      try await store.complete(operation, result)
      return .task(verdict)
    } catch {
      return .unrecorded("the task has ended, which could not be written down; the next apply looks again", error)
    }
  }

  private func record(_ address: Address) async throws(StateError) -> RecordedResource? {
    try await store.read().resources.first { $0.address == address }
  }

  // MARK: Earlier ones

  /// Waits for a task of before that does something else. Nil when it is over; its own end decides nothing here.
  private func end(
    _ earlier: UnfinishedOperation, _ task: BegunTask, _ run: Step.TaskRun, _ step: Step
  ) async -> StepOutcome? {
    do throws(ProviderError) {
      let token = OperationToken(earlier.intent.token)
      guard let arn = try await runner.task(launchedWith: token, task.launch) else {
        try? await store.complete(earlier.id, .failed(message: "a later run found nothing of it"))
        return nil
      }
      let verdict = await wait(for: arn, task.launch, run.task, step)
      let outcome = await conclude(verdict, task, earlier.id, step)
      switch outcome {
      case .task(let verdict) where verdict.outcome == .succeeded || verdict.outcome == .failed || verdict.wasStopped: return nil
      case .task, .done, .rollout, .failed, .unrecorded, .skipped: return outcome
      }
    } catch {
      return .failed(error)
    }
  }
}

/// A task that was begun, as the journal keeps it: what was launched, and what to write down when it succeeds.
struct BegunTask {
  let address: Address
  let identity: ResourceIdentity
  let declared: JSON
  let launch: TaskLaunch
  let work: TaskWork
  /// How long it may take, in seconds.
  let timeout: Int

  init(_ run: Step.TaskRun, revision: String?) {
    address = run.resource.address
    identity = run.resource.identity
    let declared = run.resource.attributes.unmarked
    self.declared = declared
    let input = revision.map { OneOffTaskDocument(declared).running($0).json } ?? declared
    launch = TaskLaunch(input: input, container: run.task.container)
    work = run.work
    timeout = run.task.timeout
  }

  init(_ intent: OperationIntent) {
    address = intent.address
    identity = intent.identity
    declared = intent.declared["declared"] ?? .null
    launch = TaskLaunch(
      input: intent.declared["input"] ?? .null, container: intent.declared["container"]?.stringValue ?? "")
    work = TaskRuns(["runs": .array([intent.declared["work"] ?? .null])]).runs.first?.work ?? TaskWork(image: "")
    timeout = intent.declared["timeout"]?.intValue ?? OneOffTask.defaultTimeout
  }

  var json: JSON {
    [
      "declared": declared, "input": launch.input, "container": .string(launch.container), "timeout": .int(timeout),
      "work": TaskRuns([TaskRuns.Run(work, digests: [work.digest].compactMap { $0 })]).json["runs"]?.arrayValue?.first ?? .null,
    ]
  }

  /// What is written down of its end; nil while it is not known to be over.
  func result(of verdict: TaskVerdict, over record: RecordedResource?) -> OperationResult? {
    switch verdict.outcome {
    case .succeeded:
      var runs = TaskRuns(record?.observed)
      var digests = [work.digest, verdict.digest].compactMap { $0 }
      if digests.count == 2, digests[0] == digests[1] { digests.removeLast() }
      runs.add(
        TaskRuns.Run(
          work, digests: digests, revision: OneOffTaskDocument(launch.input).taskDefinition?.text, task: verdict.task,
          startedAt: verdict.startedAt, stoppedAt: verdict.stoppedAt))
      return .recorded(
        RecordedResource(address: address, identity: identity, declared: declared, observed: runs.json, arn: nil),
        revision: nil)
    case .failed: return .failed(message: verdict.reason ?? "exit code \(verdict.exitCode.map(String.init) ?? "unknown")")
    case .timedOut: return verdict.wasStopped ? .failed(message: "stopped after it ran out of time") : nil
    case .interrupted: return nil
    }
  }

  /// How it ends, for a run that the plan does not hold: a person started it, or nobody wants it any more. It is waited for as
  /// long as it may take; when we are told to stop it goes on.
  func end(
    _ runner: any TaskRunner, _ token: OperationToken, _ record: RecordedResource?,
    telling: @escaping @Sendable (TaskProgress) -> Void
  ) async throws(ProviderError) -> (RecoveredOperation.Ending, OperationResult?) {
    guard let arn = try await runner.task(launchedWith: token, launch) else { return Recovery.notDone }
    let verdict = await runner.follow(arn, launch, patience: .seconds(timeout), progress: telling)
    guard let result = result(of: verdict, over: record) else { return (.underway, nil) }
    return (.ended(verdict), result)
  }
}
