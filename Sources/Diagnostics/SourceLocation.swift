/// A place in a file as people read it, with the line it stands in.
package struct SourceLocation: Sendable {
  /// Path as the person would type it from the working directory.
  package var path: String
  /// One-based; 0 when the finding is about the file as a whole.
  package var line: Int
  /// One-based, counted in characters as an editor does.
  package var column: Int
  /// What is cut out of the file when somebody looks: most of many findings nobody does.
  private var cut: Cut?

  struct Cut: Sendable {
    var text: SourceText
    var offset: Int
    var length: Int
  }

  package struct Excerpt: Sendable, Equatable {
    package var text: String
    /// Zero-based character in `text` where the underline begins.
    package var underlineStart: Int
    package var underlineLength: Int
  }

  package init(path: String, line: Int = 0, column: Int = 0) {
    self.path = path
    self.line = line
    self.column = column
  }

  init(path: String, line: Int, column: Int, cut: Cut) {
    self.init(path: path, line: line, column: column)
    self.cut = cut
  }

  /// The text of the line, shortened around the column and with values that may be secret masked.
  package var excerpt: Excerpt? { cut.map { $0.text.excerpt(at: $0.offset, length: $0.length) } }
}

extension SourceLocation: Equatable {
  package static func == (left: SourceLocation, right: SourceLocation) -> Bool {
    left.path == right.path && left.line == right.line && left.column == right.column && left.cut?.length == right.cut?.length
  }
}

extension SourceLocation: CustomStringConvertible {
  package var description: String {
    line == 0 ? path : "\(path):\(line):\(column)"
  }
}
