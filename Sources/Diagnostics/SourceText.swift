import Secrets
import Synchronization

/// The bytes of one file and where its lines begin: turns a byte offset into a place a person can go to.
package struct SourceText: Sendable {
  package let path: String
  package let bytes: [UInt8]
  private let lineStarts: [Int]
  /// Columns within long lines, so that none is counted from its beginning for each finding.
  private let marks: [ColumnMark]
  private let hidden = LineSecrets()

  private struct ColumnMark {
    var offset: Int
    /// Characters from the beginning of the line.
    var column: Int
  }

  /// How far marks are apart, in bytes.
  private static let stride = 4096

  /// Excerpts are cut to this many characters around the column, so that a minified file stays readable.
  private static let excerptWidth = 110

  /// How many bytes on each side of a place its excerpt is cut from.
  private static let nearby = 1024

  /// How many bytes before a line are read for what makes values of the line secrets.
  private static let context = 8192

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
    lineStarts = starts
    marks = Self.marks(in: bytes, lineStarts: starts)
  }

  private static func marks(in bytes: [UInt8], lineStarts: [Int]) -> [ColumnMark] {
    guard bytes.count > stride else { return [] }
    var marks: [ColumnMark] = []
    for (index, start) in lineStarts.enumerated() {
      let end = index + 1 < lineStarts.count ? lineStarts[index + 1] : bytes.count
      var last = ColumnMark(offset: start, column: 0)
      while end - last.offset > stride {
        // Between two characters of ASCII no character can be.
        guard let next = (last.offset + stride..<end).first(where: { bytes[$0] < 0x80 && bytes[$0 - 1] < 0x80 }) else { break }
        last = ColumnMark(
          offset: next, column: last.column + String(decoding: bytes[last.offset..<next], as: UTF8.self).count)
        marks.append(last)
      }
    }
    return marks
  }

  /// Characters of a line up to `offset`.
  private func column(of offset: Int, from start: Int) -> Int {
    var low = 0
    var high = marks.count
    while low < high {
      let middle = (low + high) / 2
      if marks[middle].offset <= offset { low = middle + 1 } else { high = middle }
    }
    let mark = low > 0 && marks[low - 1].offset >= start ? marks[low - 1] : ColumnMark(offset: start, column: 0)
    return mark.column + characters(mark.offset..<max(mark.offset, offset))
  }

  /// The place of `offset`; `length` bytes from there are underlined, up to the end of the line.
  package func location(offset: Int, length: Int = 1) -> SourceLocation {
    let offset = min(max(0, offset), bytes.count)
    let line = lineIndex(of: offset)
    let start = lineStarts[line]
    let column = column(of: max(start, min(offset, lineEnd(line))), from: start)
    return SourceLocation(
      path: path, line: line + 1, column: column + 1,
      cut: SourceLocation.Cut(text: self, offset: offset, length: length))
  }

  func excerpt(at offset: Int, length: Int) -> SourceLocation.Excerpt {
    let line = lineIndex(of: offset)
    let (start, end) = (lineStarts[line], lineEnd(line))
    let place = min(offset, end)
    // A minified file is one long line, of which only what is near is looked at.
    let window = border(max(start, place - Self.nearby))..<border(min(end, place + Self.nearby))
    let hiding = hidden.ranges(of: line) { secrets(around: start..<end) }
    let masked = SecretsInSource.masked(bytes[window], hiding: hiding, keeping: place)
    // How long a hidden value is, is hidden too.
    let named = bytes[place..<max(place, min(offset + length, end))]
    let underlined = SecretsInSource.masked(named, hiding: hiding, keeping: place).text.count
    return Self.excerpt(
      of: masked.text, column: masked.column, length: max(1, underlined),
      isCut: (window.lowerBound > start, window.upperBound < end))
  }

  /// The beginning of the character that a byte belongs to.
  private func border(_ offset: Int) -> Int {
    var offset = offset
    while offset > 0, offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
    return offset
  }

  /// The text is no right JSON: lines of it are shown with still less of what may be a secret.
  package func noteErrors() { hidden.isBroken = true }

  /// Whether what stands at `offset` may be a secret, which no message may repeat.
  package func mayHoldSecret(at offset: Int) -> Bool {
    let line = lineIndex(of: min(max(0, offset), bytes.count))
    let ranges = hidden.ranges(of: line) { secrets(around: lineStarts[line]..<lineEnd(line)) }
    // The last one that begins before it: a line may hold thousands.
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].lowerBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low > 0 && ranges[low - 1].contains(offset)
  }

  private func secrets(around line: Range<Int>) -> [Range<Int>] {
    let start = lineStarts[lineIndex(of: max(0, line.lowerBound - Self.context))]
    let first = line.lowerBound - start > 2 * Self.context ? line.lowerBound : start
    return SecretsInSource.ranges(in: bytes[first..<line.upperBound], broken: hidden.isBroken)
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

  private static func excerpt(
    of line: String, column: Int, length: Int, isCut: (before: Bool, after: Bool)
  ) -> SourceLocation.Excerpt {
    let spaced = Array(line.map { $0 == "\t" ? " " : $0 })
    let start = max(0, min(column, spaced.count) - excerptWidth / 2)
    let from = spaced.count <= excerptWidth ? 0 : start
    let to = min(spaced.count, from + excerptWidth)
    let (isCutBefore, isCutAfter) = (from > 0 || isCut.before, to < spaced.count || isCut.after)
    let text = (isCutBefore ? "…" : "") + String(spaced[from..<to]) + (isCutAfter ? "…" : "")
    let underline = column - from + (isCutBefore ? 1 : 0)
    return SourceLocation.Excerpt(
      text: text, underlineStart: underline,
      underlineLength: max(1, min(length, text.count - underline)))
  }
}

/// Where secrets are in the line that was looked at last: findings come line by line.
private final class LineSecrets: Sendable {
  private let last = Mutex<(line: Int, ranges: [Range<Int>])?>(nil)
  private let broken = Mutex(false)

  /// Whether the text has mistakes that keep it from being JSON.
  var isBroken: Bool {
    get { broken.withLock { $0 } }
    set {
      broken.withLock { $0 = newValue }
      last.withLock { $0 = nil }
    }
  }

  func ranges(of line: Int, _ find: () -> [Range<Int>]) -> [Range<Int>] {
    if let known = last.withLock({ $0 }), known.line == line { return known.ranges }
    let ranges = find()
    last.withLock { $0 = (line, ranges) }
    return ranges
  }
}
