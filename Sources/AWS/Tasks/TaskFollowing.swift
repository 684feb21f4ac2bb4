import JSONDocument
package import Providers
import Resources

extension AWSProvider {
  package func follow(
    _ task: String, _ launch: TaskLaunch, patience: Duration, progress: @escaping @Sendable (TaskProgress) -> Void
  ) async -> TaskVerdict {
    var watch = TaskWatch(calls: calls, task: task, launch: launch, progress: progress)
    return await watch.verdict(within: patience.seconds)
  }
}

/// One wait for a one-off task.
private struct TaskWatch {
  let calls: APICalls
  let task: String
  let launch: TaskLaunch
  let progress: @Sendable (TaskProgress) -> Void

  /// Where the deciding container's lines are; nil until it is known, and where nobody can say.
  private var stream: LogStream?
  private var knowsStream = false
  private var token: String?
  private var lastStatus = ""
  /// Looks in a row at which nobody knew the task.
  private var misses = 0

  /// A task that was started a moment ago may not be seen everywhere yet.
  private static let missesAllowed = 5
  private static let lookManner = APICalls.CallPolicy(attempts: 3)

  init(calls: APICalls, task: String, launch: TaskLaunch, progress: @escaping @Sendable (TaskProgress) -> Void) {
    self.calls = calls
    self.task = task
    self.launch = launch
    self.progress = progress
  }

  mutating func verdict(within patience: Double) async -> TaskVerdict {
    let deadline = await calls.clock.now() + patience
    while true {
      let look = await look()
      if Task.isCancelled { return ending(.interrupted) }
      switch look {
      case .task(let document):
        misses = 0
        let hasEnded = isDecided(document) || status(document) == "STOPPED"
        await tell(document, isLast: hasEnded)
        if hasEnded { return await verdict(on: document) }
      case .missing:
        misses += 1
        if misses > Self.missesAllowed { return forgotten }
      case .trouble(let error):
        guard error.kind.mayPass else { return ending(.interrupted, "\(error.operation): \(error.message)") }
      }
      let left = deadline - (await calls.clock.now())
      guard left > 0 else { return ending(.timedOut) }
      await calls.clock.sleep(for: .seconds(min(left, calls.jitter.seconds(in: 4...7))))
      if Task.isCancelled { return ending(.interrupted) }
    }
  }

  private func ending(_ outcome: TaskVerdict.Outcome, _ reason: String? = nil) -> TaskVerdict {
    TaskVerdict(outcome, task: task, container: launch.container, reason: reason)
  }

  private var forgotten: TaskVerdict {
    ending(.failed, "ECS does not know this task any more, and how it ended was not seen")
  }

  // MARK: Looking

  private enum Look {
    case task(JSON)
    case missing
    case trouble(ProviderError)
  }

  private func look() async -> Look {
    let input: JSON = ["cluster": .string(launch.cluster), "tasks": [.string(task)]]
    do throws(ProviderError) {
      let answer = try await calls.call(.ecs, "DescribeTasks", input, Self.lookManner)
      return (answer["tasks"]?.arrayValue?.first).map(Look.task) ?? .missing
    } catch {
      return .trouble(error)
    }
  }

  private func status(_ document: JSON) -> String { document["lastStatus"]?.stringValue ?? "" }

  private func decider(_ document: JSON) -> JSON? {
    document["containers"]?.arrayValue?.first { $0["name"]?.stringValue == launch.container }
  }

  private func isDecided(_ document: JSON) -> Bool {
    let container = decider(document)
    return container?["lastStatus"]?.stringValue == "STOPPED" && container?["exitCode"]?.intValue != nil
  }

  // MARK: Telling

  /// Says what is new. The last lines may come a moment after the end.
  private mutating func tell(_ document: JSON, isLast: Bool) async {
    let status = status(document)
    var lines = await newLines(document)
    if isLast {
      await calls.clock.sleep(for: .seconds(2))
      lines += await newLines(document)
    }
    guard !lines.isEmpty || status != lastStatus else { return }
    lastStatus = status
    progress(TaskProgress(status: status, lines: lines))
  }

  /// Lines are a service to the reader: a look that fails costs nothing but a delay.
  private mutating func newLines(_ document: JSON) async -> [String] {
    if !knowsStream { await findStream(document) }
    guard let stream, let new = try? await calls.newLines(of: stream, after: token) else { return [] }
    token = new.token ?? token
    return new.lines
  }

  private mutating func findStream(_ document: JSON) async {
    guard document["startedAt"] != nil || status(document) == "STOPPED",
      let arn = document[TaskDefinitionDocument.arnMember]?.stringValue,
      let revision = try? await calls.revision(arn)
    else { return }
    knowsStream = true
    let container = TaskDefinitionDocument(revision.content).container(named: launch.container)
    stream = container.flatMap { LogStream($0, task: ARN.lastName(of: task)) }
  }

  // MARK: Judging

  /// The deciding container's exit code alone says how it went: whatever became of its neighbours.
  private func verdict(on document: JSON) async -> TaskVerdict {
    let container = decider(document)
    let exitCode = container?["exitCode"]?.intValue
    var verdict = ending(exitCode == 0 ? .succeeded : .failed)
    verdict.exitCode = exitCode
    verdict.digest = container?["imageDigest"]?.stringValue
    verdict.startedAt = APITime.seconds(document["startedAt"])
    verdict.stoppedAt = APITime.seconds(document["stoppedAt"])
    if document["desiredStatus"]?.stringValue == "RUNNING", status(document) != "STOPPED" { await stopNeighbours() }
    guard exitCode != 0 else { return verdict }
    verdict.reason = container?["reason"]?.stringValue ?? document["stoppedReason"]?.stringValue
    verdict.evidence = await evidence(document)
    return verdict
  }

  /// Nobody needs them any more, and nothing else ends a task whose deciding container is not an essential one.
  private func stopNeighbours() async {
    _ = try? await calls.call(
      .ecs, "StopTask",
      [
        "cluster": .string(launch.cluster), "task": .string(task),
        "reason": .string("reconcile: container \(launch.container) has ended"),
      ])
  }

  private func evidence(_ document: JSON) async -> RolloutEvidence {
    var evidence = RolloutEvidence(tasks: [RolloutEvidence.StoppedTask(document)])
    do throws(ProviderError) {
      if let revision = document[TaskDefinitionDocument.arnMember]?.stringValue {
        evidence.logs = try await calls.lastLines(of: document, revision: revision)
      }
    } catch {
      evidence.gaps.append("\(error.operation): \(error.message)")
    }
    evidence.causes = Symptoms(evidence).causes()
    return evidence
  }
}
