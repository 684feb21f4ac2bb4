import Synchronization

/// Random waiting times for everybody who waits; the generator is passed in, so that a run can be repeated.
final class Jitter: Sendable {
  private let generator: Mutex<any RandomNumberGenerator & Sendable>

  init(_ generator: any RandomNumberGenerator & Sendable) {
    self.generator = Mutex(generator)
  }

  func seconds(in range: ClosedRange<Double>) -> Double {
    generator.withLock { generator in
      let unit = Double(generator.next() >> 11) / Double(1 << 53)
      return range.lowerBound + (range.upperBound - range.lowerBound) * unit
    }
  }
}

/// A small generator (SplitMix64) whose numbers follow from its seed.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
