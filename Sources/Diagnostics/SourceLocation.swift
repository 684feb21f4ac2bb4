/// A place in a file as people read it, with the line it stands in.
package struct SourceLocation: Sendable, Equatable {
  /// Path as the person would type it from the working directory.
  package var path: String
  /// One-based; 0 when the finding is about the file as a whole.
  package var line: Int
  /// One-based, counted in characters as an editor does.
  package var column: Int
  /// The text of the line, shortened around the column and with values that may be secret masked.
  package var excerpt: Excerpt?

  package struct Excerpt: Sendable, Equatable {
    package var text: String
    /// Zero-based character in `text` where the underline begins.
    package var underlineStart: Int
    package var underlineLength: Int
  }

  package init(path: String, line: Int = 0, column: Int = 0, excerpt: Excerpt? = nil) {
    self.path = path
    self.line = line
    self.column = column
    self.excerpt = excerpt
  }
}

extension SourceLocation: CustomStringConvertible {
  package var description: String {
    line == 0 ? path : "\(path):\(line):\(column)"
  }
}
