/// A sum over the fields of a row that notices damage: bits that flipped on a disk, a page that was cut off.
///
/// SQLite keeps no sums of its pages, so a flipped bit inside a text would otherwise be read as a value. Every step is a
/// bijection of the word added, so that one changed word always changes the sum. It is no protection against intent.
struct Checksum: Equatable {
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  mutating func add(_ number: Int) {
    mix(UInt64(bitPattern: Int64(number)))
  }

  /// The length takes part, so that texts side by side do not run into each other; nil is not the empty text.
  mutating func add(_ text: String?) {
    guard var text else { return add(-1) }
    text.withUTF8 { bytes in
      mix(UInt64(bytes.count))
      let whole = bytes.count & ~7
      let start = UnsafeRawBufferPointer(bytes)
      for offset in stride(from: 0, to: whole, by: 8) {
        mix(UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
      }
      var rest: UInt64 = 0
      for byte in bytes[whole...] { rest = rest << 8 | UInt64(byte) }
      mix(rest)
    }
  }

  private mutating func mix(_ word: UInt64) {
    state = (state ^ word) &* 0xFF51_AFD7_ED55_8CCD
    state ^= state >> 32
  }

  /// As SQLite keeps it.
  var stored: Int64 { Int64(bitPattern: state) }

  static func of(_ texts: String?...) -> Int64 {
    var sum = Checksum()
    for text in texts { sum.add(text) }
    return sum.stored
  }
}
