package import JSONDocument
import Loading
package import Planning
import Providers
package import Recording
import Resources

/// What the status of an environment is told from.
package struct StatusReading: Sendable {
  package var inputs: PlanInputs
  package var plan: Plan
  /// Of the revisions that tasks run, by ARN.
  package var contents: [String: JSON]
  /// The newest run; nil: there was none.
  package var lastRun: RunRecord?
}

extension Reconciler {
  /// Reads all that the status needs; changes nothing.
  package func readStatus() async throws(EngineError) -> StatusReading {
    let inputs = try await observe()
    let plan = try await plan(inputs, PlanOptions())
    let contents = await contents(of: runningRevisions(inputs).values.reduce(into: []) { $0.formUnion($1) }, inputs)
    let last = try await mappingStateErrors { () async throws(StateError) in try await store.history(limit: 1).first }
    return StatusReading(inputs: inputs, plan: plan, contents: contents, lastRun: last)
  }
}
