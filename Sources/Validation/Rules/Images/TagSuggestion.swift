import JSONDocument
import Resources

/// What to write in place of a value that the tag map does not take: something that it takes, or nothing in particular.
struct TagSuggestion {
  private let pattern: String?
  private let bootstrap: String?

  init(_ context: ValidationContext) {
    self.init(
      pattern: context.tagSettings?["pattern"]?.stringValue, bootstrap: context.tagSettings?["bootstrap"]?.stringValue)
  }

  init(pattern: String?, bootstrap: String? = nil) {
    self.pattern = pattern
    self.bootstrap = bootstrap
  }

  func fix(for text: String, of image: EnvironmentImage) -> String {
    if let reference = TagMapValue.referenceWithoutRegistry(text) { return fix(for: reference, of: image) }
    if let tag = Self.tag(ofGitReference: text), isTaken(tag) {
      return "write the tag that the build pushed, such as \"\(tag)\""
    }
    return general
  }

  /// `repository:tag`: its tag, where that is the repository anyway. Another one can be meant only with its registry.
  private func fix(for reference: ImageReference, of image: EnvironmentImage) -> String {
    let names = [image.repository, ARN.lastName(of: image.repository), image.key]
    let version = reference.tagAndDigest
    if names.contains(reference.repository), reference.tag.map(isTaken) ?? true { return "write \"\(version)\"" }
    guard !names.contains(reference.repository) else { return general }
    return "write the tag alone; the image of Docker Hub is \"docker.io/\(reference.description)\""
  }

  private var general: String {
    guard let pattern else { return "write a tag such as \"sha-3f9c2d1\", a digest \"sha256:…\", or a full reference" }
    return "write a tag that matches \(pattern), a digest \"sha256:…\", or a full reference"
  }

  private func isTaken(_ tag: String) -> Bool {
    guard ImageReference.isTag(tag) else { return false }
    guard let pattern, tag != bootstrap else { return true }
    return TagPattern(pattern)?.answer(about: tag) == .matches
  }

  /// What pipelines make of the name of a branch: `feature-login` of `feature/login`, `v2` of `refs/tags/v2`. Nil for a text
  /// with more in it than such names have.
  private static func tag(ofGitReference text: String) -> String? {
    let prefix = ["refs/heads/", "refs/tags/", "refs/"].first(where: text.hasPrefix) ?? ""
    let name = String(text.dropFirst(prefix.count))
    guard name.contains("/") || !prefix.isEmpty, !text.contains("//"), !text.contains(":") else { return nil }
    return name.replacing("/", with: "-")
  }
}
