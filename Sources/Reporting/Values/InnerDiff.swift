import JSONDocument

/// The differences inside one value: of two documents by key, of two texts by line.
enum InnerDiff {
  struct Entry: Equatable {
    /// `rules[0].selection.countNumber`
    var path: String
    var before: JSON?
    var after: JSON?
  }

  /// Every leaf in which the documents differ, in the order of the keys.
  static func entries(_ before: JSON, _ after: JSON, at path: String = "") -> [Entry] {
    if before == after { return [] }
    if let a = before.objectValue, let b = after.objectValue {
      let keys = Set(a.keys).union(b.keys).sorted()
      return keys.flatMap { key in member(a[key], b[key], at: Self.member(key, of: path)) }
    }
    if let a = before.arrayValue, let b = after.arrayValue { return elements(a, b, at: path) }
    return [Entry(path: path, before: before, after: after)]
  }

  private static func member(_ name: String, of path: String) -> String {
    let isWord = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    guard isWord else { return path + "[" + JSON.string(name).text() + "]" }
    return path.isEmpty ? name : "\(path).\(name)"
  }

  private static func member(_ before: JSON?, _ after: JSON?, at path: String) -> [Entry] {
    guard let before, let after else {
      return before == nil && after == nil ? [] : [Entry(path: path, before: before, after: after)]
    }
    return entries(before, after, at: path)
  }

  /// Equal elements at both ends are left out; what remains is compared by place when there are as many on both sides.
  private static func elements(_ a: [JSON], _ b: [JSON], at path: String) -> [Entry] {
    var head = 0
    while head < min(a.count, b.count), a[head] == b[head] { head += 1 }
    var tail = 0
    while tail < min(a.count, b.count) - head, a[a.count - 1 - tail] == b[b.count - 1 - tail] { tail += 1 }
    let left = a[head..<(a.count - tail)]
    let right = b[head..<(b.count - tail)]
    if left.count == right.count {
      return zip(left, right).enumerated().flatMap { offset, pair in
        entries(pair.0, pair.1, at: "\(path)[\(head + offset)]")
      }
    }
    return left.enumerated().map {
      Entry(path: "\(path)[\(head + $0.offset)]", before: $0.element, after: nil)
    }
      + right.enumerated().map { Entry(path: "\(path)[\(head + $0.offset)]", before: nil, after: $0.element) }
  }

  /// How many plain values the documents have in common.
  static func common(_ before: JSON, _ after: JSON) -> Int {
    values(in: after) - entries(before, after).reduce(0) { $0 + ($1.after.map(values) ?? 0) }
  }

  private static func values(in json: JSON) -> Int {
    if let members = json.objectValue { return members.reduce(0) { $0 + values(in: $1.value) } }
    if let elements = json.arrayValue { return elements.reduce(0) { $0 + values(in: $1) } }
    return 1
  }

  /// Lines that went, with `-`, and lines that came, with `+`; equal lines are left out.
  static func lines(_ before: String, _ after: String) -> [(symbol: Character, text: String)] {
    let a = before.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let b = after.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var result: [(position: Int, order: Int, symbol: Character, text: String)] = []
    var removed = 0
    for change in b.difference(from: a) {
      switch change {
      case .remove(let offset, let text, _):
        removed += 1
        result.append((offset, 0, "-", text))
      case .insert(let offset, let text, _):
        result.append((offset, 1, "+", text))
      }
    }
    return result.sorted { ($0.position, $0.order) < ($1.position, $1.order) }.map { ($0.symbol, $0.text) }
  }
}
