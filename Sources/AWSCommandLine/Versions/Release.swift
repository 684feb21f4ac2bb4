/// A version of the `aws` program: `2.22.2`.
struct Release: Sendable, Hashable, Comparable, CustomStringConvertible {
  var major: Int
  var minor: Int
  var patch: Int

  /// Nil for what is no three numbers; what follows them (`2.9.19.dev0`) says nothing about what is known.
  init?(_ text: some StringProtocol) {
    let numbers = text.split(separator: ".", omittingEmptySubsequences: false).prefix(3).compactMap { Int($0) }
    guard numbers.count == 3, numbers.allSatisfy({ $0 >= 0 }) else { return nil }
    (major, minor, patch) = (numbers[0], numbers[1], numbers[2])
  }

  var description: String { "\(major).\(minor).\(patch)" }

  static func < (left: Release, right: Release) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }
}
