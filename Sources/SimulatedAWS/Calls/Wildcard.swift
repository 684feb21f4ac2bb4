/// A pattern in which `*` stands for any text.
struct Wildcard: Sendable, Equatable {
  let text: String

  /// A mismatch goes back to the last star only, so the work is bounded by the product of both lengths.
  func matches(_ candidate: String) -> Bool {
    let (candidate, pattern) = (Array(candidate.utf8), Array(text.utf8))
    var (at, next) = (0, 0)
    var star: (at: Int, next: Int)?
    while at < candidate.count {
      if next < pattern.count, pattern[next] == UInt8(ascii: "*") {
        next += 1
        star = (at, next)
      } else if next < pattern.count, pattern[next] == candidate[at] {
        at += 1
        next += 1
      } else if let last = star {
        star = (last.at + 1, last.next)
        (at, next) = (last.at + 1, last.next)
      } else {
        return false
      }
    }
    return pattern[next...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
