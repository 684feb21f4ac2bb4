import Providers
import Recording
import Resources
import Secrets

/// Tasks as lines, a block for each service.
///
/// ```
/// api  1 running, 1 stopped
///   task 35d9d893  running  healthy  tracker-api:3  sha-8a01c44  since 2026-03-01 12:04:05 UTC  FARGATE, eu-west-1a
///   task 77aa0012  stopped           tracker-api:3  sha-8a01c44  at 2026-03-01 12:03:58 UTC, after 4 s
///       why:  An essential container ended with an error, which ends the task. [exited-with-error]
///       ECS:  EssentialContainerExited: Essential container in task exited; container api: exit code 1
/// ```
struct TaskListText {
  private let view: TaskListView
  private let style: Style

  init(_ view: TaskListView, style: Style) {
    self.view = view
    self.style = style
  }

  var text: String {
    guard !view.services.isEmpty else { return "There are no services.\n" }
    let width = view.services.map(\.address.name.count).max() ?? 0
    return view.services.map { block($0, width) }.flatMap { $0 }.page
  }

  private func block(_ service: TaskListView.Service, _ width: Int) -> [String] {
    let shown = service.stopped.prefix(view.stoppedLimit ?? .max)
    let tasks = service.alive + shown
    let rows = tasks.map(row)
    let widths = (0..<5).map { column in rows.map { $0[column].count }.max() ?? 0 }
    var lines = ["\(style.paint(Printable.line(service.address.name).padded(to: width), .strong))  \(Self.count(service))"]
    for (task, row) in zip(tasks, rows) {
      let columns = zip(row, widths).map { $0.padded(to: $1) } + [row[5]]
      lines.append("  \(paint(task, columns.joined(separator: "  ").withoutTrailingBlanks))")
      lines += (task.stop.map(Self.why) ?? []).map { "      \($0)" }
    }
    let rest = service.stopped.count - shown.count
    if rest > 0 { lines.append("  and \(rest) more that stopped; -all shows them") }
    return lines
  }

  private static func count(_ service: TaskListView.Service) -> String {
    if service.tasks.isEmpty { return "no tasks" }
    let running = service.alive.count { $0.status == "RUNNING" && $0.stop == nil }
    let parts = [(running, "running"), (service.alive.count - running, "under way"), (service.stopped.count, "stopped")]
    return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }

  /// Id, status, health, revision, versions, and since when it runs where.
  private func row(_ task: ObservedTask) -> [String] {
    [
      "task \(task.id.suffix(8))", task.status.lowercased(), task.isStopped ? "" : task.health?.lowercased() ?? "",
      task.shortRevision,
      view.versions(task).joined(separator: ", "),
      [Self.time(task), Self.place(task.place)].filter { !$0.isEmpty }.joined(separator: "  "),
    ].map(Printable.line)
  }

  private static func time(_ task: ObservedTask) -> String {
    func text(_ seconds: Double) -> String { UTC.text(Timestamp(seconds: Int64(seconds))) }
    if task.isStopped, let stopped = task.stoppedAt {
      let life = task.startedAt.map { ", after \(UTC.duration(seconds: Int64(max(0, stopped - $0))))" } ?? ", never ran"
      return "at \(text(stopped))\(life)"
    }
    if let started = task.startedAt { return "since \(text(started))" }
    return task.createdAt.map { "created \(text($0))" } ?? ""
  }

  private static func place(_ place: ObservedTask.Place) -> String {
    [place.capacity, place.zone, place.instance.map { "instance \($0.prefix(8))" }, place.address]
      .compactMap { $0 }.joined(separator: ", ")
  }

  static func why(_ stop: ObservedTask.Stop) -> [String] {
    let reason = stop.words.reason.map { SecretRendering.masked(Printable.line($0)) }
    switch stop.occasion {
    case .replaced: return ["why:  the service has fewer tasks now, or newer ones"]
    case .byHand: return ["why:  somebody stopped it\(reason.map { ": \($0)" } ?? "")"]
    case .capacityTaken: return ["why:  AWS took the capacity back\(reason.map { ": \($0)" } ?? "")"]
    case .other:
      let causes = stop.causes.prefix(1).flatMap { ["why:  \($0.meaning) [\($0.code)]", "fix:  \($0.advice)"] }
      let words = self.words(stop.words)
      return causes + (words.isEmpty ? [] : ["ECS:  \(words)"])
    }
  }

  private static func words(_ task: RolloutEvidence.StoppedTask) -> String {
    let said = [task.stopCode, task.reason].compactMap { $0 }.joined(separator: ": ")
    let containers = task.containers.compactMap { container -> String? in
      let code = container.exitCode.flatMap { $0 == 0 ? nil : "exit code \($0)" }
      let why = container.reason == task.reason ? nil : container.reason
      let parts = [code, why].compactMap { $0 }
      return parts.isEmpty ? nil : "container \(container.name): \(parts.joined(separator: ", "))"
    }
    return SecretRendering.masked(Printable.line(([said].filter { !$0.isEmpty } + containers).joined(separator: "; ")))
  }

  private func paint(_ task: ObservedTask, _ line: String) -> String {
    if task.health == "UNHEALTHY" || task.stop?.occasion == .other { return style.paint(line, .error) }
    return task.status == "RUNNING" && task.stop == nil ? line : style.paint(line, .warning)
  }
}
