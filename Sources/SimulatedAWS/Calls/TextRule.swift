/// How long a text may be, and of what it may consist.
struct TextRule: Sendable {
  struct Pattern: Sendable {
    /// As the model of the service writes it, for the error.
    var expression: String
    var matches: @Sendable (String) -> Bool
  }

  var length = 0...Int.max
  var pattern: Pattern?
}

extension TextRule.Pattern {
  /// What many services of AWS let through: all that XML can say.
  static let ofXML = TextRule.Pattern(
    expression: #"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*"#
  ) { text in
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar {
      case "\u{20}"..."\u{FFFD}", "\r", "\n", "\t": true
      default: scalar.value > 0xFFFF
      }
    }
  }

  /// Java's `\p{Print}`: what can be printed of ASCII.
  static let printable = TextRule.Pattern(expression: #"\p{Print}+"#) { text in
    !text.isEmpty && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
  }
}
