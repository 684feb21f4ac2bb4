import Providers
import Resources
import Secrets

/// How a one-off task ended, in plain words.
enum TaskWords {
  static func verdict(_ verdict: TaskVerdict) -> (word: String, sentence: String) {
    let container = "container \(Printable.line(verdict.container))"
    let reason = verdict.reason.map { SecretRendering.masked(Printable.line($0).withoutPeriod) }
    let task = verdict.id.map { "task \($0.prefix(8))" } ?? "its task"
    switch verdict.outcome {
    case .succeeded: return ("succeeded", "\(container) ended with exit code 0")
    case .failed:
      guard let code = verdict.exitCode else {
        return ("failed", "\(container) ended without an exit code: \(reason ?? "ECS gives no reason")")
      }
      return ("failed", "\(container) ended with exit code \(code)")
    case .timedOut where verdict.wasStopped: return ("timed out", "\(container) was not over in the time allowed; it was stopped")
    case .timedOut:
      let why = reason.map { "; \($0)" } ?? ""
      return (
        "timed out",
        "\(container) was not over in the time allowed\(why); \(task) goes on, and the next apply waits for it\(stopping(verdict))"
      )
    case .interrupted:
      let why = reason.map { ": \($0)" } ?? ""
      return ("interrupted", "reconcile stopped waiting\(why); \(task) goes on, and the next apply waits for it")
    }
  }

  /// The command that ends it.
  private static func stopping(_ verdict: TaskVerdict) -> String {
    let names = verdict.task.flatMap { ARN($0) }?.names ?? []
    guard names.count == 2 else { return "" }
    return "; to end it: aws ecs stop-task --cluster \(names[0]) --task \(names[1])"
  }
}
