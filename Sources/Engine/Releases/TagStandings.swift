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
  private func uses(_ inputs: PlanInputs) async -> [TagStandings.Use] {
    let running = runningRevisions(inputs)
    let contents = await contents(of: running.values.reduce(into: []) { $0.formUnion($1) }, inputs)
    let images = contents.mapValues { TaskDefinitionDocument($0).images }
    return running.flatMap { service, revisions in
      revisions.flatMap { images[$0] ?? [] }.map { TagStandings.Use(service: service.name, image: $0) }
    }
  }

  /// The revisions that tasks of each service run now, by ARN.
  func runningRevisions(_ inputs: PlanInputs) -> [Address: Set<String>] {
    let services = environment.desired.resources.filter { $0.identity.kind == .service }
    return Dictionary(
      services.map { service in
        let deployments = inputs.observed.objects[service.identity]?.object?.deployments ?? []
        return (service.address, Set(deployments.filter { $0.running > 0 }.map(\.revision)))
      }, uniquingKeysWith: { $0.union($1) })
  }

  /// What these revisions hold. The cloud is asked, once, for those that nobody has read before; what it does not tell is left out.
  func contents(of revisions: Set<String>, _ inputs: PlanInputs) async -> [String: JSON] {
    var contents: [String: JSON] = [:]
    for revision in revisions {
      if let read = inputs.observed.revisions[revision]?.content {
        contents[revision] = read
      } else {
        contents[revision] = await store.content(ofRevision: revision)
      }
    }
    let unknown = revisions.filter { contents[$0] == nil }.sorted()
    guard !unknown.isEmpty, let read = try? await provider.revisions(unknown) else { return contents }
    return contents.merging(read.mapValues(\.content)) { $1 }
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
