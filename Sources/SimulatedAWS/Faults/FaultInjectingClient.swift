package import AWS
import Glibc
package import JSONDocument
import Synchronization

/// A client that passes calls on to another one and lets those go wrong that its plan says.
package final class FaultInjectingClient: AWSClient {
  /// A fault that struck, for whoever wants to know afterwards.
  package struct Strike: Sendable, Equatable {
    package var operation: String
    package var fault: FaultPlan.Fault
  }

  private struct Count {
    /// Calls that a rule is about, and how many of them it struck.
    var seen = 0
    var struck = 0
  }

  private let client: any AWSClient
  private let plan: FaultPlan
  private let crash: @Sendable () -> Void
  private let state: Mutex<(counts: [Count], strikes: [Strike])>

  /// `crash` ends the program; a test may only take note.
  package init(_ client: any AWSClient, plan: FaultPlan, crash: @escaping @Sendable () -> Void = { _exit(137) }) {
    self.client = client
    self.plan = plan
    self.crash = crash
    state = Mutex((Array(repeating: Count(), count: plan.rules.count), []))
  }

  package var clock: any AWSClock { client.clock }

  /// What struck until now, in order.
  package var strikes: [Strike] { state.withLock { $0.strikes } }

  package func call(_ request: AWSRequest) async throws(AWSError) -> JSON {
    var answerIsLost = false
    var crashesAfter = false
    for fault in faults(for: request) {
      switch fault {
      case .delay(let seconds): await clock.sleep(for: .seconds(seconds))
      case .throttle: throw AWSError(code: "ThrottlingException", message: "Rate exceeded")
      case .refuse(let code, let message): throw AWSError(code: code, message: message)
      case .loseRequest: throw Self.lost
      case .loseAnswer: answerIsLost = true
      case .crash(.before):
        crash()
        throw Self.lost
      case .crash(.after): crashesAfter = true
      }
    }
    guard answerIsLost || crashesAfter else { return try await client.call(request) }
    // Whatever the answer is, it does not arrive.
    _ = try? await client.call(request)
    if crashesAfter { crash() }
    throw Self.lost
  }

  private static let lost = AWSError.unreachable("the connection was reset before an answer came", isCertain: false)

  private func faults(for request: AWSRequest) -> [FaultPlan.Fault] {
    state.withLock { state in
      var faults: [FaultPlan.Fault] = []
      for (position, rule) in plan.rules.enumerated() where rule.concerns(request) {
        state.counts[position].seen += 1
        let count = state.counts[position]
        guard count.seen >= rule.from, count.struck < rule.times ?? .max, happens(rule, position, count.seen) else { continue }
        state.counts[position].struck += 1
        state.strikes.append(Strike(operation: request.operation, fault: rule.fault))
        faults.append(rule.fault)
      }
      return faults
    }
  }

  /// Follows from the seed, the rule and how many of its calls there were, so that calls of other operations do not matter.
  private func happens(_ rule: FaultPlan.Rule, _ position: Int, _ seen: Int) -> Bool {
    guard rule.probability < 1 else { return true }
    let number = DeterministicId.mixed("fault \(plan.seed) \(position) \(seen)")
    return Double(number >> 11) / Double(UInt64(1) << 53) < rule.probability
  }
}
