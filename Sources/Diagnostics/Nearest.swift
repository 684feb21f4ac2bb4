/// Did-you-mean: the known name that a misspelt one most likely stands for.
package enum Nearest {
  /// How many names are compared: a file of a machine may misspell thousands, and each of them may be any of thousands.
  static let most = 500

  /// The nearest of the first `most` of `known` when it is near enough to be meant; ties go to the first in order.
  package static func name(to name: String, among known: some Sequence<String>) -> String? {
    let wanted = letters(of: name)
    let limit = max(1, min(3, wanted.count / 3))
    var best: (name: String, distance: Int)?
    for candidate in known.prefix(most) where candidate != name {
      guard abs(candidate.utf8.count - name.utf8.count) <= limit * 4 else { continue }
      let letters = letters(of: candidate)
      guard abs(letters.count - wanted.count) <= limit else { continue }
      let distance = editDistance(wanted, letters)
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// Without regard to case, scalar by scalar: names are short, and many are compared.
  private static func letters(of name: String) -> [UInt32] {
    let isCapital = { (scalar: Unicode.Scalar) in ("A"..."Z").contains(scalar) }
    guard name.utf8.allSatisfy({ $0 < 0x80 }) else { return name.lowercased().unicodeScalars.map(\.value) }
    return name.unicodeScalars.map { isCapital($0) ? $0.value + 32 : $0.value }
  }

  /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
  static func editDistance(_ a: [UInt32], _ b: [UInt32]) -> Int {
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i] + [Int](repeating: 0, count: b.count)
      for j in 1...b.count {
        let cost = a[i - 1] == b[j - 1] ? 0 : 1
        row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { row[j] = min(row[j], beforeLast[j - 2] + 1) }
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
