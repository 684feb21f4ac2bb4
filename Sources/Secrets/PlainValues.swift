/// Values that are no secret under a name that only tells of one.
enum PlainValues {
  /// `true`, `off`, `none` …
  static func isSwitch(_ text: UnsafeBufferPointer<UInt8>) -> Bool { switches.contains { isSame(text, $0) } }

  private static let switches = [
    "true", "false", "yes", "no", "on", "off", "none", "null", "enabled", "disabled", "required", "optional", "0", "1",
  ].map { Array($0.utf8) }

  /// `3600`, `15m`, `1h 30m`, `P30D`, `60*60*24`, `2026-01-31T00:00:00Z`: numbers with units, and nothing else.
  static func isMeasure(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count <= 32 else { return false }
    if isSwitch(text) { return true }
    var hasDigit = false
    var at = 0
    while at < text.count {
      let start = at
      while at < text.count, Bytes.isLetter(text[at]) { at += 1 }
      if at > start {
        guard units.contains(where: { isSame(UnsafeBufferPointer(rebasing: text[start..<at]), $0) }) else { return false }
      } else {
        guard Bytes.isDigit(text[at]) || isSign(text[at]) else { return false }
        hasDigit = hasDigit || Bytes.isDigit(text[at])
        at += 1
      }
    }
    return hasDigit
  }

  private static func isSign(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: ":"), UInt8(ascii: "*"),
      UInt8(ascii: "/"), UInt8(ascii: "%"), UInt8(ascii: " "), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static let units = [
    "ns", "us", "ms", "s", "sec", "secs", "second", "seconds", "m", "min", "mins", "minute", "minutes", "h", "hr", "hrs", "hour",
    "hours", "d", "day", "days", "w", "week", "weeks", "month", "months", "y", "year", "years", "p", "pt", "t", "z", "b", "k",
    "kb", "kib", "mb", "mib", "gb", "gib", "bit", "bits", "byte", "bytes", "v",
  ].map { Array($0.utf8) }

  /// `X-Api-Key`, `Bearer`, `HS256`: one word of letters with few digits.
  static func isWord(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count <= 40 else { return false }
    var digits = 0
    for byte in text {
      if Bytes.isDigit(byte) {
        digits += 1
      } else if !Bytes.isLetter(byte), byte != UInt8(ascii: "-"), byte != UInt8(ascii: "_") {
        return false
      }
    }
    return digits <= 3
  }

  /// An address; what is secret inside of it is found by its own form.
  static func isAddress(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    hasPrefix(text, "https://") || hasPrefix(text, "http://")
  }

  /// A number, a switch, a path, an address or a reference: often written under the name of a secret.
  static func isCommon(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    isSwitch(text) || isNumber(text) || isAddress(text) || hasPrefix(text, "arn:") || hasPrefix(text, "/")
  }

  private static func isNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var digits = 0
    for (at, byte) in text.enumerated() {
      if Bytes.isDigit(byte) {
        digits += 1
      } else if byte != UInt8(ascii: "."), at > 0 || (byte != UInt8(ascii: "-") && byte != UInt8(ascii: "+")) {
        return false
      }
    }
    return digits > 0
  }

  /// In any case.
  private static func isSame(_ text: UnsafeBufferPointer<UInt8>, _ word: [UInt8]) -> Bool {
    guard text.count == word.count else { return false }
    for at in word.indices where (Bytes.isCapital(text[at]) ? text[at] | 0x20 : text[at]) != word[at] { return false }
    return true
  }

  private static func hasPrefix(_ text: UnsafeBufferPointer<UInt8>, _ prefix: StaticString) -> Bool {
    guard text.count >= prefix.utf8CodeUnitCount else { return false }
    for at in 0..<prefix.utf8CodeUnitCount where text[at] != prefix.utf8Start[at] { return false }
    return true
  }
}
