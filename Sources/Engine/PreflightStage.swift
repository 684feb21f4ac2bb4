package import Diagnostics
import Loading
package import Planning
package import Preflight
import Providers
import Resources

extension Reconciler {
  /// Everything that speaks against performing `plan`, errors first of all: then it is not performed. What the cloud has to
  /// say to it is asked only when nothing speaks against it already, and when the plan itself has asked the cloud.
  ///
  /// `isForNow`: the plan is to be performed now; one that is only shown may wait for somebody else's deployment. `deletions`:
  /// what it means when the plan deletes services that nobody named.
  package func objections(
    to plan: Plan, _ mode: PreflightMode, hasAsked: Bool = true, isForNow: Bool = true,
    deletions: DeletionGuard = .warns
  ) async throws(EngineError) -> [Diagnostic] {
    let desired = environment.desired
    let found =
      plan.foreignDeployments(isForNow ? .error : .warning) + plan.bootstrapsOverRunning(of: desired) + plan.memberNotes
      + plan.protectedDeletions(of: desired) + plan.unnamedDeletions(of: desired, deletions)
      + plan.refusals(of: desired, writtenIn: environment.sources)
    if found.hasErrors { return found }
    let preflight = PlanPreflight(reader: provider, desired: desired)
    guard hasAsked else { return found + preflight.findingsUnasked(about: plan) }
    return try await found
      + mappingProviderErrors { () async throws(ProviderError) in
        try await preflight.findings(about: plan, mode: mode)
      }
  }
}
