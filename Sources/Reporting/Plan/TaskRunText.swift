import JSONDocument
import Planning
import Resources
import Secrets

/// A run of a one-off task, as a plan tells it.
struct TaskRunText {
  private let task: TaskRunView
  private var run: Step.TaskRun { task.run }

  init(_ task: TaskRunView) {
    self.task = task
  }

  func headline(_ change: Change) -> String {
    let order = task.services.isEmpty ? nil : "before \(listed(task.services.map(\.name), limit: 6))"
    let parts = [order, reason(change)].compactMap { $0 }
    return parts.isEmpty ? "asked for" : parts.joined(separator: "; ")
  }

  private func reason(_ change: Change) -> String? {
    guard change.reason == .notRunYet, let image = ImageReference(run.work.image),
      let name = image.tag ?? image.digest.map({ String($0.prefix(19)) })
    else { return ReasonText.text(change) }
    return "it has not succeeded with \(name) yet"
  }

  var lines: [String] {
    let command = command.map { ": \(Printable.line($0))" } ?? ""
    let news = run.isNew ? "  (another command than in the last apply)" : ""
    return ["container \(run.task.container) of \(task.revision ?? "the new revision")\(command)\(news)"]
  }

  /// What the file makes the container do; nil when it is what the task definition or the image says.
  private var command: String? {
    let override = run.resource.attributes["overrides"]?["containerOverrides"]?.arrayValue?.first {
      $0["name"]?.stringValue == run.task.container
    }
    guard let words = override?["command"] else { return nil }
    let shown = SecretRendering.mask.rendered(words.unmarked)
    return shown.arrayValue?.compactMap(\.stringValue).joined(separator: " ")
  }
}
