package import Diagnostics
package import Planning
package import Providers
package import Resources

/// How much what a plan lacks in the cloud matters.
package enum PreflightMode: String, Sendable, CaseIterable {
  /// Nobody asks.
  case off
  /// It is said, and the plan may be applied.
  case warn
  /// It is said, and apply refuses before anything is changed.
  case error
}

/// Asks whether what a plan needs and does not make is there and fits. Holds the reading half only, so it changes nothing.
package struct PlanPreflight: Sendable {
  private let reader: any ResourceReader
  private let desired: DesiredState

  package init(reader: any ResourceReader, desired: DesiredState) {
    self.reader = reader
    self.desired = desired
  }

  /// Everything is asked at once and all findings come together. A plan without changes asks nothing.
  package func findings(about plan: Plan, mode: PreflightMode) async throws(ProviderError) -> [Diagnostic] {
    guard !plan.isDestroy, !plan.isEmpty else { return [] }
    let needs = PlannedNeeds(plan, of: desired)
    guard mode != .off else { return needs.unpinned(wasAsked: true) + plan.uncheckedScaling }
    async let clusters = references(to: needs.clusters, .cluster)
    async let logGroups = references(to: needs.logGroups, .logGroup)
    async let repositories = references(to: needs.borrowedRepositories, .repository)
    async let owners = observations(ofOwners: needs.owners.keys.sorted())
    async let program = age(of: plan)
    let answers = try await reader.answers(about: needs.prerequisites)
    let judgement = PreflightJudgement(
      needs: needs, answers: answers, clusters: await clusters, logGroups: await logGroups, repositories: await repositories,
      program: await program, mode: mode, owners: await owners)
    return plan.uncheckedScaling + judgement.findings
  }

  /// What a plan that asked nobody may not be applied for.
  package func findingsUnasked(about plan: Plan) -> [Diagnostic] {
    guard !plan.isDestroy, !plan.isEmpty else { return [] }
    return PlannedNeeds(plan, of: desired).unpinned(wasAsked: false)
  }

  private func age(of plan: Plan) async -> CLISupportFindings {
    let writes = plan.writes
    return CLISupportFindings(zip(writes.map(\.address), await reader.unknownToProgram(in: writes.map(\.write))))
  }

  private func observations(ofOwners identities: [ResourceIdentity]) async -> OwnerAnswers {
    guard !identities.isEmpty else { return .answered([:]) }
    do throws(ProviderError) {
      return .answered(try await reader.read(identities.map { ReadRequest($0) }))
    } catch {
      return .failed(error, identities.map(\.kind))
    }
  }

  private func references(to names: Set<String>, _ kind: ResourceKind) async -> ReferenceAnswers {
    guard !names.isEmpty else { return .answered([:]) }
    do throws(ProviderError) {
      let answers = try await reader.read(names.sorted().map { ReadRequest(ResourceIdentity(kind, name: $0)) })
      return .answered(Dictionary(answers.map { ($0.key.name, $0.value) }, uniquingKeysWith: { first, _ in first }))
    } catch {
      return .failed(error)
    }
  }
}

/// Objects that the environment refers to and does not own, by name.
enum ReferenceAnswers: Sendable {
  case answered([String: Observation])
  case failed(ProviderError)
}
