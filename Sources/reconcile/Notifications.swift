import Applying
import Engine
import Loading
import Notifying
import Planning
import Platform
import Providers
import Recording
import Reporting
import Resources

extension Session {
  /// Who is to be told what becomes of a run. `asked`: the end of rollouts that was asked for.
  func notifiers(
    _ reconciler: Reconciler, _ operation: String, reason: String? = nil, asked: RolloutVerdict.Outcome = .completed
  ) -> [Notifier] {
    var context = Notice.Context(operation: operation, who: processEnvironment.who, time: ProcessEnvironment.now.seconds)
    context.runURL = processEnvironment.runURL
    context.sourceCommit = processEnvironment.sourceCommit
    context.reason = reason
    let tags = reconciler.environment.images.compactMapValues(\.tag)
    return reconciler.environment.settings.notifications.map { [context] settings in
      Notifier(settings, context, tags: tags, asked: asked, variables: processEnvironment)
    }
  }

  /// Tells of what others have changed. That somebody could not be told changes nothing else.
  func tell(driftOf plan: Plan, _ reconciler: Reconciler) async {
    for notifier in notifiers(reconciler, "drift") {
      do { try await notifier.tell(driftOf: plan) } catch {
        notify("\(ObserverText.line(ApplyObserverProblem(observer: notifier.name, .failed(times: 1, lastly: "\(error)"))))\n")
      }
    }
  }
}
