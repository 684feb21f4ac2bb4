/// The order of tags that count: `staging-9` comes before `staging-10`, `v1.9.0` before `v1.10.0`.
package enum TagOrder {
  /// Whether `tag` counts less than `other`. Nil where their texts tell nothing: they differ in more than numbers, or name
  /// commits, whose digits count nothing.
  package static func isOlder(_ tag: String, than other: String) -> Bool? {
    let (one, two) = (Parts(tag), Parts(other))
    guard let one, let two, one.words == two.words, one.numbers != two.numbers else { return nil }
    return one.numbers.lexicographicallyPrecedes(two.numbers)
  }

  /// For lists: tags that count stand in their order, all others by their bytes.
  package static func precedes(_ tag: String, _ other: String) -> Bool { isOlder(tag, than: other) ?? (tag < other) }

  private struct Parts {
    var words: [Substring] = []
    var numbers: [Int] = []

    /// Nil for a tag without a number, and for one that may name a commit: it begins with `sha-` or `git-`, or has seven
    /// hexadecimal digits or more in a row.
    init?(_ tag: String) {
      guard !Self.namesCommit(tag) else { return nil }
      var rest = tag[...]
      while !rest.isEmpty {
        let word = rest.prefix { !Self.isDigit($0) }
        rest = rest.dropFirst(word.count)
        let digits = rest.prefix(while: Self.isDigit)
        rest = rest.dropFirst(digits.count)
        words.append(word)
        if let number = Int(digits) { numbers.append(number) }
      }
      guard !numbers.isEmpty else { return nil }
    }

    private static func namesCommit(_ tag: String) -> Bool {
      tag.hasPrefix("sha-") || tag.hasPrefix("git-") || tag.split { !$0.isHexDigit }.contains { $0.utf8.count >= 7 }
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
  }
}
