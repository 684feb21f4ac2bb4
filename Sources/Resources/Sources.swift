package import Diagnostics
package import JSONDocument

/// The texts that were read in this run; turns a value's mark into the place where it was written.
package struct Sources: Sendable {
  private var texts: [SourceText] = []

  package init() {}

  /// Keeps a text; marks made with the returned number find back to it.
  package mutating func add(_ text: SourceText) -> UInt32 {
    texts.append(text)
    return UInt32(texts.count - 1)
  }

  /// The text that was read from a path.
  package func text(at path: String) -> SourceText? { texts.first { $0.path == path } }

  package func text(_ source: UInt32) -> SourceText? {
    Int(source) < texts.count ? texts[Int(source)] : nil
  }

  /// The place of a mark, with the whole value or key underlined.
  package func location(_ mark: SourceMark) -> SourceLocation? {
    guard let text = text(mark.source) else { return nil }
    let offset = Int(mark.offset)
    return text.location(offset: offset, length: Self.tokenLength(text.bytes, at: offset))
  }

  /// Bytes of the string, number or word at `offset`, so far as they are ever underlined: a text of megabytes may have a
  /// finding for each of its words. One for the opening of a list or an object.
  private static func tokenLength(_ bytes: [UInt8], at offset: Int) -> Int {
    guard offset < bytes.count else { return 1 }
    let end = min(bytes.count, offset + 1024)
    var at = offset + 1
    if bytes[offset] == UInt8(ascii: "\"") {
      while at < end, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\n") {
        at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
      }
      return min(at + 1, end) - offset
    }
    guard bytes[offset] != UInt8(ascii: "{"), bytes[offset] != UInt8(ascii: "[") else { return 1 }
    while at < end, !" \t\r\n,]}".utf8.contains(bytes[at]) { at += 1 }
    return at - offset
  }
}
