/// Text for people in which nothing that was put in makes a line of its own.
///
/// Only what the program's source spells breaks lines:
///
///     session.print("Moved \(source) to \(target).\n")
package struct Message: Sendable, Equatable, ExpressibleByStringInterpolation {
  package let text: String

  package init(stringLiteral text: String) { self.text = text }

  package init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  package init(lines: [String]) { text = lines.isEmpty ? "" : lines.page }

  /// What a renderer of this room has put together from lines.
  package init(rendered text: String) { self.text = text }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    package init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity * 2) }

    package mutating func appendLiteral(_ literal: String) { text += literal }

    package mutating func appendInterpolation(_ message: Message) { text += message.text }

    package mutating func appendInterpolation(_ value: some Any) { text += Printable.unbroken("\(value)") }
  }
}
