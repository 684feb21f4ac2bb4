/// Makes long values short without making different values look the same.
enum Shortening {
  /// Keeps the beginning and the end, which is where people look in ARNs and URLs.
  static func middle(_ text: String, to limit: Int) -> String {
    guard text.count > limit, limit > 4 else { return text }
    let head = (limit - 1) / 2
    return text.prefix(head) + "…" + text.suffix(limit - 1 - head)
  }

  static func end(_ text: String, to limit: Int) -> String {
    text.count > limit && limit > 1 ? text.prefix(limit - 1) + "…" : text
  }

  /// Shortens both values around the part in which they differ.
  static func pair(_ before: String, _ after: String, to limit: Int) -> (before: String, after: String) {
    if before.count <= limit, after.count <= limit { return (before, after) }
    let a = Array(before)
    let b = Array(after)
    var head = 0
    while head < min(a.count, b.count), a[head] == b[head] { head += 1 }
    var tail = 0
    while tail < min(a.count, b.count) - head, a[a.count - 1 - tail] == b[b.count - 1 - tail] { tail += 1 }
    let context = 12
    let start = max(0, head - context)
    let short = [a, b].map { characters -> String in
      let end = min(characters.count, characters.count - tail + context)
      return (start > 1 ? "…" : String(characters[..<start])) + String(characters[start..<max(start, end)])
        + (end < characters.count - 1 ? "…" : String(characters[max(start, end)...]))
    }
    let cut = short.map { middle($0, to: limit) }
    if cut[0] != cut[1] { return (cut[0], cut[1]) }
    return ("\(cut[0]) (\(before.count) characters)", "\(cut[1]) (\(after.count) characters, changed inside)")
  }
}
