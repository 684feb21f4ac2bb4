import Applying
import Providers
import Recording
import Resources

/// What became of operations that an earlier run left open.
enum RecoveryWords {
  static func line(_ operation: RecoveredOperation) -> String {
    "  \(operation.address)  \(ending(operation))"
  }

  static func name(_ ending: RecoveredOperation.Ending) -> String {
    switch ending {
    case .finished: "finished"
    case .ended(let verdict): verdict.outcome.rawValue
    case .notDone: "not_done"
    case .underway: "underway"
    case .takenUp: "taken_up"
    case .unknown: "unknown"
    }
  }

  /// What is different for a one-off task.
  private static func run(_ ending: RecoveredOperation.Ending) -> String? {
    switch ending {
    case .finished: "it has ended, and how is recorded now"
    case .ended(let verdict): "\(TaskWords.verdict(verdict).word) — \(TaskWords.verdict(verdict).sentence)"
    case .underway: "its task still runs; the next apply waits for it again"
    case .takenUp: "its task is waited for before another one may start"
    case .notDone, .unknown: nil
    }
  }

  private static func ending(_ operation: RecoveredOperation) -> String {
    let verb = operation.verb.rawValue
    if operation.verb == .run, let words = run(operation.ending) { return "\(verb): \(words)" }
    switch operation.ending {
    case .finished, .ended: return "\(verb): it was done, and is recorded now"
    case .notDone: return "\(verb): it was not done"
    case .underway: return "\(verb): it goes on by itself"
    case .takenUp: return "\(verb): done again by this run, once"
    case .unknown(let error):
      return "\(verb): it could not be found out (\(Printable.line(ProviderWords.sentence(error)))); nothing was done here"
    }
  }
}
