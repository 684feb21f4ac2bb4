package import JSONDocument
import Recording
import Resources

/// A line for each service: counts, revision, versions, and what is to be said.
///
/// ```
/// envs/staging (staging, eu-west-1): serial 37, last run #4: apply by kim@laptop succeeded, 2026-03-01 12:04:05 UTC
///   api            2/2  tracker-api:3            sha-3f9c2d1                steady
///   worker-report  1/2  tracker-worker-report:2  sha-3f9c2d1 → sha-8a01c44  fewer tasks run than should
/// ```
struct StatusText {
  private let view: StatusView
  private let style: Style

  init(_ view: StatusView, style: Style) {
    self.view = view
    self.style = style
  }

  var text: String {
    let rows = view.services.map { service in
      [service.address.name, Self.count(service), Self.revision(service), Self.versions(service)]
    }
    let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
    var lines = [head]
    for (service, row) in zip(view.services, rows) {
      let columns = zip(row, widths).map { Printable.line($0).padded(to: $1) }.joined(separator: "  ")
      lines.append("  \(columns)  \(style.paint(Printable.line(Self.words(service)), Self.role(service.condition)))")
    }
    if view.services.isEmpty { lines.append("  no services") }
    if view.otherChanges > 0 { lines.append("  \(counted(view.otherChanges, "other change")) to apply") }
    return lines.page
  }

  private var head: String {
    let environment = view.environment
    let serial = view.serial.map { "serial \($0)" } ?? "nothing recorded"
    let name = style.paint(Printable.line(environment.directory), .strong)
    return Printable.line(
      "\(name) (\(environment.provider.region), cluster \(environment.cluster)): \(serial), \(lastRun)")
  }

  private var lastRun: String {
    guard let run = view.lastRun else { return "no runs" }
    let result = run.outcome.map { MemberWords.text($0.result.rawValue) } ?? "unfinished"
    let name = "#\(run.id.number): \(run.description.operation) by \(run.description.who)"
    return "last run \(name), \(result), \(UTC.text(run.startedAt))"
  }

  private static func count(_ service: StatusView.Service) -> String {
    if service.condition == .absent { return "-" }
    let pending = service.pending > 0 ? " +\(service.pending)" : ""
    return "\(service.running)\(service.wanted.map { "/\($0)" } ?? "")\(pending)"
  }

  private static func revision(_ service: StatusView.Service) -> String {
    service.revisions.isEmpty ? "-" : service.revisions.joined(separator: ", ")
  }

  /// What runs, and what is wanted where that is something else.
  private static func versions(_ service: StatusView.Service) -> String {
    let (running, wanted) = (service.runningVersions.joined(separator: ", "), service.wantedVersions.joined(separator: ", "))
    if running == wanted { return running }
    return "\(running.isEmpty ? "nothing" : running) → \(wanted.isEmpty ? "?" : wanted)"
  }

  static func words(_ service: StatusView.Service) -> String {
    let recorded = service.recorded.flatMap { recorded in
      service.revisions.contains(recorded) || service.revisions.isEmpty ? nil : "\(recorded) is recorded"
    }
    let drift = service.drifted > 0 && service.condition != .drifted ? "somebody else changed it" : nil
    return ([words(service.condition)] + [recorded, drift].compactMap { $0 }).joined(separator: "; ")
  }

  private static func words(_ condition: StatusView.Condition) -> String {
    switch condition {
    case .steady: "steady"
    case .differs: "the files want something else"
    case .drifted: "somebody else changed it"
    case .unproven(let why): why.map { "not proven: \($0)" } ?? "not proven since its last rollout"
    case .short: "fewer tasks run than should"
    case .underWay(let revision): "the rollout of \(revision) is under way"
    case .failed(let reason): reason.map { "its deployment failed: \($0)" } ?? "its deployment failed"
    case .absent: "not there"
    }
  }

  private static func role(_ condition: StatusView.Condition) -> Style.Role {
    switch condition {
    case .steady: .success
    case .differs, .drifted, .unproven, .underWay: .warning
    case .short, .failed, .absent: .error
    }
  }
}

enum StatusJSON {
  static func lines(_ view: StatusView) -> [JSON] {
    view.services.map { line($0, view) } + [
      MachineFormat.line(
        .status,
        [
          ("environment", .string(view.environment.name)), ("directory", .string(view.environment.directory)),
          ("region", .string(view.environment.provider.region)), ("serial", view.serial.map { .int($0) }),
          ("is_steady", .bool(view.isSteady)), ("other_changes", .int(view.otherChanges)),
          ("last_run", view.lastRun.map { .int($0.id.number) }), ("last_operation", (view.lastRun?.description.operation).json),
          ("last_result", (view.lastRun?.outcome?.result.rawValue).json),
          ("last_started_at", view.lastRun.map { .string(UTC.rfc3339($0.startedAt)) }),
        ])
    ]
  }

  private static func line(_ service: StatusView.Service, _ view: StatusView) -> JSON {
    MachineFormat.line(
      .serviceStatus,
      [
        ("environment", .string(view.environment.name)), ("address", .string(service.address.description)),
        ("condition", .string(word(service.condition))), ("running", .int(service.running)),
        ("wanted", service.wanted.map { .int($0) }), ("pending", .int(service.pending)),
        ("revisions", .array(service.revisions.map { .string($0) })), ("recorded_revision", service.recorded.json),
        ("running_versions", .array(service.runningVersions.map { .string($0) })),
        ("wanted_versions", .array(service.wantedVersions.map { .string($0) })), ("drifted_fields", .int(service.drifted)),
        ("words", .string(StatusText.words(service))),
      ])
  }

  private static func word(_ condition: StatusView.Condition) -> String {
    switch condition {
    case .steady: "steady"
    case .differs: "differs"
    case .drifted: "drifted"
    case .unproven: "unproven"
    case .short: "short"
    case .underWay: "under_way"
    case .failed: "failed"
    case .absent: "absent"
    }
  }
}

extension StatusView: Renderable {
  package func text(_ style: Style) -> String { StatusText(self, style: style).text }
  package var lines: [JSON] { StatusJSON.lines(self) }
}
