import Diagnostics

/// The last place that everything printed passes: nothing in it steers a terminal or a runner of continuous integration.
///
/// Characters that show nothing of themselves become visible (`Unicode.Scalar.isHidden`), and what runners take for commands
/// loses its first character to an escape: `::error::…` where a line begins, `##[…]` and `##vso[…]` anywhere in it. That a
/// line is one line is the matter of who makes it (`Message`, `page`).
///
/// Sources: docs.github.com, "Workflow commands for GitHub Actions"; actions/runner, `ActionCommand.cs` (`::` after blanks,
/// `##[` anywhere); learn.microsoft.com, "Azure Pipelines logging commands" (`##vso[`); TeamCity, "Service messages".
package struct OutputGate: Sendable {
  package enum Notation: Sendable {
    /// `\u{1B}`
    case text
    /// `\u001b`, which is the same string to who reads it.
    case json
  }

  /// Colours of ours pass; otherwise a terminal would not know them, and they are not ours.
  package var passesColours = false

  /// Only blanks stand before the next character on its line.
  private var beginsLine = true

  package init() {}

  /// A command of ours to the runner, on a line of its own.
  package mutating func bytes(_ command: RunnerCommand) -> [UInt8] {
    defer { beginsLine = true }
    return Array(((beginsLine ? "" : "\n") + command.text + "\n").utf8)
  }

  /// The bytes to write.
  package mutating func bytes(_ text: String, _ notation: Notation = .text) -> [UInt8] {
    var text = text
    return text.withUTF8 { filtered($0, notation) }
  }

  private mutating func filtered(_ input: UnsafeBufferPointer<UInt8>, _ notation: Notation) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(input.count + input.count / 16)
    var at = 0
    while at < input.count {
      let byte = input[at]
      var length = 1
      switch byte {
      case UInt8(ascii: "\n"):
        output.append(byte)
        beginsLine = true
      case UInt8(ascii: " "), UInt8(ascii: "\t"): output.append(byte)
      case 0x1B where passesColours && notation == .text && Style.codeLength(input, at: at) != nil:
        length = Style.codeLength(input, at: at) ?? 1
        output += input[at..<at + length]
      case UInt8(ascii: ":") where notation == .text && beginsLine && at + 1 < input.count && input[at + 1] == byte,
        UInt8(ascii: "#") where Self.isCommand(input, at: at):
        Self.escape(UInt32(byte), notation, &output)
        beginsLine = false
      case 0x21..<0x7F:
        output.append(byte)
        beginsLine = false
      case 0..<0x80: Self.escape(UInt32(byte), notation, &output)
      default:
        let scalar = Self.scalar(input, at: at)
        length = UTF8.width(scalar)
        if scalar.isHidden {
          Self.escape(scalar.value, notation, &output)
        } else {
          output += input[at..<at + length]
        }
        if !scalar.properties.isWhitespace { beginsLine = false }
      }
      at += length
    }
    return output
  }

  /// `##`, letters, `[`.
  private static func isCommand(_ input: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    guard start + 1 < input.count, input[start + 1] == UInt8(ascii: "#") else { return false }
    let name = input[(start + 2)...].prefix { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
    return name.endIndex < input.count && input[name.endIndex] == UInt8(ascii: "[")
  }

  private static func scalar(_ input: UnsafeBufferPointer<UInt8>, at start: Int) -> Unicode.Scalar {
    var bytes = input[start...].makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return "\u{FFFD}" }
    return scalar
  }

  private static func escape(_ value: UInt32, _ notation: Notation, _ output: inout [UInt8]) {
    switch notation {
    case .text: output += "\\u{\(String(value, radix: 16, uppercase: true))}".utf8
    case .json:
      for unit in Unicode.Scalar(value).map({ Array(String($0).utf16) }) ?? [] {
        let digits = String(unit, radix: 16)
        output += "\\u\(String(repeating: "0", count: 4 - digits.utf8.count))\(digits)".utf8
      }
    }
  }
}
