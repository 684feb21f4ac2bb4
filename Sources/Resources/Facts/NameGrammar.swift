/// What a kind of name may consist of.
package struct NameGrammar: Sendable {
  let lengths: ClosedRange<Int>
  /// For people: what the name is made of.
  package let sentence: String
  let isMadeRight: @Sendable (String) -> Bool

  package func allows(_ text: String) -> Bool {
    lengths.contains(text.utf8.count) && isMadeRight(text)
  }

  /// Families, containers, volumes, services and clusters.
  static let plain = NameGrammar(
    lengths: 1...255, sentence: "It is 1 to 255 letters, digits, \"_\" and \"-\".",
    isMadeRight: { $0.utf8.allSatisfy { isLetterOrDigit($0) || "_-".utf8.contains($0) } })

  /// Port mappings and what Service Connect makes of them.
  static let port = NameGrammar(
    lengths: 1...64, sentence: "It is 1 to 64 small letters, digits, \"_\" and \"-\", not beginning with \"-\".",
    isMadeRight: { !$0.hasPrefix("-") && $0.utf8.allSatisfy { isSmall($0) || "_-".utf8.contains($0) } })

  static let dns = NameGrammar(
    lengths: 1...127, sentence: "It is 1 to 127 small letters, digits, \"_\", \"-\" and \".\", not beginning with \"-\".",
    isMadeRight: { !$0.hasPrefix("-") && $0.utf8.allSatisfy { isSmall($0) || "_-.".utf8.contains($0) } })

  static let repository = NameGrammar(
    lengths: 2...256,
    sentence: "It is 2 to 256 small letters and digits in parts divided by \"/\"; inside a part by \".\", \"_\" or \"-\".",
    isMadeRight: { ImageReference.isRepository($0) })

  static let logGroup = NameGrammar(
    lengths: 1...512,
    sentence: "It is 1 to 512 letters, digits, \".\", \"-\", \"_\", \"/\" and \"#\"; \"aws/\" at its start is reserved.",
    isMadeRight: { !$0.hasPrefix("aws/") && $0.utf8.allSatisfy { isLetterOrDigit($0) || ".-_/#".utf8.contains($0) } })

  private static func isSmall(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    isSmall(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }
}
