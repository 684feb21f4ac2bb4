/// What names a task definition: the ARN of a revision, `api:42`, or the family `api`, which stands for its newest revision.
package struct RevisionReference: Sendable, Hashable {
  /// As it is written.
  package let text: String
  package let family: String
  /// Nil for a family alone.
  package let number: Int?

  package init(_ text: String) {
    self.text = text
    let name = ARN.lastName(of: text)
    let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    family = String(parts[0])
    number = parts.count == 2 ? Int(parts[1]) : nil
  }

  /// `api:42`, or `api`.
  package var shortName: String { ARN.lastName(of: text) }
  package var isARN: Bool { ARN.isARN(text) }
  /// It names one revision and no other, for ever.
  package var isExact: Bool { number != nil }
  /// It stands for the newest revision of its family. `api:latest` stands for nothing.
  package var isFamilyAlone: Bool { !shortName.contains(":") }
}

extension RevisionReference: CustomStringConvertible {
  package var description: String { shortName }
}
