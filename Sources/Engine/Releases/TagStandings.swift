import JSONDocument
import Loading
import Planning
import Providers
import Recording
package import Releasing
import Resources

extension Reconciler {
  /// How every key of the tag map stands: in the files, in the history, in the registry and in what runs.
  package func tagStandings() async throws(EngineError) -> [TagStanding] {
    let images = environment.images.values.sorted { $0.key < $1.key }
    let references = images.compactMap(\.reference)
    let provider = environment.settings.provider.identity
    let digests = try await mappingProviderErrors { () async throws(ProviderError) in
      try await self.provider.digests(references)
    }
    let inputs = try await observe()
    return TagStandings(
      images: images, digests: digests, ledger: try await tagLedger(), uses: await uses(inputs), pushed: try await pushed(images),
      takes: { [environment] in environment.takes(tag: $0) }, isAsked: { $0.isOwn(of: provider) }
    ).all
  }

  package func tagLedger() async throws(EngineError) -> TagLedger {
    TagLedger(try await recentRuns(), bootstrap: environment.desired.bootstrapTag)
  }

  /// The images of every revision that tasks of the services run now.
  func uses(_ inputs: PlanInputs) async -> [TagStandings.Use] {
    var uses: [TagStandings.Use] = []
    for service in environment.desired.resources where service.identity.kind == .service {
      guard let object = inputs.observed.objects[service.identity]?.object else { continue }
      let running = object.deployments.filter { $0.running > 0 }.map(\.revision)
      for revision in Set(running) {
        for image in await content(of: revision, inputs).map({ TaskDefinitionDocument($0).images }) ?? [] {
          uses.append(TagStandings.Use(service: service.address.name, image: image))
        }
      }
    }
    return uses
  }

  func content(of revision: String, _ inputs: PlanInputs) async -> JSON? {
    if let read = inputs.observed.revisions[revision] { return read.content }
    if let kept = await store.content(ofRevision: revision) { return kept }
    return try? await provider.revisions([revision])[revision]?.content
  }

  /// Tags by the name of each image. What nobody may list is left out: it is an extra that no plan needs.
  private func pushed(_ images: [EnvironmentImage]) async throws(EngineError) -> [String: [PushedTag]] {
    var pushed: [String: [PushedTag]] = [:]
    for image in images where pushed[image.name] == nil {
      let reference = ImageReference(registry: image.registry, repository: image.repository)
      do throws(ProviderError) {
        pushed[image.name] = try await provider.pushedTags(besides: reference)
      } catch {
        guard error.kind == .forbidden else { throw .provider(error) }
        pushed[image.name] = []
      }
    }
    return pushed
  }
}
