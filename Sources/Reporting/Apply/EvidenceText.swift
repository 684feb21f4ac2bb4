import Providers
import Secrets

/// Why a rollout did not go well, for a person: what it means, what to do, and the cloud's own words.
enum EvidenceText {
  static func lines(_ evidence: RolloutEvidence, style: Style) -> [String] {
    var lines: [String] = []
    for cause in evidence.causes.prefix(2) {
      lines.append("\(style.paint("why:", .strong))  \(cause.meaning) [\(cause.code)]")
      lines.append("\(style.paint("fix:", .strong))  \(cause.advice)")
    }
    for task in evidence.tasks { lines += self.task(task) }
    // Without a task that tells it better, the service's own messages are all there is.
    for event in evidence.tasks.isEmpty ? evidence.events : [] {
      lines.append("event  \(SecretRendering.masked(Printable.line(event)))")
    }
    for targets in evidence.targets {
      let why = [targets.reason, targets.description].compactMap { $0 }.joined(separator: ": ")
      lines.append(
        "target  \(counted(targets.count, "unhealthy target")) of \(Printable.line(targets.group))  \(Printable.line(why))")
    }
    for log in evidence.logs {
      lines.append("last lines of \(Printable.line(log.container)) (\(Printable.line(log.source))):")
      lines += log.lines.map { "  | \(SecretRendering.masked(Printable.line($0)))" }
    }
    lines += evidence.gaps.map { "not known: \(Printable.line($0))" }
    return lines
  }

  private static func task(_ task: RolloutEvidence.StoppedTask) -> [String] {
    let reason = [task.stopCode, task.reason].compactMap { $0 }.joined(separator: ": ")
    let more = task.count > 1 ? " and \(counted(task.count - 1, "other"))" : ""
    var lines = ["task \(task.id.suffix(8))\(more)  \(SecretRendering.masked(Printable.line(reason)))"]
    for container in task.containers {
      let why = container.reason == task.reason ? nil : container.reason.map(Printable.line)
      let code = container.exitCode.flatMap { $0 == 0 && why == nil ? nil : "exit code \($0)" }
      let parts = [code, why].compactMap { $0 }
      guard !parts.isEmpty else { continue }
      lines.append("  container \(Printable.line(container.name))  \(SecretRendering.masked(parts.joined(separator: ": ")))")
    }
    return lines
  }
}
