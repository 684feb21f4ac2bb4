import JSONDocument

/// By what task definitions name the images of the environment's own registry.
package enum ImagePin: String, Sendable, CaseIterable {
  /// As the files name them.
  case tag
  /// By tag and digest, `repository:tag@sha256:…`, so that what runs stays what it is when the tag is moved.
  case digest
}

extension DesiredState {
  /// An image that is named by its tag alone, where the environment wants its digest too.
  ///
  /// The bootstrap tag means that nothing was pushed yet, so there is none. Other registries are not asked.
  package func isUnpinned(_ image: ImageReference) -> Bool {
    pin == .digest && image.digest == nil && image.isOwn(of: environment.provider)
      && !isBootstrap(image)
  }

  /// Nobody pushed it yet: one of the environment's own images with the bootstrap tag. The same tag of somebody else's image
  /// means nothing.
  package func isBootstrap(_ image: ImageReference) -> Bool {
    guard let bootstrapTag else { return false }
    return image.tag == bootstrapTag && imageNames.contains(image.name)
  }

  /// All of these, of all task definitions.
  package var unpinnedImages: Set<ImageReference> {
    guard pin == .digest else { return [] }
    let definitions = resources.filter { $0.identity.kind == .taskDefinition }
    return Set(definitions.flatMap { TaskDefinitionDocument($0.attributes).images }.filter(isUnpinned))
  }

  /// The same with digests, as far as somebody knows them: the registry, or else what was recorded of the same task
  /// definition. A tag that has left the registry so goes on being what it was.
  package func pinned(_ digests: [ImageReference: String], recorded: RecordedState) -> DesiredState {
    guard pin == .digest else { return self }
    let records = Dictionary(
      recorded.resources.filter { $0.identity.kind == .taskDefinition }.map { ($0.address, $0.observed) },
      uniquingKeysWith: { first, _ in first })
    var state = self
    for index in resources.indices where resources[index].identity.kind == .taskDefinition {
      let record = TaskDefinitionDocument(records[resources[index].address] ?? .null)
      let known = record.images.filter { $0.digest != nil }
      let definition = TaskDefinitionDocument(resources[index].attributes).replacingImages { image in
        guard isUnpinned(image) else { return image }
        let recorded = known.first { $0.name == image.name && $0.tag == image.tag }
        return image.pinned(digests[image] ?? recorded?.digest)
      }
      state.resources[index].attributes = definition.json
    }
    return state
  }
}

extension ImageReference {
  fileprivate func pinned(_ digest: String?) -> ImageReference {
    ImageReference(registry: registry, repository: repository, tag: tag, digest: digest)
  }
}
