import Applying
import JSONDocument
import Planning
import Providers
import Recording
import Resources
import Secrets

/// What a step does and how it ended, in plain words. Only a completed rollout is called completed.
enum StepWords {
  static func doing(_ step: Step) -> String {
    let isTaskDefinition = step.address.kind == .taskDefinition
    switch step.work {
    case .create(let creation):
      return isTaskDefinition
        ? "registering a revision of \(creation.resource.identity.name)" : "creating the \(step.address.kind.noun)"
    case .update: return "updating the \(step.address.kind.noun)"
    case .delete(let deletion):
      return isTaskDefinition
        ? "deregistering \(counted(deletion.revisions.count, "revision"))" : "deleting the \(step.address.kind.noun)"
    case .awaitRollout where step.onlyChecks: return "looking at it again"
    case .awaitRollout: return "waiting for its rollout"
    case .adopt: return "recording what exists"
    case .forget: return "forgetting it"
    case .run(let run): return "running container \(Printable.line(run.task.container))"
    }
  }

  /// What is true once the step is done and recorded.
  static func done(_ step: Step, revision: String?) -> String {
    let isTaskDefinition = step.address.kind == .taskDefinition
    switch step.work {
    case .create where isTaskDefinition: return revision.map { "registered \($0)" } ?? "registered"
    case .create: return "created" + deployment(revision)
    case .update: return "updated" + deployment(revision)
    case .delete where isTaskDefinition: return "deregistered"
    case .delete: return "deleted"
    case .awaitRollout: return "nothing to wait for"
    case .adopt: return revision.map { "recorded \($0)" } ?? "recorded"
    case .forget where step.address.kind == .oneOffTask: return "its runs are forgotten"
    case .forget: return "forgotten; it is left in AWS"
    case .run: return "ran"
    }
  }

  private static func deployment(_ revision: String?) -> String {
    revision.map { ", deployment of \($0) started" } ?? ""
  }

  /// The outcome as a word or two, and the sentence that goes with it.
  static func verdict(_ verdict: RolloutVerdict, wanted: String?) -> (word: String, sentence: String) {
    let reason = verdict.reason.map { ": \(Printable.line($0).withoutPeriod)" } ?? ""
    let wantedName = wanted ?? "the new revision"
    let running = verdict.runningRevision.map { RevisionReference($0).shortName }
    let runs = Self.runs(running, verdict.runningCount)
    switch verdict.outcome {
    case .completed:
      let checks = verdict.passedChecks > 0 ? "; \(counted(verdict.passedChecks, "check")) passed" : ""
      guard verdict.wantedCount ?? verdict.runningCount != 0 else {
        return ("completed", "\(running ?? wantedName) is deployed; no task of it is wanted\(checks)")
      }
      return ("completed", "runs \(running ?? wantedName)\(checks)")
    case .rolledBack where verdict.putBack != nil && verdict.failedCheck != nil:
      return (
        "rolled back",
        "\(wantedName) failed its check\(check(verdict)); reconcile put \(running ?? "the previous revision") back, which runs now"
      )
    case .failed where verdict.failedCheck != nil:
      return ("failed", "\(wantedName) failed its check\(check(verdict))\(returned(verdict) ?? "; it runs")")
    case .rolledBack where verdict.putBack != nil:
      return (
        "rolled back",
        "the deployment of \(wantedName) failed\(reason); reconcile put \(running ?? "the previous revision") back, which runs now"
      )
    case .rolledBack: return ("rolled back", "ECS rolled back \(wantedName)\(reason)\(runs)")
    case .rollbackFailed:
      let back = verdict.putBack?.revision.map { RevisionReference($0).shortName } ?? running ?? "the previous revision"
      return (
        "rollback failed",
        "the deployment of \(wantedName) failed\(reason), and \(back), which was put back, does not run either\(problem(verdict))\(runs)"
      )
    case .failed where verdict.isStillTried:
      return ("failed", "reconcile gave \(wantedName) up\(reason)\(returned(verdict) ?? "; ECS goes on trying")")
    case .failed where verdict.isServiceGone: return ("failed", "\(wantedName) could not be rolled out\(reason)")
    case .failed: return ("failed", "the deployment of \(wantedName) failed\(reason)\(returned(verdict) ?? runs)")
    case .superseded:
      let now = running.map { $0 == wanted ? "" : "; its revision is \($0) now" } ?? ""
      return ("superseded", "somebody stepped in while \(wantedName) was rolled out\(reason)\(now)")
    case .timedOut:
      return ("timed out", "\(wantedName) was not complete in the time allowed\(share(verdict)); its deployment goes on\(reason)")
    case .interrupted where verdict.pause != nil:
      return ("paused", "the deployment of \(wantedName) waits for an answer\(paused(verdict))")
    case .interrupted where verdict.putBack?.revision != nil:
      let back = verdict.putBack?.revision.map { RevisionReference($0).shortName } ?? ""
      let failed =
        verdict.failedCheck == nil
        ? "the deployment of \(wantedName) failed\(reason)" : "\(wantedName) failed its check\(check(verdict))"
      return ("interrupted", "\(failed); going back to \(back) was begun, and reconcile stopped waiting for it")
    case .interrupted where verdict.failedCheck != nil:
      return ("interrupted", "runs \(running ?? wantedName), but its checks were not finished")
    case .interrupted:
      return ("interrupted", "reconcile stopped waiting for \(wantedName)\(share(verdict)); its deployment goes on\(reason)")
    case .nothingToDo:
      // Its service was made or changed: only its tasks are nowhere.
      return verdict.reason.map { ("not running", Printable.line($0)) } ?? ("unchanged", "there was nothing to wait for")
    }
  }

  private static func problem(_ verdict: RolloutVerdict) -> String {
    verdict.putBack?.problem.map { ": \(Printable.line($0).withoutPeriod)" } ?? ""
  }

  /// What came of going back, when it did not succeed.
  private static func returned(_ verdict: RolloutVerdict) -> String? {
    guard let putBack = verdict.putBack else { return nil }
    guard let revision = putBack.revision.map({ RevisionReference($0).shortName }) else {
      return "; there is no earlier revision to go back to"
    }
    let problem = putBack.problem.map { ": \(Printable.line($0).withoutPeriod)" } ?? ""
    return "; going back to \(revision) did not succeed either\(problem)"
  }

  /// ` in POST_TEST_TRAFFIC_SHIFT; without one it goes back at 2026-11-21 14:00:00 UTC`
  private static func paused(_ verdict: RolloutVerdict) -> String {
    guard let pause = verdict.pause else { return "" }
    let stage = pause.stage.isEmpty ? "" : " in \(Printable.line(pause.stage))"
    guard let end = pause.endsAt else { return stage }
    return
      "\(stage); without one it goes \(pause.goesOnByItself ? "on" : "back") at \(UTC.text(Timestamp(seconds: Int64(Int(saturating: end)))))"
  }

  private static func check(_ verdict: RolloutVerdict) -> String {
    verdict.failedCheck.map { ": \(SecretRendering.masked(Printable.line($0)))" } ?? ""
  }

  private static func runs(_ revision: String?, _ count: Int?) -> String {
    guard let revision else { return "; it is not known which revision runs now" }
    return count == 0 ? "; no task runs now" : "; \(revision) runs"
  }

  /// `: 8/10 running`
  private static func share(_ verdict: RolloutVerdict) -> String {
    guard let running = verdict.runningCount, let wanted = verdict.wantedCount else { return "" }
    return ": \(running)/\(wanted) running"
  }
}

extension Step {
  /// Nothing is rolled out any more: it is looked at again, and its checks are run.
  var onlyChecks: Bool {
    if case .unproven = resumed?.state { true } else { false }
  }
}
