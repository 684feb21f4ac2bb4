import LibCrypto

/// Bytes as text (RFC 4648, section 4).
package enum Base64 {
  package static func text(of bytes: [UInt8]) -> String {
    // A zero comes behind it.
    var text = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
    let count = EVP_EncodeBlock(&text, bytes, Int32(clamping: bytes.count))
    return String(decoding: text.prefix(Int(max(0, count))), as: UTF8.self)
  }

  /// Nil for what is none.
  package static func bytes(of text: some StringProtocol) -> [UInt8]? {
    let input = Array(text.utf8)
    guard input.count % 4 == 0 else { return nil }
    guard !input.isEmpty else { return [] }
    let padding = input.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    guard padding <= 2, input.dropLast(padding).allSatisfy(isDigit) else { return nil }
    var bytes = [UInt8](repeating: 0, count: input.count / 4 * 3)
    guard EVP_DecodeBlock(&bytes, input, Int32(clamping: input.count)) == bytes.count else { return nil }
    return bytes.dropLast(padding)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: "/")
  }
}
