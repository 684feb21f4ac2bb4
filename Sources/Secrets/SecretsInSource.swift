/// Finds secrets in the text of a file that is, or was meant to be, JSON: before one of its lines is shown beside a finding.
///
/// It reads what no parser takes: single quotes, words without quotes, comments, a quotation mark too many. The value of an
/// entry is hidden whatever the entry is called, because its name may stand anywhere, and stays when it only refers to a
/// variable.
package enum SecretsInSource {
  /// What is hidden, as ordered ranges of `bytes`.
  ///
  /// Of a text that is `broken`, quotation marks, commas and comments say nothing for sure: there everything is hidden that
  /// follows the name of a secret on its line, or on the next one where nothing follows.
  package static func ranges(in bytes: ArraySlice<UInt8>, broken: Bool = false) -> [Range<Int>] {
    var scan = SourceScan(bytes)
    scan.run()
    guard broken else { return scan.hidden }
    // An address without quotes is no word of JSON.
    var rests = bytes.withUnsafeBufferPointer { buffer in
      SecretsInText.ranges(in: buffer).map { $0.lowerBound + bytes.startIndex..<$0.upperBound + bytes.startIndex }
    }
    let found = rests.count
    for name in scan.names where name >= rests.dropFirst(found).last?.upperBound ?? bytes.startIndex {
      if let rest = rest(after: name, in: bytes) { rests.append(rest) }
    }
    return Ranges.merged(scan.hidden + rests)
  }

  /// From the first letter, digit or bracket of a text behind a name to the end of its line.
  private static func rest(after name: Int, in bytes: ArraySlice<UInt8>) -> Range<Int>? {
    var start = name
    for _ in 1...2 {
      let end = bytes[start...].firstIndex(where: Bytes.isLineBreak) ?? bytes.endIndex
      let first = bytes[start..<end].firstIndex { Bytes.isLetter($0) || Bytes.isDigit($0) || $0 >= 0x80 }
      if let first {
        let last = bytes[first..<end].lastIndex { $0 > UInt8(ascii: " ") } ?? first
        return first..<last + 1
      }
      start = bytes[end...].firstIndex { !Bytes.isLineBreak($0) } ?? bytes.endIndex
    }
    return nil
  }

  /// One line with `***` for what may be a secret.
  package static func masked(_ line: String) -> String {
    let bytes = Array(line.utf8)
    return masked(bytes[...], hiding: ranges(in: bytes[...]), keeping: 0).text
  }

  /// The line with `***` in the place of what is hidden, and at which character of it the byte at `offset` stands now.
  package static func masked(_ line: ArraySlice<UInt8>, hiding ranges: [Range<Int>], keeping offset: Int) -> (
    text: String, column: Int
  ) {
    var output: [UInt8] = []
    var moved = offset - line.startIndex
    var at = line.startIndex
    for range in ranges where range.overlaps(line.indices) {
      let inLine = range.clamped(to: line.indices)
      output += line[at..<inLine.lowerBound]
      if offset >= inLine.upperBound {
        moved += 3 - inLine.count
      } else if offset > inLine.lowerBound {
        moved = output.count
      }
      output += "***".utf8
      at = inLine.upperBound
    }
    output += line[at...]
    let column = String(decoding: output.prefix(max(0, moved)), as: UTF8.self).count
    return (String(decoding: output, as: UTF8.self), column)
  }
}

/// One pass over such a text.
private struct SourceScan {
  private let bytes: ArraySlice<UInt8>
  private var at: Int
  private(set) var hidden: [Range<Int>] = []
  /// Where a word ends that looks like the name of a secret, or announces the value of an entry.
  private(set) var names: [Int] = []
  /// The object or list that the scan is in, and those around it.
  private var levels = [Level()]

  private struct Level {
    /// What values here are judged by: the key before them, or in a list that of the list.
    var meaning = NameMeaning.plain
    /// They are those of an entry, whose name may stand anywhere.
    var isOfEntry = false
    var isList = false
    /// The option before an argument.
    var flag = NameMeaning.plain
  }

  /// Of what stands in a comment, in which no other comment begins.
  private let isComment: Bool

  init(_ bytes: ArraySlice<UInt8>, isComment: Bool = false) {
    self.bytes = bytes
    self.isComment = isComment
    at = bytes.startIndex
  }

  mutating func run() {
    while at < bytes.endIndex {
      switch bytes[at] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): open()
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if levels.count > 1 { levels.removeLast() }
        at += 1
      case UInt8(ascii: ","):
        if !level.isList { forgetKey() }
        at += 1
      case UInt8(ascii: "\""), UInt8(ascii: "'"): quoted()
      case UInt8(ascii: "/") where isCommentStart, UInt8(ascii: "#") where !isComment: comment()
      case UInt8(ascii: ":"), ...UInt8(ascii: " "): at += 1
      default: word()
      }
    }
  }

  private var level: Level {
    get { levels[levels.count - 1] }
    set { levels[levels.count - 1] = newValue }
  }

  private mutating func open() {
    let isList = bytes[at] == UInt8(ascii: "[")
    levels.append(isList ? Level(meaning: level.meaning, isOfEntry: level.isOfEntry, isList: true) : Level())
    at += 1
  }

  // MARK: Tokens

  /// A string, which ends with its line at the latest.
  private mutating func quoted() {
    let quote = bytes[at]
    let start = at + 1
    var end = start
    while end < bytes.endIndex, bytes[end] != quote, !Bytes.isLineBreak(bytes[end]) {
      end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    end = min(end, bytes.endIndex)
    at = end < bytes.endIndex && bytes[end] == quote ? end + 1 : end
    if isKey { key(start..<end) } else { value(start..<end) }
  }

  /// `true`, `12`, and what was meant to stand in quotes.
  private mutating func word() {
    let start = at
    while at < bytes.endIndex, !isDivider(bytes[at]) { at += 1 }
    if isKey { key(start..<at) } else { value(start..<at) }
  }

  /// What stands in a comment may be a member that was taken out.
  private mutating func comment() {
    let start = at
    let isBlock = at + 1 < bytes.endIndex && bytes[at + 1] == UInt8(ascii: "*")
    while at < bytes.endIndex, isBlock ? !isCommentEnd : !Bytes.isLineBreak(bytes[at]) { at += 1 }
    let inside = min(start + (bytes[start] == UInt8(ascii: "#") ? 1 : 2), at)..<at
    if isBlock { at = min(at + 2, bytes.endIndex) }
    if level.isOfEntry || level.meaning != .plain {
      hide(inside)
    } else {
      var scan = SourceScan(bytes[inside], isComment: true)
      scan.run()
      hidden += scan.hidden
      names += scan.names
    }
  }

  private var isKey: Bool {
    guard !level.isList else { return false }
    return bytes[at...].first { $0 > UInt8(ascii: " ") } == UInt8(ascii: ":")
  }

  private mutating func key(_ range: Range<Int>) {
    note(range)
    level.isOfEntry = judging(range, EntrySpelling.isValue)
    level.meaning = judging(range, NameMeaning.inSource)
  }

  private mutating func note(_ word: Range<Int>) {
    let isName = judging(word) {
      EntrySpelling.isValue($0) || NameMeaning.inSource($0) != .plain || NameMeaning.holdsDeclared($0)
    }
    guard isName else { return }
    names.append(word.upperBound)
  }

  private mutating func value(_ range: Range<Int>) {
    note(range)
    let flag = level.flag
    level.flag = judging(range, SecretsInText.flagMeaning)
    guard !judging(range, isPlaceholder) else { return }
    if isHidden(range) || judging(range, { SecretsInText.isArgument($0, of: flag) }) {
      hide(range)
    } else {
      hidden += judging(range, SecretsInText.ranges).map { $0.lowerBound + range.lowerBound..<$0.upperBound + range.lowerBound }
    }
  }

  private func isHidden(_ range: Range<Int>) -> Bool {
    judging(range) { level.meaning.hides($0) || (level.isOfEntry && !PlainValues.isSwitch($0)) }
  }

  private mutating func forgetKey() {
    level.meaning = .plain
    level.isOfEntry = false
  }

  private mutating func hide(_ range: Range<Int>) {
    let blanks = bytes[range].prefix { $0 <= UInt8(ascii: " ") }.count
    let trailing = bytes[range].reversed().prefix { $0 <= UInt8(ascii: " ") }.count
    guard blanks < range.count else { return }
    hidden.append(range.lowerBound + blanks..<range.upperBound - trailing)
  }

  // MARK: Bytes

  /// `${var.NAME}` and nothing else.
  private func isPlaceholder(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.starts(with: "${".utf8) && text.last == UInt8(ascii: "}")
  }

  private func judging<Result>(_ range: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    bytes.withUnsafeBufferPointer { buffer in
      body(UnsafeBufferPointer(rebasing: buffer[range.lowerBound - bytes.startIndex..<range.upperBound - bytes.startIndex]))
    }
  }

  private var isCommentStart: Bool {
    guard !isComment, at + 1 < bytes.endIndex else { return false }
    return bytes[at + 1] == UInt8(ascii: "/") || bytes[at + 1] == UInt8(ascii: "*")
  }

  private var isCommentEnd: Bool {
    bytes[at] == UInt8(ascii: "*") && at + 1 < bytes.endIndex && bytes[at + 1] == UInt8(ascii: "/")
  }

  private func isDivider(_ byte: UInt8) -> Bool {
    switch byte {
    case ...UInt8(ascii: " "), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ","),
      UInt8(ascii: "\""), UInt8(ascii: ":"):
      true
    default: false
    }
  }
}
