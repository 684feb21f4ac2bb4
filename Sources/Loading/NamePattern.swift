/// Names in which `*` stands for any letters: `worker-*`.
enum NamePattern {
  static func isPattern(_ text: String) -> Bool { text.contains("*") }

  static func fits(_ pattern: String, _ text: String) -> Bool { fits(pattern[...], text[...]) }

  private static func fits(_ pattern: Substring, _ text: Substring) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    if first == "*" {
      return fits(pattern.dropFirst(), text) || (!text.isEmpty && fits(pattern, text.dropFirst()))
    }
    return first == text.first && fits(pattern.dropFirst(), text.dropFirst())
  }
}
