import AWS

/// A filter pattern of unstructured events: words that must be there, `?word` of which one must be, `-word` that must not.
///
/// From the CloudWatch Logs user guide, "Filter pattern syntax": case counts, words with other characters than letters,
/// digits and underscores stand in quotes. Patterns of JSON, of columns and regular expressions are refused by name.
struct LogFilter {
  private var all: [String] = []
  private var any: [String] = []
  private var none: [String] = []

  init(_ text: String) throws(AWSError) {
    if let first = text.first(where: { $0 != " " }), "{[%".contains(first) {
      throw .invalidParameter("The simulated cloud knows no filter patterns of JSON, of columns, or with regular expressions.")
    }
    var rest = text[...]
    while let first = rest.first {
      guard first != " " else {
        rest.removeFirst()
        continue
      }
      let sign = "?-".contains(first) ? rest.removeFirst() : nil
      let word = try Self.word(&rest)
      switch sign {
      case "?": any.append(word)
      case "-": none.append(word)
      default: all.append(word)
      }
    }
  }

  private static func word(_ rest: inout Substring) throws(AWSError) -> String {
    guard rest.first == "\"" else {
      let word = rest.prefix { $0 != " " }
      rest = rest.dropFirst(word.count)
      return String(word)
    }
    rest.removeFirst()
    guard let end = rest.firstIndex(of: "\"") else { throw .invalidParameter("Invalid filter pattern") }
    defer { rest = rest[rest.index(after: end)...] }
    return String(rest[..<end])
  }

  func matches(_ message: String) -> Bool {
    all.allSatisfy(message.contains) && !none.contains(where: message.contains)
      && (any.isEmpty || any.contains(where: message.contains))
  }
}
