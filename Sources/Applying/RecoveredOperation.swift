package import Providers
package import Recording
package import Resources

/// What became of an operation that an earlier run began and did not write down.
package struct RecoveredOperation: Sendable, Equatable {
  package enum Ending: Sendable, Equatable {
    /// It was done, and is written down now.
    case finished
    /// A one-off task, which was waited for.
    case ended(TaskVerdict)
    /// The cloud shows nothing of it; nothing was written down.
    case notDone
    /// It goes on by itself (a deletion that drains, a task that takes longer than it may) and stays open.
    case underway
    /// The plan does it again, under the same token.
    case takenUp
    /// It could not be found out; it stays open, and its address was left alone.
    case unknown(ProviderError)
  }

  package var address: Address
  package var verb: OperationIntent.Verb
  package var ending: Ending

  package init(address: Address, verb: OperationIntent.Verb, ending: Ending) {
    self.address = address
    self.verb = verb
    self.ending = ending
  }

  init(_ intent: OperationIntent, _ ending: Ending) {
    self.init(address: intent.address, verb: intent.verb, ending: ending)
  }
}
