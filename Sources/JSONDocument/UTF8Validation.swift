/// Finds the first byte that is not UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing past U+10FFFF).
package enum UTF8Validation {
  package static func firstInvalidOffset(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var at = 0
    while at < bytes.count {
      let lead = bytes[at]
      if lead < 0x80 {
        at += 1
        continue
      }
      guard let length = sequenceLength(lead), at + length <= bytes.count else { return at }
      for step in 1..<length where bytes[at + step] & 0xC0 != 0x80 { return at }
      guard isAllowed(lead: lead, second: bytes[at + 1]) else { return at }
      at += length
    }
    return nil
  }

  private static func sequenceLength(_ lead: UInt8) -> Int? {
    switch lead {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: nil
    }
  }

  private static func isAllowed(lead: UInt8, second: UInt8) -> Bool {
    switch lead {
    case 0xE0: second >= 0xA0
    case 0xED: second < 0xA0
    case 0xF0: second >= 0x90
    case 0xF4: second < 0x90
    default: true
    }
  }
}
