package import JSONDocument
package import Resources

/// Everything a rule may look at. What several rules need is worked out once, when the context is made.
package struct ValidationContext: Sendable {
  /// Ordered by address; attributes carry the marks of their files.
  package let resources: [Resource]
  /// Declared images, joined with their tags.
  package let images: [String: EnvironmentImage]
  /// The tag map's variable as it was read; nil when no file sets it.
  package let tagMap: JSON?
  /// `images` of environment.json as it was read.
  package let declaredImages: JSON?
  /// `imageTags` of environment.json as it was read.
  package let tagSettings: JSON?
  /// Keys of images that a spec refers to, by `${image.…}`, `${tag.…}` or a placeholder.
  package let usedImages: Set<String>
  /// Where texts stand that follow the tag map.
  package let mappedTexts: Set<SourceMark>
  /// Nil for a file outside of any environment.
  package let provider: ProviderIdentity?
  package let sources: Sources

  let taskDefinitions: [TaskDefinitionView]
  let services: [ServiceView]
  /// The clusters that are described here, by name.
  let clusters: [String: Resource]
  /// Where documents differ from the structures of the API.
  let deviations: [Deviation]

  package init(
    resources: [Resource], images: [String: EnvironmentImage], tagMap: JSON?, declaredImages: JSON?, tagSettings: JSON?,
    usedImages: Set<String>, mappedTexts: Set<SourceMark> = [], provider: ProviderIdentity?, sources: Sources
  ) {
    self.resources = resources
    self.images = images
    self.tagMap = tagMap
    self.declaredImages = declaredImages
    self.tagSettings = tagSettings
    self.usedImages = usedImages
    self.mappedTexts = mappedTexts
    self.provider = provider
    self.sources = sources
    (taskDefinitions, services) = RuleViews.make(of: resources)
    clusters = Dictionary(
      resources.filter { $0.identity.kind == .cluster }.map { ($0.identity.name, $0) }, uniquingKeysWith: { first, _ in first })
    deviations = resources.flatMap { Structure.deviations(of: $0) }
  }

  /// The resources of one kind.
  package func resources(of kind: ResourceKind) -> [Resource] {
    resources.filter { $0.identity.kind == kind }
  }
}
