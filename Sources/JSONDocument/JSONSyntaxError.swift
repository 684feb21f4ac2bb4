/// One thing that keeps a text from being JSON, and where it stands.
package struct JSONSyntaxError: Error, Sendable, Equatable {
  package enum Problem: Sendable, Equatable {
    case emptyFile
    case byteOrderMark
    /// The text is UTF-16 or UTF-32.
    case wideEncoding
    case invalidUTF8
    /// A line of an open merge: `<<<<<<< HEAD`, `=======`, `>>>>>>> release`.
    case conflictMarker
    case comment
    case trailingComma
    case missingComma
    case missingColon
    /// The same key twice in one object; `firstOffset` is where the first one stands.
    case duplicateKey(String, firstOffset: Int)
    /// Text of a template where a value should be: `<MEMORY>`, `{{ port }}`, `$port`, `${PORT}`.
    case barePlaceholder(String)
    /// A word without quotes: `True`, `NaN`, `undefined`.
    case bareWord(String)
    case singleQuotes
    /// An object key without quotes, or one that is not a string.
    case keyNotAString
    case lineBreakInString
    case controlCharacterInString(UInt8)
    case badEscape(String)
    case badNumber(String)
    /// The text ends inside what began at `opening`.
    case truncated(opening: Int)
    case textAfterDocument
    case tooDeep(limit: Int)
    case unexpected(String)
  }

  package let problem: Problem
  /// Zero-based byte offset.
  package let offset: Int
  /// How many bytes the finding covers, at least one.
  package let length: Int

  package init(_ problem: Problem, offset: Int, length: Int = 1) {
    self.problem = problem
    self.offset = offset
    self.length = max(1, length)
  }
}
