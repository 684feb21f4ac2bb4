package import Applying
import Checking
import Diagnostics
package import Loading
package import Planning
import Preflight
import Providers
import Recording
import Refreshing
import Resources

/// The way of an environment, stage by stage. Each stage takes what the one before it gives, and lives in a room of its own.
///
///     load       directory          → LoadedEnvironment     Loading, Validation
///     refresh    LoadedEnvironment  → PlanInputs            Recording, Refreshing
///     plan       PlanInputs         → Plan                  Planning
///     preflight  Plan               → [Diagnostic]          Preflight
///     apply      Plan               → ApplyReport           Applying
///     record     ApplyReport        → RunOutcome            Recording
///
/// A person agrees between preflight and apply, and the lock is held from apply on: see `holdingLock`.
extension Reconciler {
  // MARK: load

  package static func load(
    _ directory: String, _ loader: EnvironmentLoader = EnvironmentLoader(), with edit: TagMapEdit? = nil
  ) -> LoadResult {
    loader.load(directory, with: edit)
  }

  // MARK: refresh

  /// What is recorded, and what is.
  package func observe(_ options: PlanOptions = PlanOptions()) async throws(EngineError) -> PlanInputs {
    let recorded = try await mappingStateErrors(store.read)
    guard options.refresh else { return PlanInputs(recorded: recorded, observed: .remembered(from: recorded)) }
    var known = recorded
    known.begun = try await begun(beside: recorded, options)
    let observed = try await mappingProviderErrors { [known] () async throws(ProviderError) in
      try await Refresher(reader: provider).refresh(
        desired: desired(options), recorded: known, archive: store, confirming: confirmed(options))
    }
    // Knowledge that can be had again: a state file that cannot be written does not keep anyone from planning.
    if keepsKnowledge, !observed.newlyRead.isEmpty { try? await store.remember(observed.newlyRead) }
    return PlanInputs(recorded: known, observed: observed)
  }

  /// So many revisions in use a plan asks about: a call each is a process each with the `aws` program.
  private func confirmed(_ options: PlanOptions) -> Int {
    if options.confirmsRevisions { return .max }
    return environment.settings.provider.identity.name == .awsCommandLine ? 0 : 10
  }

  // MARK: plan

  package func plan(_ inputs: PlanInputs, _ options: PlanOptions) async throws(EngineError) -> Plan {
    var scope = PlanScope(
      isDestroy: options.isDestroy, targets: options.targets, deletesData: options.deletesData, runs: options.runs)
    scope.redeploys = options.redeploys
    var desired = desired(options).pinned(inputs.observed.digests, recorded: inputs.recorded)
    desired.claims = Neighbours(of: environment).claims(
      on: inputs.recorded.all.map(\.identity), beside: options.isDestroy ? [] : desired.resources)
    var plan = Planner(
      desired: desired, recorded: inputs.recorded, observed: inputs.observed, scope: scope, begun: try await begunServices(),
      memories: try await rolloutMemories(inputs)
    ).plan()
    // A plan without a state has no lineage that could be the key of its fingerprints.
    plan.fingerprintKey = inputs.recorded.version?.lineage ?? RandomId.make()
    if plan.changesTags { plan = try await tagHistory().marking(plan) }
    return plan.executesAnything ? try await executions().marking(plan) : plan
  }

  // MARK: apply

  /// Performs the plan and writes down how the run ended. The caller holds the lock.
  package func apply(
    _ plan: Plan, _ options: ApplyOptions, onEvent: @escaping @Sendable (ApplyEvent) -> Void
  ) async throws(EngineError) -> ApplyReport {
    let (run, before) = try await beginRun(of: plan, options.run)
    let applier = Applier(
      provider: provider, store: store, parallelism: options.parallelism, patience: options.patience,
      onFailure: options.onFailure, checks: ProgramCheckRunner())
    var report = await applier.apply(plan, run: run, onEvent: onEvent)
    report.before = before
    await record(&report, run, wanted: options.wanted)
    return report
  }

  // MARK: record

  /// What was done is told in any case, also when nothing can be written any more.
  private func record(_ report: inout ApplyReport, _ run: RunID, wanted: RolloutVerdict.Outcome) async {
    do throws(StateError) {
      var outcome = RunOutcome(of: report, wanted: wanted)
      outcome.images = await rolledOutImages(report)
      try await store.finishRun(run, outcome: outcome)
      report.after = try await store.read().version
    } catch {
      report.unrecordedEnd = error
    }
  }
}
