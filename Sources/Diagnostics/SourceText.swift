import Secrets

/// The bytes of one file and where its lines begin: turns a byte offset into a place a person can go to.
package struct SourceText: Sendable {
  package let path: String
  package let bytes: [UInt8]
  private let lineStarts: [Int]

  /// Excerpts are cut to this many characters around the column, so that a minified file stays readable.
  private static let excerptWidth = 110

  /// How many bytes before a line are read for what makes values of the line secrets.
  private static let context = 8192

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
    lineStarts = starts
  }

  /// The place of `offset`; `length` bytes from there are underlined, up to the end of the line.
  package func location(offset: Int, length: Int = 1) -> SourceLocation {
    let offset = min(max(0, offset), bytes.count)
    let line = lineIndex(of: offset)
    let start = lineStarts[line]
    let end = lineEnd(line)
    let column = characters(start..<max(start, min(offset, end)))
    let underlined = characters(min(offset, end)..<max(min(offset, end), min(offset + length, end)))
    let masked = SecretsInSource.masked(
      bytes[start..<end], hiding: secrets(around: start..<end), keeping: min(offset, end))
    return SourceLocation(
      path: path, line: line + 1, column: column + 1,
      excerpt: Self.excerpt(of: masked.text, column: masked.column, length: max(1, underlined)))
  }

  /// Whether what stands at `offset` may be a secret, which no message may repeat.
  package func mayHoldSecret(at offset: Int) -> Bool {
    let line = lineIndex(of: min(max(0, offset), bytes.count))
    return secrets(around: lineStarts[line]..<lineEnd(line)).contains { $0.contains(offset) }
  }

  private func secrets(around line: Range<Int>) -> [Range<Int>] {
    let start = lineStarts[lineIndex(of: max(0, line.lowerBound - Self.context))]
    let first = line.lowerBound - start > 2 * Self.context ? line.lowerBound : start
    return SecretsInSource.ranges(in: bytes[first..<line.upperBound])
  }

  private func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  private func lineEnd(_ line: Int) -> Int {
    var end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : bytes.count
    if end > lineStarts[line], bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return end
  }

  private func characters(_ range: Range<Int>) -> Int {
    String(decoding: bytes[range], as: UTF8.self).count
  }

  private static func excerpt(of line: String, column: Int, length: Int) -> SourceLocation.Excerpt {
    let spaced = Array(line.map { $0 == "\t" ? " " : $0 })
    let start = max(0, min(column, spaced.count) - excerptWidth / 2)
    let from = spaced.count <= excerptWidth ? 0 : start
    let to = min(spaced.count, from + excerptWidth)
    let text = (from > 0 ? "…" : "") + String(spaced[from..<to]) + (to < spaced.count ? "…" : "")
    let underline = column - from + (from > 0 ? 1 : 0)
    return SourceLocation.Excerpt(
      text: text, underlineStart: underline,
      underlineLength: max(1, min(length, text.count - underline)))
  }
}
