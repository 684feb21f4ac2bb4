/// A SHA-256 digest, printed as 64 hexadecimal digits.
package struct ContentDigest: Sendable, Hashable {
  package let hex: String

  /// Takes digits that were printed before; nil when they are not 64 hexadecimal digits.
  package init?(hex: String) {
    guard hex.utf8.count == 64, hex.allSatisfy(\.isHexDigit) else { return nil }
    self.hex = hex.lowercased()
  }

  package init(of bytes: [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    hex = String(decoding: SHA256.digest(bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  package init(of text: String) {
    self.init(of: Array(text.utf8))
  }

  /// Equal documents have equal digests, however they are written.
  package init(of json: JSON) {
    self.init(of: json.text(.canonical))
  }

  /// The first eight digits, for people.
  package var short: String { String(hex.prefix(8)) }
}
