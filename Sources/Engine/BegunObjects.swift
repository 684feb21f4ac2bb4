import Applying
import JSONDocument
import Loading
import Providers
import Recording
import Resources

extension Reconciler {
  /// What runs that were stopped had begun to make, and what neither the records nor the files name: a name that the files gave
  /// up again, or everything when everything is to go. Apply writes it down first, and then it can be deleted.
  func begun(beside recorded: RecordedState, _ options: PlanOptions) async throws(EngineError) -> [RecordedResource] {
    var known = Set(recorded.all.map(\.identity))
    if !options.isDestroy { known.formUnion(environment.desired.resources.map(\.identity)) }
    var begun: [RecordedResource] = []
    for intent in try await unfinishedOperations().map(\.intent) where intent.verb == .create {
      guard known.insert(intent.identity).inserted else { continue }
      var record = RecordedResource(
        address: intent.address, identity: intent.identity, declared: intent.declared, observed: [:])
      switch intent.identity.kind.reading {
      case .nothing: continue
      case .objects: break
      case .revisions:
        let found = try await mappingProviderErrors { () async throws(ProviderError) in
          try await BegunRevision.find(intent, provider)
        }
        guard let found else { continue }
        record.observed = found.content
        record.arn = found.arn
      }
      begun.append(record)
    }
    return begun
  }
}
