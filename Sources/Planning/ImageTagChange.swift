import JSONDocument
package import Resources

/// A container whose image stays in its repository and gets another version: another tag, another digest, one more or one
/// less of the two.
///
/// It is made once, with the field change that it belongs to; everybody who tells of images tells of this.
package struct ImageTagChange: Sendable, Hashable {
  package var container: String
  package var before: ImageReference
  package var after: ImageReference
  /// This environment had the version of after before that of before: it goes back.
  package var goesBack = false

  /// Nil unless both are of one repository and differ.
  package init?(container: String, before: ImageReference, after: ImageReference) {
    guard before.name == after.name, before != after else { return nil }
    self.container = container
    self.before = before
    self.after = after
  }

  /// The same tag is on another image now.
  package var isMoved: Bool {
    before.tag != nil && before.tag == after.tag && before.digest != nil && after.digest != nil
  }

  /// What goes back and forth, whichever container it is in.
  package struct Way: Sendable, Hashable {
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

  /// Nil where one of the two says no version.
  package var way: Way? {
    guard let from = before.version, let to = after.version else { return nil }
    return Way(image: before.name, before: from, after: to)
  }
}

extension FieldChange {
  /// Nil when the field is no image, and when more than its version changes.
  static func imageChange(at path: FieldPath, from before: Value, to after: Value) -> ImageTagChange? {
    guard path.isImage, case .known(let old) = before, case .known(let new) = after,
      let before = old.stringValue.flatMap({ ImageReference($0) }), let after = new.stringValue.flatMap({ ImageReference($0) })
    else { return nil }
    return ImageTagChange(container: path.firstKey ?? "?", before: before, after: after)
  }
}
