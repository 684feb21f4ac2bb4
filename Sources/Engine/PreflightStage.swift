package import Diagnostics
import Loading
package import Planning
package import Preflight

/// What keeps a plan from being applied, or should be known before it is; `Preflight` decides it.
extension Reconciler {
  package func preflight(_ plan: Plan, _ mode: PreflightMode) async throws(EngineError) -> [Diagnostic] {
    do {
      return try await planPreflight.findings(about: plan, mode: mode)
    } catch {
      throw .provider(error)
    }
  }

  /// What a plan that asked nobody may not be applied for.
  package func preflightUnasked(_ plan: Plan) -> [Diagnostic] { planPreflight.findingsUnasked(about: plan) }

  package func refusals(_ plan: Plan) -> [Diagnostic] {
    plan.refusals(of: environment.desired, writtenIn: environment.sources)
  }

  private var planPreflight: PlanPreflight { PlanPreflight(reader: provider, desired: environment.desired) }
}
