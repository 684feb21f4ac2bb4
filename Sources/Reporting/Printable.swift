/// Text from outside (names, the cloud's messages) made safe for a terminal line.
enum Printable {
  /// One line without control characters, escape sequences or marks that turn the direction of writing.
  ///
  /// Line breaks and tabs become blanks, runs of blanks become one; everything else that would steer a terminal is
  /// shown as `\u{1B}`.
  static func line(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.value < 0x20 || steers($0) }) else { return text }
    var output = ""
    for scalar in text.unicodeScalars {
      if scalar == "\n" || scalar == "\r" || scalar == "\t" {
        if !output.hasSuffix(" ") { output += " " }
      } else if steers(scalar) {
        output += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      } else {
        output.unicodeScalars.append(scalar)
      }
    }
    while output.hasSuffix(" ") { output.removeLast() }
    return output
  }

  private static func steers(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

extension String {
  /// Filled up with blanks to `width`; longer text stays as it is.
  func padded(to width: Int) -> String {
    let missing = width - count
    return missing > 0 ? self + String(repeating: " ", count: missing) : self
  }

  /// For a sentence that goes on after the words of somebody else.
  var withoutPeriod: String { hasSuffix(".") ? String(dropLast()) : self }

  var withoutTrailingBlanks: String {
    var text = self
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}

/// `1 error`, `3 errors`.
func counted(_ number: Int, _ singular: String, _ plural: String? = nil) -> String {
  "\(number) \(number == 1 ? singular : plural ?? singular + "s")"
}

/// `a`, `a and b`, `a, b and c`; past `limit`: `a, b and 7 more`.
func listed(_ items: [String], limit: Int = 5) -> String {
  guard items.count > 1 else { return items.first ?? "" }
  if items.count > limit {
    return items.prefix(limit - 1).joined(separator: ", ") + " and \(items.count - limit + 1) more"
  }
  return items.dropLast().joined(separator: ", ") + " and " + (items.last ?? "")
}
