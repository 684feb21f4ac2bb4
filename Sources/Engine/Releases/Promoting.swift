package import Diagnostics
import JSONDocument
import Loading
package import Planning
import Preflight
import Providers
package import Recording
package import Releasing
import Resources

extension Reconciler {
  /// The tags of `source` on their way into this environment; `keys`: only those, nil: all that both have.
  package func promotion(from source: Reconciler, keys: Set<String>? = nil) async throws(EngineError) -> Promotion {
    try await judge(of: source).promotion(of: keys)
  }

  /// What `source`, from which this environment gets its tags, says of those that `plan` would bring.
  package func promotionWarnings(about plan: Plan, from source: Reconciler) async throws(EngineError) -> [Diagnostic] {
    let changed = Set(plan.changes.flatMap(\.fields).compactMap { $0.imageChange?.after.name })
    let keys = environment.images.values.filter { changed.contains($0.name) && $0.tag != environment.desired.bootstrapTag }
    return try await judge(of: source).warnings(about: Set(keys.map(\.key)))
  }

  private func judge(of source: Reconciler) async throws(EngineError) -> PromotionJudge {
    let settings = environment.promotion
    let history = try await tagHistory()
    let renamed = Dictionary(
      source.environment.images.compactMap { key, image in image.tag.map { (key, settings?.target(of: $0) ?? $0) } },
      uniquingKeysWith: { first, _ in first })
    return PromotionJudge(
      from: try await source.side([:]), to: try await side(renamed), calling: { settings?.target(of: $0) ?? $0 },
      goesBack: { history.isOlder($0, than: $1, of: $2) })
  }

  /// `others`: tags by key that it does not have yet, whose images are looked for, too.
  private func side(_ others: [String: String]) async throws(EngineError) -> PromotionJudge.Side {
    let identity = environment.settings.provider.identity
    let images = environment.images
    let wanted = others.compactMap { key, tag -> ImageReference? in
      guard let image = images[key] else { return nil }
      return TagMapValue(tag)?.reference(registry: image.registry, repository: image.repository)
    }
    try await provider.checkCaller()
    let digests = try await mappingProviderErrors { () async throws(ProviderError) in
      try await provider.digests(Array(Set(images.values.compactMap(\.reference) + wanted)))
    }
    return PromotionJudge.Side(
      name: environment.desired.environment.name, images: images, ledger: try await tagLedger(), digests: digests,
      isAsked: { $0.isOwn(of: identity) })
  }

  /// Does some work that changes no record while this process alone may write, and notes it as a run.
  package func noting(_ run: RunDescription, _ attempt: LockAttempt, _ work: () throws -> String) async throws {
    try await holdingLock(attempt) { _ in
      _ = try await note(run, try work())
    }
  }

  /// Writes down a run that has ended well and changed no record. The caller holds the lock.
  package func note(_ run: RunDescription, _ summary: String) async throws(EngineError) -> RunID {
    try await mappingStateErrors { () async throws(StateError) in
      let id = try await store.beginRun(run)
      try await store.finishRun(id, outcome: RunOutcome(result: .succeeded, summary: summary))
      return id
    }
  }
}

extension ResourceReader {
  /// With credentials of another account, the registry of that one would answer, and every image would look as wanted.
  func checkCaller() async throws(EngineError) {
    let answers = try await mappingProviderErrors { () async throws(ProviderError) in
      try await self.answers(about: [.caller])
    }
    let declared = identity.accountId
    guard case .present(.account(let account))? = answers[.caller], account != declared else { return }
    throw .findings([.callerElsewhere(account, declared: declared)])
  }
}
