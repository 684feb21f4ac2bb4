/// Digits that look random and follow from a seed.
struct Digits {
  private var state: UInt64

  init(seed: String) {
    state = Self.mixed(seed)
  }

  /// FNV-1a over the text, then one round of SplitMix64, so that near seeds give far digits.
  static func mixed(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return round(hash)
  }

  private static func round(_ value: UInt64) -> UInt64 {
    var mixed = value &+ 0x9e37_79b9_7f4a_7c15
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  private mutating func next() -> UInt64 {
    state = Self.round(state)
    return state
  }

  /// As in task ids: `f2c1…`
  func hex(_ count: Int) -> String { digits(count, Array("0123456789abcdef")) }
  /// As in deployment ids: `4712…`, without a leading zero.
  func decimal(_ count: Int) -> String { digits(1, Array("123456789")) + digits(count - 1, Array("0123456789")) }
  /// As in ids of service deployments and attachments.
  func lettersAndDigits(_ count: Int) -> String {
    digits(count, Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
  }

  /// `8-4-4-4-12`
  var uuid: String {
    let text = hex(32)
    var parts: [Substring] = []
    var rest = text[...]
    for length in [8, 4, 4, 4, 12] {
      parts.append(rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    return parts.joined(separator: "-")
  }

  private func digits(_ count: Int, _ alphabet: [Character]) -> String {
    var generator = self
    return String((0..<count).map { _ in alphabet[Int(generator.next() % UInt64(alphabet.count))] })
  }
}
