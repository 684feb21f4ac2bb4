/// A line by which version control parts two versions of a text that it could not merge.
///
/// No string of JSON goes over the end of a line, so no sound document has such a line.
enum ConflictMarker {
  /// Where the first one stands, without its line break.
  static func first(in bytes: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      if isMarker(bytes[start..<end]) { return start..<end }
      start = end + 1
    }
    return nil
  }

  /// Seven of a sort, alone or before the name of a version.
  private static func isMarker(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard let sign = line.first, "<=>|".utf8.contains(sign), line.prefix(while: { $0 == sign }).count == 7 else { return false }
    return line.dropFirst(7).first.map { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") } ?? true
  }
}
