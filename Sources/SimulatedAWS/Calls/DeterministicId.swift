/// Digits that look random and follow from a seed.
struct DeterministicId {
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

  private static let hexDigits = Array("0123456789abcdef".utf8)
  private static let decimals = Array("0123456789".utf8)
  private static let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

  /// As in task ids: `f2c1…`
  func hex(_ count: Int) -> String { String(decoding: digits(count, Self.hexDigits), as: UTF8.self) }
  /// As in deployment ids: `4712…`, without a leading zero.
  func decimal(_ count: Int) -> String {
    var digits = digits(count, Self.decimals)
    if digits.first == UInt8(ascii: "0") { digits[0] = UInt8(ascii: "1") }
    return String(decoding: digits, as: UTF8.self)
  }
  /// As in ids of service deployments and attachments.
  func lettersAndDigits(_ count: Int) -> String { String(decoding: digits(count, Self.letters), as: UTF8.self) }

  /// `8-4-4-4-12`
  var uuid: String {
    var text = digits(32, Self.hexDigits)
    for position in [8, 13, 18, 23] { text.insert(UInt8(ascii: "-"), at: position) }
    return String(decoding: text, as: UTF8.self)
  }

  private func digits(_ count: Int, _ alphabet: [UInt8]) -> [UInt8] {
    var generator = self
    return (0..<count).map { _ in alphabet[Int(generator.next() % UInt64(alphabet.count))] }
  }
}
