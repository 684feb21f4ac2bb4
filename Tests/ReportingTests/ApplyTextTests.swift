import Applying
import JSONDocument
import Planning
import Providers
import Recording
import Reporting
import Resources
import Testing

@Suite struct ApplyTextTests {
  private let value = plan(
    tagBump("api", revision: 41, images: [("api", "sha-1", "sha-2")])
      + tagBump("worker", revision: 7, images: [("app", "sha-1", "sha-2")]),
    steps: rolloutSteps("api") + rolloutSteps("worker", from: 4))

  private func report(_ outcomes: [StepOutcome], serial: Int? = 43, wasInterrupted: Bool = false)
    -> ApplyReport
  {
    var byID: [Step.ID: StepOutcome] = [:]
    for (step, outcome) in zip(value.steps, outcomes) { byID[step.id] = outcome }
    return ApplyReport(
      plan: value, outcomes: byID, before: value.state,
      after: serial.map { StateVersion(lineage: lineage, serial: $0) },
      wasInterrupted: wasInterrupted)
  }

  private let apiDone: [StepOutcome] = [
    .done(revision: "tracker-api:42"), .done(revision: "tracker-api:42"),
    .rollout(RolloutVerdict(.completed, runningRevision: "tracker-api:42")),
  ]

  @Test("a completed apply says what runs")
  func aCompletedApplySaysWhatRuns() {
    let done = report(
      apiDone + [
        .done(revision: "tracker-worker:8"), .done(revision: "tracker-worker:8"),
        .rollout(RolloutVerdict(.completed)),
      ])
    #expect(ApplyConclusion(done) == .succeeded)
    expectText(
      ApplyReportText(done).text,
      """
        completed  aws_ecs_service.api             runs tracker-api:42
        completed  aws_ecs_service.worker          runs tracker-worker:8
        done       aws_ecs_task_definition.api     registered tracker-api:42
        done       aws_ecs_task_definition.worker  registered tracker-worker:8

      Apply complete: 2 added, 2 changed, 0 destroyed. staging: serial 41 → 43.

      """)
  }

  @Test("a rollback is no success")
  func aRollbackIsNoSuccess() {
    let verdict = RolloutVerdict(
      .rolledBack, reason: "ECS deployment circuit breaker: tasks failed to start.",
      runningRevision: "arn:aws:ecs:eu-west-1:111111111111:task-definition/tracker-worker:7")
    let ended = report(
      apiDone + [.done(revision: "tracker-worker:8"), .done(revision: "tracker-worker:8"), .rollout(verdict)])
    #expect(ApplyConclusion(ended) == .rolledBack)
    expectText(
      ApplyReportText(ended).text,
      """
        completed    aws_ecs_service.api             runs tracker-api:42
        rolled back  aws_ecs_service.worker          ECS rolled back tracker-worker:8: ECS deployment circuit breaker: tasks failed to start; tracker-worker:7 runs
        done         aws_ecs_task_definition.api     registered tracker-api:42
        done         aws_ecs_task_definition.worker  registered tracker-worker:8

      Apply ended with a rollback: aws_ecs_service.worker.
        5 of 6 steps were done and recorded (staging: serial 41 → 43); 1 did not complete.
        next: find out why the tasks stopped (stopped tasks and logs of the service), correct it, then run `reconcile plan envs/staging`

      """)
  }

  @Test("a failed call names what was not started")
  func aFailedCallNamesWhatWasNotStarted() {
    let error = ProviderError(
      .refused, operation: "UpdateService", code: "ClusterNotFoundException", message: "cluster \"main\"",
      effect: .no)
    let ended = report([
      .done(revision: "tracker-api:42"), .failed(error), .skipped(.dependency(service("api"))),
      .done(revision: "tracker-worker:8"), .skipped(.stopped), .skipped(.stopped),
    ])
    #expect(ApplyConclusion(ended) == .failed)
    expectText(
      ApplyReportText(ended).text,
      """
        failed       aws_ecs_service.api             UpdateService was refused: ClusterNotFoundException: cluster "main". This call changed nothing.
        not started  aws_ecs_service.worker          the run was stopped first
        done         aws_ecs_task_definition.api     registered tracker-api:42
        done         aws_ecs_task_definition.worker  registered tracker-worker:8

      Apply failed at aws_ecs_service.api.
        2 of 6 steps were done and recorded (staging: serial 41 → 43); 1 did not complete; 3 were not started.
        next: correct what the message names, then run `reconcile plan envs/staging`

      """)
  }

  @Test("an interrupted apply says what is unknown")
  func anInterruptedApplySaysWhatIsUnknown() {
    let ended = report(
      [
        .done(revision: "tracker-api:42"), .done(revision: "tracker-api:42"),
        .rollout(RolloutVerdict(.interrupted)),
      ],
      wasInterrupted: true)
    #expect(ApplyConclusion(ended) == .interrupted)
    expectText(
      ApplyReportText(ended, showsHints: false).text,
      """
        interrupted  aws_ecs_service.api             reconcile stopped waiting for tracker-api:42; its deployment goes on
        unknown      aws_ecs_service.worker          it is not known how far updating the service got
        done         aws_ecs_task_definition.api     registered tracker-api:42
        unknown      aws_ecs_task_definition.worker  it is not known how far registering a revision of tracker-worker got

      Apply was interrupted; not everything is done.
        2 of 6 steps were done and recorded (staging: serial 41 → 43); 4 did not complete.

      """)
  }

  @Test(
    "the worst verdict decides",
    arguments: [
      (RolloutVerdict.Outcome.completed, ApplyConclusion.succeeded), (.nothingToDo, .succeeded),
      (.rolledBack, .rolledBack),
      (.failed, .deploymentFailed), (.superseded, .superseded), (.timedOut, .timedOut),
      (.interrupted, .interrupted),
    ])
  func theWorstVerdictDecides(outcome: RolloutVerdict.Outcome, conclusion: ApplyConclusion) {
    let ended = report(
      apiDone + [.done(revision: nil), .done(revision: nil), .rollout(RolloutVerdict(outcome))])
    #expect(ApplyConclusion(ended) == conclusion)
    let text = ApplyReportText(ended).text
    #expect(text.contains("Apply complete") == (conclusion == .succeeded))
    #expect(!text.contains("success"))
  }

  /// After a failed deployment of the worker, the revision of before was asked for again.
  private func goneBack(_ outcome: RolloutVerdict.Outcome, _ back: RolloutVerdict.Outcome?, problem: String?) -> ApplyReport {
    var verdict = RolloutVerdict(outcome, reason: "tasks failed to start")
    verdict.putBack = RolloutVerdict.PutBack(
      revision: "arn:aws:ecs:eu-west-1:111111111111:task-definition/tracker-worker:7", outcome: back, problem: problem)
    return report(apiDone + [.done(revision: "tracker-worker:8"), .done(revision: "tracker-worker:8"), .rollout(verdict)])
  }

  @Test("a way back that failed too is an outage, and says what happened on it")
  func aWayBackThatFailedToo() {
    let ended = goneBack(.rollbackFailed, .failed, problem: "the image of tracker-worker:7 is gone.")
    #expect(ApplyConclusion(ended) == .rollbackFailed)
    let text = ApplyReportText(ended).text
    #expect(
      text.contains(
        "the deployment of tracker-worker:8 failed: tasks failed to start, and tracker-worker:7, which was put back, does not run "
          + "either: the image of tracker-worker:7 is gone"), "\(text)")
    #expect(text.contains("Apply ended with an outage: aws_ecs_service.worker failed, and so did the way back."))
  }

  @Test("a way back that nobody waited for is said to be begun")
  func aWayBackThatWasInterrupted() {
    let ended = goneBack(.interrupted, nil, problem: nil)
    #expect(ApplyConclusion(ended) == .interrupted)
    let text = ApplyReportText(ended).text
    #expect(
      text.contains(
        "the deployment of tracker-worker:8 failed: tasks failed to start; going back to tracker-worker:7 was begun, and reconcile "
          + "stopped waiting for it"), "\(text)")
    #expect(text.contains("next: run `reconcile plan envs/staging` to see whether the previous revision is back"), "\(text)")
  }

  @Test("the outcome in JSON has the command that was given", arguments: ["stop", "continue", "rollback", nil])
  func theCommandOfAnOutcome(command: String?) {
    var view = ApplyView(goneBack(.rolledBack, .completed, problem: nil), asked: .rolledBack)
    view.command = command
    view.exitCode = command == "stop" ? 0 : 10
    let line = ApplyJSON.outcome(view)
    #expect(line["operation"]?.stringValue == command ?? "apply")
    #expect(line["result"]?.stringValue == "rolledBack")
    #expect(line["exit_code"] == .int(Int(view.exitCode)))
  }

  @Test("what was done and not recorded is named")
  func whatWasDoneAndNotRecordedIsNamed() {
    let ended = report(
      [.unrecorded("tracker-api:42 was registered, and not written down", .diskFull(path: "state/staging.sqlite"))],
      serial: 41)
    expectText(
      ApplyReportText(ended).text,
      """
        unknown       aws_ecs_service.api             it is not known how far updating the service got
        unknown       aws_ecs_service.worker          it is not known how far updating the service got
        not recorded  aws_ecs_task_definition.api     tracker-api:42 was registered, and not written down: there is no space left for state/staging.sqlite
        unknown       aws_ecs_task_definition.worker  it is not known how far registering a revision of tracker-worker got

      Apply failed at aws_ecs_task_definition.api.
        0 of 6 steps were done and recorded (staging stays at serial 41); 6 did not complete.
        next: make space, then run `reconcile plan envs/staging`: it finds what was done

      """)
  }

  @Test("a lost lock does not hide what was done")
  func aLostLockDoesNotHideWhatWasDone() {
    var ended = report(apiDone + [.done(revision: nil), .done(revision: nil), .rollout(RolloutVerdict(.completed))], serial: 43)
    ended.unrecordedEnd = .notTheHolder(nil)
    #expect(ApplyConclusion(ended) == .failed)
    let text = ApplyReportText(ended).text
    #expect(!text.contains("Apply complete"))
    #expect(
      text.hasSuffix(
        """
        Apply did everything, but could not write down its end.
          \(apiDone.count + 3) of \(ended.plan.steps.count) steps were done and recorded (where staging stands could not be read).
          The end of this run is not in the history: the lock of this run was released by somebody else.
          next: let the other run end, then run `reconcile plan envs/staging`: it finds what was done

        """), "\(text)")
  }

  // MARK: While it runs

  private func progress(_ running: Int, failed: Int = 0, event: String? = nil) -> RolloutProgress {
    RolloutProgress(
      desired: 2, running: running, pending: 0, failed: failed, phase: "IN_PROGRESS", event: event)
  }

  @Test("events are told as plain lines")
  func eventsAreToldAsPlainLines() {
    var narrator = ApplyNarrator(plan: value)
    let steps = value.steps
    let events: [(ApplyEvent, Int)] = [
      (.started(steps[0]), 0), (.finished(steps[0], .done(revision: "tracker-api:42")), 1),
      (.started(steps[1]), 1),
      (.finished(steps[1], .done(revision: "tracker-api:42")), 2), (.started(steps[2]), 2),
      (.progress(steps[2], progress(0)), 3), (.progress(steps[2], progress(0)), 4),
      (.progress(steps[2], progress(1, failed: 1, event: "(service api) was unable to place a task")), 14),
      (.finished(steps[2], .rollout(RolloutVerdict(.timedOut))), 130),
      (.finished(steps[3], .skipped(.stopped)), 130),
    ]
    let lines = events.flatMap { narrator.lines($0.0, at: .seconds($0.1)) }
    expectText(
      lines.joined(separator: "\n") + "\n",
      """
      aws_ecs_task_definition.api: registering a revision of tracker-api
      aws_ecs_task_definition.api: registered tracker-api:42
      aws_ecs_service.api: updating the service
      aws_ecs_service.api: updated, deployment of tracker-api:42 started
      aws_ecs_service.api: rolling out tracker-api:42 — 0/2 running, 0 failed (1 s)
      aws_ecs_service.api: rolling out tracker-api:42 — 1/2 running, 1 failed (12 s): was unable to place a task
      aws_ecs_service.api: timed out — tracker-api:42 was not complete in the time allowed; its deployment goes on

      """)
    #expect(narrator.inFlight.isEmpty)
  }

  @Test("a heartbeat says what we wait for after ten silent seconds")
  func aHeartbeatSaysWhatWeWaitForAfterTenSilentSeconds() {
    var narrator = ApplyNarrator(plan: value)
    #expect(narrator.heartbeat(at: .seconds(60)).isEmpty)
    _ = narrator.lines(.started(value.steps[2]), at: .zero)
    _ = narrator.lines(.progress(value.steps[2], progress(1)), at: .seconds(5))
    #expect(narrator.heartbeat(at: .seconds(14)).isEmpty)
    #expect(narrator.heartbeat(at: .seconds(15)) == ["still waiting (15 s): aws_ecs_service.api 1/2 running"])
    #expect(narrator.heartbeat(at: .seconds(16)).isEmpty)
    #expect(narrator.heartbeat(at: .seconds(25)).count == 1)
  }

  @Test("the table fits the terminal")
  func theTableFitsTheTerminal() {
    var narrator = ApplyNarrator(plan: value)
    for step in value.steps { _ = narrator.lines(.started(step), at: .zero) }
    _ = narrator.lines(
      .progress(value.steps[2], progress(1, event: String(repeating: "long ", count: 40))), at: .seconds(2))
    let table = narrator.table(at: .seconds(130), width: 60, height: 5)
    #expect(table.count <= 5)
    #expect(table.allSatisfy { $0.count <= 60 })
    expectText(
      table.joined(separator: "\n") + "\n",
      """
        aws_ecs_task_definition.api  2 min    registering a revis…
        aws_ecs_service.api          2 min    updating the service
        aws_ecs_service.api          2 min    1/2 running, 0 fail…
        and 3 more
        0 of 6 steps ended, 2 min

      """)
  }

  @Test("what is usual is told beside what has passed")
  func whatIsUsualIsToldBesideWhatHasPassed() {
    let usual: [Address: Duration] = [value.steps[2].address: .seconds(58), value.steps[5].address: .seconds(4)]
    var narrator = ApplyNarrator(plan: value, usual: usual)
    for number in [2, 5] { _ = narrator.lines(.started(value.steps[number]), at: .zero) }
    #expect(
      narrator.lines(.progress(value.steps[2], progress(1)), at: .seconds(12)) == [
        "aws_ecs_service.api: rolling out — 1/2 running, 0 failed (12 s, usually 58 s)"
      ])
    #expect(
      narrator.lines(.progress(value.steps[5], progress(1)), at: .seconds(12)) == [
        "aws_ecs_service.worker: rolling out — 1/2 running, 0 failed (12 s)"
      ])
    expectText(
      narrator.table(at: .seconds(13), width: 120, height: 9).joined(separator: "\n") + "\n",
      """
        aws_ecs_service.api     13 s, usually 58 s  1/2 running, 0 failed
        aws_ecs_service.worker  13 s                1/2 running, 0 failed
        0 of 6 steps ended, 13 s

      """)
  }

  // MARK: JSON

  @Test("events and the outcome are objects of JSON")
  func eventsAndTheOutcomeAsJSON() {
    let steps = value.steps
    let events: [ApplyEvent] = [
      .started(steps[0]), .progress(steps[2], progress(1, event: "e")),
      .finished(
        steps[2], .rollout(RolloutVerdict(.rolledBack, reason: "r", runningRevision: "x/tracker-api:41"))),
      .finished(
        steps[3], .failed(ProviderError(.busy, operation: "UpdateService", message: "m", effect: .unknown))),
      .finished(steps[4], .skipped(.stopped)),
    ]
    let lines = events.compactMap { ApplyJSON.line($0, elapsed: .seconds(7)) }.map { $0.text() }
    var view = ApplyView(report(apiDone + [.done(revision: nil), .skipped(.stopped)]))
    view.exitCode = 1
    let outcome = ApplyJSON.outcome(view).text()
    expectText(
      (lines + [outcome]).joined(separator: "\n") + "\n",
      """
      {"type":"apply_start","step":1,"address":"aws_ecs_task_definition.api","work":"create"}
      {"type":"apply_progress","step":3,"address":"aws_ecs_service.api","desired":2,"running":1,"pending":0,"failed":0,"phase":"IN_PROGRESS","event":"e","elapsed_seconds":7}
      {"type":"apply_errored","step":3,"address":"aws_ecs_service.api","work":"await_rollout","verdict":"rolledBack","reason":"r","running_revision":"tracker-api:41"}
      {"type":"apply_errored","step":4,"address":"aws_ecs_task_definition.worker","work":"create","error":{"kind":"busy","operation":"UpdateService","message":"m","effect":"unknown"}}
      {"type":"outcome","operation":"apply","result":"failed","exit_code":1,"steps":6,"steps_done":4,"serial_before":41,"serial_after":43,"not_started":["aws_ecs_service.worker"]}

      """)
  }
}
