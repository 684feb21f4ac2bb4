/// Pieces of GitHub's Markdown in which nothing that was put in acts: no tag, no link, no mention, no end of a table's cell.
///
/// Sources: github.github.com/gfm, "Tables", "Fenced code blocks", "Raw HTML"; docs.github.com, "Adding a job summary" (1 MiB a
/// step).
enum Markdown {
  /// `<code>sha-8a01c44</code>`; nothing in it is looked at but entities.
  static func code(_ text: String) -> String { "<code>\(escaped(text))</code>" }

  /// One line in which each character stands for itself.
  ///
  /// Names stay readable where nobody renders them: `_` acts only at the edge of a word, and `:` only before the `/` of an
  /// address.
  static func escaped(_ text: String) -> String {
    let characters = Array(Printable.line(text))
    var output = ""
    for (index, character) in characters.enumerated() {
      let next = index + 1 < characters.count ? characters[index + 1] : " "
      let acts =
        switch character {
        case "&", "<", ">", "|", "`", "*", "~", "[", "]", "#", "@", "\\", "$": true
        case "_": index == 0 || !characters[index - 1].isWordPart || !next.isWordPart
        case ":": next == "/"
        default: false
        }
      output += acts ? character.unicodeScalars.map { "&#\($0.value);" }.joined() : String(character)
    }
    return output
  }

  /// Without the empty one behind the last line feed.
  static func lines(of text: String) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return lines.last == "" ? lines.dropLast() : lines
  }

  /// Lines as they are, in a fence that none of them ends.
  static func fenced(_ lines: [String], as language: String = "") -> [String] {
    let longest = lines.map { $0.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0 }.max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return [fence + language] + lines + [fence]
  }

  /// A table of rows whose cells are Markdown already.
  static func table(_ titles: [String], _ rows: [[String]]) -> [String] {
    [titles, titles.map { _ in "---" }].map(row) + rows.map(row)
  }

  private static func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }

  /// As many lines as `limit` bytes hold, and how many there were beside them.
  static func limited(_ lines: [String], to limit: Int) -> (lines: [String], left: Int) {
    var room = limit
    let kept = lines.prefix { line in
      room -= line.utf8.count + 1
      return room >= 0
    }
    return (Array(kept), lines.count - kept.count)
  }
}

extension Character {
  fileprivate var isWordPart: Bool { isLetter || isNumber || self == "_" }
}
