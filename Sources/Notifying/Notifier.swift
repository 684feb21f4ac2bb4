import AWSHTTPS
package import Applying
package import Loading
package import Planning
package import Platform
package import Providers
package import Reporting
import Synchronization

/// Tells one sink what becomes of a run. It hears the end after the run itself has written it down, so nothing that happens here
/// changes how the run ends.
package final class Notifier: ApplyObserver {
  private let settings: NotificationSettings
  private let context: Notice.Context
  private let asked: RolloutVerdict.Outcome
  private let tags: [String: String]
  private let delivery: Delivery
  private let plan = Mutex<Plan?>(nil)

  package var name: String { "the notification by \(settings.sink.rawValue)" }
  package var patience: Duration? { delivery.pace.patience }

  /// `tags`: of the environment's images, by key. `asked`: the end of rollouts that was asked for.
  package init(
    _ settings: NotificationSettings, _ context: Notice.Context, tags: [String: String],
    asked: RolloutVerdict.Outcome = .completed, pace: DeliveryPace = DeliveryPace(),
    variables: ProcessEnvironment = ProcessEnvironment()
  ) {
    self.settings = settings
    self.context = context
    self.asked = asked
    self.tags = tags
    delivery = Delivery(settings, pace: pace, variables: variables)
  }

  package func begin(_ plan: Plan) async throws {
    guard settings.occasions.contains(.start) else { return }
    self.plan.withLock { $0 = plan }
  }

  /// A run has begun when its first step has: one that was refused before has changed nothing.
  package func observe(_ event: ApplyEvent, at elapsed: Duration) async throws {
    guard case .started = event,
      let plan = plan.withLock({ plan in
        defer { plan = nil }
        return plan
      })
    else { return }
    try await tell(Notice(beginning: plan, context))
  }

  package func end(_ report: ApplyReport) async throws {
    try await tell(Notice(ending: report, asked: asked, context))
  }

  /// Somebody else has changed something.
  package func tell(driftOf plan: Plan) async throws {
    guard let notice = Notice(driftOf: plan, context) else { return }
    try await tell(notice)
  }

  private func tell(_ notice: Notice) async throws {
    guard settings.occasions.contains(where: { $0.rawValue == notice.kind.rawValue }) else { return }
    try await delivery.deliver(sink.letter(about: notice))
  }

  private var sink: any Sink {
    switch settings.sink {
    case .slack: SlackSink()
    case .teams: TeamsSink()
    case .webhook: WebhookSink()
    case .portainer: PortainerSink(tag: settings.image.flatMap { tags[$0] })
    }
  }
}
