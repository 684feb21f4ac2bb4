import Synchronization

/// A pattern of the model, in the regular expressions of Java, which a text must match as a whole.
package struct ModelPattern: Sendable {
  package let expression: String

  package init(_ expression: String) {
    self.expression = expression
  }

  package func matches(_ text: String) -> Bool {
    Self.special[expression]?(text) ?? PatternCache.shared.matches(text, expression)
  }

  /// What the regular expressions of Swift say in another way.
  private static let special: [String: @Sendable (String) -> Bool] = [
    // All that XML can say, with surrogates as Java has them.
    #"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*"#: { text in
      text.unicodeScalars.allSatisfy { scalar in
        switch scalar {
        case "\u{20}"..."\u{FFFD}", "\r", "\n", "\t": true
        default: scalar.value > 0xFFFF
        }
      }
    },
    // What can be printed of ASCII.
    #"\p{Print}+"#: { text in !text.isEmpty && text.utf8.allSatisfy { (0x20...0x7E).contains($0) } },
  ]
}

/// Patterns that were met, compiled.
private final class PatternCache: Sendable {
  static let shared = PatternCache()
  private let compiled = Mutex<[String: Regex<AnyRegexOutput>?]>([:])

  /// One that cannot be compiled lets everything through.
  func matches(_ text: String, _ expression: String) -> Bool {
    compiled.withLock { compiled in
      if compiled[expression] == nil {
        let regex = try? Regex(expression).matchingSemantics(.unicodeScalar).asciiOnlyWordCharacters().asciiOnlyDigits()
        compiled[expression] = .some(regex)
      }
      guard let regex = compiled[expression] ?? nil else { return true }
      return (try? regex.wholeMatch(in: text)) != nil
    }
  }
}
