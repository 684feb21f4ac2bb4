package import JSONDocument

/// Which tags an environment takes, by `imageTags` of its environment.json.
package struct TagPolicy: Sendable {
  private let pattern: TagPattern?
  private let bootstrap: String?

  /// One that takes every tag.
  package init() { (pattern, bootstrap) = (nil, nil) }

  /// `settings`: `imageTags` as it was read. A pattern that cannot be used is a finding of `ImageTagPattern`, and takes every
  /// tag here.
  package init(_ settings: JSON?) {
    pattern = settings?["pattern"]?.stringValue.flatMap(TagPattern.init)
    bootstrap = settings?["bootstrap"]?.stringValue
  }

  /// Whether a tag that was built may stand in the tag map; the bootstrap tag was built by nobody.
  package func takes(_ tag: String) -> Bool {
    tag != bootstrap && pattern.map { $0.answer(about: tag) == .matches } ?? true
  }
}
