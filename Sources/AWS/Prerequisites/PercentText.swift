/// Text of forms, paths and policies, with bytes written as `%2F` (RFC 3986, section 2.1).
package enum PercentText {
  /// `plusIsSpace`: as forms mean it; elsewhere it is itself.
  package static func decoded(_ text: some Collection<UInt8>, plusIsSpace: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text)[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "%"), digits.count == 2, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      }
    }
    return bytes
  }
}
