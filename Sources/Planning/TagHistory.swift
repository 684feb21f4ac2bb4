import JSONDocument
import Resources

/// An image that goes back to a tag this environment had before the one that runs.
package struct TagMove: Sendable, Hashable {
  /// Registry and repository.
  package var image: String
  package var before: String
  package var after: String

  package init(image: String, before: String, after: String) {
    self.image = image
    self.before = before
    self.after = after
  }
}

/// Which tags an environment asked for in its runs, and when each came first.
///
/// Tags say nothing about their age. But an environment that had `a` before it had `b` goes back when it goes from `b`
/// to `a`, and people want to be told: it is a rollback, or the wrong file was copied.
package struct TagHistory: Sendable {
  private var first: [String: [String: Int]] = [:]

  package init() {}

  /// Notes what one run asked for, with or without the digest that it stood for; `run` grows with time.
  package mutating func add(_ tag: String, of image: String, run: Int) {
    let version = ImageReference(tag).flatMap { tag.contains("/") ? $0.version : nil } ?? String(tag.prefix { $0 != "@" })
    first[image, default: [:]][version] = min(run, first[image]?[version] ?? run)
  }

  package func isOlder(_ tag: String, than other: String, of image: String) -> Bool {
    guard let one = first[image]?[tag], let two = first[image]?[other] else { return false }
    return one < two
  }

  /// The images of a plan that go back.
  package func backwards(in plan: Plan) -> Set<TagMove> {
    Set(plan.changes.flatMap(\.fields).compactMap(TagMove.init).filter { isOlder($0.after, than: $0.before, of: $0.image) })
  }
}

extension TagMove {
  /// Nil when the field is no image, or changes more than its tag.
  package init?(_ field: FieldChange) {
    guard field.path.steps.last == .member("image"), case .known(let old) = field.before, case .known(let new) = field.after,
      let before = old.stringValue.flatMap({ ImageReference($0) }), let after = new.stringValue.flatMap({ ImageReference($0) }),
      before.name == after.name, let from = before.version, let to = after.version
    else { return nil }
    self.init(image: before.name, before: from, after: to)
  }
}

extension ImageReference {
  fileprivate var version: String? { tag ?? digest }
}
