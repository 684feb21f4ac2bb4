/// Chance that depends on nothing but a seed and a place, so that taking parts of a document away leaves all decisions
/// about the rest as they were.
struct Dice: Sendable {
  let seed: UInt64

  /// A number from 0 to `sides` - 1.
  func roll(_ sides: Int, _ place: String, _ purpose: String) -> Int {
    Int(bits(place, purpose) % UInt64(sides))
  }

  func flip(_ place: String, _ purpose: String, chance: Int = 50) -> Bool { roll(100, place, purpose) < chance }

  func shuffled<T>(_ elements: [T], _ place: String, _ purpose: String) -> [T] {
    elements.enumerated().map { (bits("\(place)#\($0.offset)", purpose), $0.element) }.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// FNV-1a over the text, mixed by SplitMix64.
  private func bits(_ place: String, _ purpose: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ (seed &* 0x9e37_79b9_7f4a_7c15)
    for byte in place.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    for byte in purpose.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
    hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
    return hash ^ (hash >> 31)
  }
}
