package import Diagnostics
package import JSONDocument
package import Resources

/// One thing that must hold in an environment, checked after everything was read and interpolated.
///
/// A rule reports all that it finds, each with its place; it never stops at the first. Severity `error` is for what AWS
/// certainly refuses or what cannot work; everything else is a warning.
package protocol ValidationRule: Sendable {
  /// Stable name: `image-tag-missing`.
  var code: String { get }
  var severity: Diagnostic.Severity { get }
  /// One line for `reconcile validate -rules`.
  var summary: String { get }
  /// Where the fact comes from: an AWS document, Terraform's behaviour.
  var source: String { get }
  func check(_ context: ValidationContext) -> [Diagnostic]
}

/// Everything a rule may look at.
package struct ValidationContext: Sendable {
  /// Ordered by address; attributes carry the marks of their files.
  package var resources: [Resource]
  /// Declared images, joined with their tags.
  package var images: [String: EnvironmentImage]
  /// The tag map's variable as it was read; nil when no file sets it.
  package var tagMap: JSON?
  /// `images` of environment.json as it was read.
  package var declaredImages: JSON?
  /// `imageTags` of environment.json as it was read.
  package var tagSettings: JSON?
  /// Keys of images that a spec refers to, by `${image.…}`, `${tag.…}` or a placeholder.
  package var usedImages: Set<String>
  package var provider: ProviderIdentity
  package var sources: Sources

  package init(
    resources: [Resource], images: [String: EnvironmentImage], tagMap: JSON?, declaredImages: JSON?, tagSettings: JSON?,
    usedImages: Set<String>, provider: ProviderIdentity, sources: Sources
  ) {
    self.resources = resources
    self.images = images
    self.tagMap = tagMap
    self.declaredImages = declaredImages
    self.tagSettings = tagSettings
    self.usedImages = usedImages
    self.provider = provider
    self.sources = sources
  }

  /// The resources of one kind.
  package func resources(of kind: ResourceKind) -> [Resource] {
    resources.filter { $0.identity.kind == kind }
  }
}

extension ValidationRule {
  /// A finding of this rule at the place where `json` was written; at the resource's file when it was not.
  package func finding(
    _ message: String, at json: JSON?, in resource: Resource? = nil, _ context: ValidationContext,
    details: [String] = [], fix: String? = nil
  ) -> Diagnostic {
    let place = json?.mark.flatMap(context.sources.location) ?? resource.map { SourceLocation(path: $0.file) }
    return Diagnostic(severity, code, message, at: place, details: details, fix: fix)
  }
}
