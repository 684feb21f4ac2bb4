package import Applying
import JSONDocument
import Loading
import Planning
import Providers
package import Recording
package import Releasing
import Resources

extension Reconciler {
  /// Revisions that nobody needs any more. Those that look so are read, a call each: what somebody else registered, or deregistered
  /// already, stays out of it.
  package func pruning(keeping keep: Int) async throws(EngineError) -> Pruning {
    let inputs = try await observe()
    let definitions = inputs.recorded.resources.filter { $0.identity.kind == .taskDefinition }
    let families = Dictionary(
      definitions.map { record in (record.identity.name, record.arn.flatMap(Self.number) ?? 0) }, uniquingKeysWith: min)
    var contents: [String: JSON] = [:]
    for revision in families.keys.flatMap({ inputs.recorded.revisions[$0] ?? [] }) {
      contents[revision.arn] = await store.content(ofRevision: revision.arn)
    }
    let choice = PruneChoice(
      try await tagLedger(), images: environment.images, keep: keep, inUse: inUse(inputs), contents: contents
    ).pruning(of: families, in: inputs.recorded.revisions)
    guard !choice.isEmpty else { return choice }
    let read = try await mappingProviderErrors { () async throws(ProviderError) in
      try await provider.revisions(choice.going.map(\.arn))
    }
    let own = read.values.filter { $0.isActive && TaskDefinitionDocument($0.content).operation != nil }
    return choice.limited(to: Set(own.map(\.arn)))
  }

  /// What runs, what services are given, and what is recorded, by ARN.
  private func inUse(_ inputs: PlanInputs) -> Set<String> {
    var used = Set(inputs.recorded.all.compactMap(\.arn))
    for (_, observation) in inputs.observed.objects {
      guard let object = observation.object else { continue }
      used.formUnion(object.deployments.map(\.revision))
      if let revision = object.runningRevision { used.insert(revision) }
    }
    return used
  }

  private static func number(of arn: String) -> Int? { RevisionReference(arn).number }

  /// Deregisters them and writes down how that ended. The caller holds the lock.
  package func prune(_ pruning: Pruning, _ description: RunDescription) async throws(EngineError) -> RevisionPruner.Report {
    let run = try await mappingStateErrors { () async throws(StateError) in try await store.beginRun(description) }
    let report = await RevisionPruner(provider).deregister(pruning.going)
    let isDone = report.problem == nil && report.done.count == pruning.going.count
    let result: RunResult = isDone ? .succeeded : report.problem == nil ? .interrupted : .failed
    let summary = "\(report.done.count) of \(pruning.going.count) revisions deregistered"
    try await mappingStateErrors { () async throws(StateError) in
      try await store.finishRun(run, outcome: RunOutcome(result: result, summary: summary))
    }
    return report
  }
}
