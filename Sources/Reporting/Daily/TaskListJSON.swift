import JSONDocument
import Providers
import Recording
import Resources

/// Tasks for programs, a line each.
struct TaskListJSON {
  private let view: TaskListView

  init(_ view: TaskListView) {
    self.view = view
  }

  var lines: [JSON] { view.services.flatMap { service in service.tasks.map { line($0, of: service) } } }

  private func line(_ task: ObservedTask, of service: TaskListView.Service) -> JSON {
    MachineFormat.line(
      .task,
      [
        ("environment", .string(view.environment.name)), ("address", .string(service.address.description)),
        ("id", .string(task.id)), ("arn", .string(task.arn)), ("revision", .string(task.shortRevision)),
        ("versions", .array(view.versions(task).map { .string($0) })),
        ("images", .array(task.images.map { .string($0.description) })), ("status", .string(task.status)),
        ("health", task.health.json), ("deployment", task.deployment.json), ("capacity", task.place.capacity.json),
        ("zone", task.place.zone.json), ("instance", task.place.instance.json), ("private_address", task.place.address.json),
        ("created_at", Self.time(task.createdAt)), ("started_at", Self.time(task.startedAt)),
        ("stopped_at", Self.time(task.stoppedAt)), ("occasion", task.stop.map { .string(Self.word($0.occasion)) }),
        ("evidence", task.stop.map { EvidenceJSON.object(RolloutEvidence(tasks: [$0.words], causes: $0.causes)) }),
      ])
  }

  private static func time(_ seconds: Double?) -> JSON? {
    seconds.map { .string(UTC.rfc3339(Timestamp(seconds: Int64($0)))) }
  }

  private static func word(_ occasion: ObservedTask.Stop.Occasion) -> String {
    switch occasion {
    case .replaced: "replaced"
    case .byHand: "by_hand"
    case .capacityTaken: "capacity_taken"
    case .other: "other"
    }
  }
}
