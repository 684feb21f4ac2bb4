import Diagnostics

/// Text from outside (names, the cloud's messages) made safe for a terminal line.
package enum Printable {
  /// One line without control characters, escape sequences or characters that nobody sees.
  ///
  /// Line breaks and tabs become blanks, runs of blanks become one; everything else that would steer a terminal, turn the
  /// direction of writing or hide is shown as `\u{1B}`.
  package static func line(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.isHidden }) else { return text }
    var output = ""
    for scalar in text.unicodeScalars {
      if scalar == "\n" || scalar == "\r" || scalar == "\t" {
        if !output.hasSuffix(" ") { output += " " }
      } else {
        append(scalar, to: &output)
      }
    }
    while output.hasSuffix(" ") { output.removeLast() }
    return output
  }

  /// The same text with everything that nobody sees shown as `\u{1B}`, and nothing else changed.
  package static func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: \.isHidden) else { return text }
    var output = ""
    for scalar in text.unicodeScalars { append(scalar, to: &output) }
    return output
  }

  private static func append(_ scalar: Unicode.Scalar, to output: inout String) {
    if scalar.isHidden {
      output += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    } else {
      output.unicodeScalars.append(scalar)
    }
  }

  /// A line of ours as one line, whatever was put into it.
  static func unbroken(_ line: String) -> String {
    guard line.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return line }
    return line.replacing("\r\n", with: "\\r\\n").replacing("\n", with: "\\n").replacing("\r", with: "\\r")
  }
}

extension [String] {
  /// These lines as text. Each stays one line, so that nothing which a line repeats looks like a line of ours.
  package var page: String { map(Printable.unbroken).joined(separator: "\n") + "\n" }
}

extension [[String]] {
  /// Sections of lines, with an empty line between them.
  var page: String { joined(separator: [""]).map { $0 }.page }
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
