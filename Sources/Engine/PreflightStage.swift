package import Diagnostics
import Loading
package import Planning
import Preflight
import Resources

/// What can be said of a plan without asking the cloud; `Preflight` decides it.
extension Reconciler {
  var planPreflight: PlanPreflight { PlanPreflight(reader: provider, desired: environment.desired) }

  /// What a plan that asked nobody may not be applied for.
  package func preflightUnasked(_ plan: Plan) -> [Diagnostic] { planPreflight.findingsUnasked(about: plan) }

  package func refusals(_ plan: Plan) -> [Diagnostic] {
    plan.refusals(of: environment.desired, writtenIn: environment.sources)
  }
}
