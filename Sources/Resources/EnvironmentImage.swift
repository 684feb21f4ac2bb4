/// One entry of `images` in environment.json, joined with its tag.
package struct EnvironmentImage: Sendable, Equatable {
  package var key: String
  package var registry: String
  package var repository: String
  /// As the tag map has it; nil when the map has none.
  package var tag: String?
  /// What `${image.KEY}` stands for; nil without a tag.
  package var reference: ImageReference?

  /// Registry and repository.
  package var name: String { "\(registry)/\(repository)" }

  package init(key: String, registry: String, repository: String, tag: String?, reference: ImageReference?) {
    self.key = key
    self.registry = registry
    self.repository = repository
    self.tag = tag
    self.reference = reference
  }
}
