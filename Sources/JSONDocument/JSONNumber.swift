/// A JSON number as it was written. Equality is by value, so `80`, `80.0` and `8e1` are equal.
package struct JSONNumber: Sendable {
  /// Text that follows JSON's grammar for numbers.
  package let text: String

  /// `text` must follow JSON's grammar; the parser has checked it.
  init(checked text: String) {
    self.text = text
  }

  package init(_ number: Int) {
    text = String(number)
  }

  /// The value when it is a whole number that fits into `Int`.
  package var intValue: Int? {
    if let plain = Int(text) { return plain }
    let parts = decimal
    guard parts.exponent >= 0, parts.exponent <= 18 else { return nil }
    return Int(parts.digits + String(repeating: "0", count: parts.exponent))
  }

  package var doubleValue: Double { Double(text) ?? .infinity }

  /// One spelling for all equal numbers: `8e1` for 80 and 80.0, `-25e-2` for -0.25.
  package var canonicalText: String {
    let parts = decimal
    return parts.exponent == 0 ? parts.digits : "\(parts.digits)e\(parts.exponent)"
  }

  /// The value in digits, without an exponent and without zeros that say nothing: `1.1` for 1.10, `2500` for 25e2. Nil where
  /// that would be longer than anybody reads.
  package var plainText: String? {
    let parts = decimal
    guard abs(parts.exponent) <= 200 else { return nil }
    guard parts.exponent < 0 else { return parts.digits + String(repeating: "0", count: parts.exponent) }
    let sign = parts.digits.hasPrefix("-") ? "-" : ""
    let digits = parts.digits.dropFirst(sign.count)
    let missing = String(repeating: "0", count: max(0, 1 - parts.exponent - digits.count))
    let padded = missing + digits
    return sign + padded.dropLast(-parts.exponent) + "." + padded.suffix(-parts.exponent)
  }

  private static let exponentLimit = 1_000_000

  /// The value as signed digits without trailing zeros, times a power of ten.
  private var decimal: (digits: String, exponent: Int) {
    let negative = text.hasPrefix("-")
    let unsigned = negative ? text.dropFirst() : text[...]
    let halves = unsigned.split(whereSeparator: { $0 == "e" || $0 == "E" })
    let mantissa = halves.first ?? "0"
    // A larger exponent is out of any use; saturating keeps equality sound for all realistic numbers.
    let written = halves.count > 1 ? Int(halves[1]) ?? (halves[1].hasPrefix("-") ? -Self.exponentLimit : Self.exponentLimit) : 0
    var exponent = min(max(written, -Self.exponentLimit), Self.exponentLimit)
    let pieces = mantissa.split(separator: ".")
    let fraction = pieces.count > 1 ? pieces[1] : ""
    exponent -= fraction.count
    var digits = String((pieces.first ?? "0") + fraction)
    while digits.hasSuffix("0"), digits.count > 1 {
      digits.removeLast()
      exponent += 1
    }
    digits = String(digits.drop { $0 == "0" })
    guard !digits.isEmpty else { return ("0", 0) }
    return (negative ? "-" + digits : digits, exponent)
  }
}

extension Int {
  /// The whole number towards zero; the nearest one that there is for what is beyond all, and 0 for what is no number.
  package init(saturating number: Double) {
    if number.isNaN {
      self = 0
    } else {
      self = Int(exactly: number.rounded(.towardZero)) ?? (number < 0 ? .min : .max)
    }
  }
}

extension JSONNumber: Equatable {
  package static func == (left: JSONNumber, right: JSONNumber) -> Bool {
    left.text == right.text || left.canonicalText == right.canonicalText
  }
}
