/// Does the work on all items, two at a time; returns what was found, one text for each item with findings.
func inPairs<Item: Sendable>(_ items: [Item], _ work: @escaping @Sendable (Item) async -> [String]) async -> [String] {
  await withTaskGroup(of: [String].self) { group in
    var left = items[...]
    var found: [String] = []
    for _ in 0..<2 { if let item = left.popFirst() { group.addTask { await work(item) } } }
    for await findings in group {
      if !findings.isEmpty { found.append(findings.joined(separator: "\n")) }
      if let item = left.popFirst() { group.addTask { await work(item) } }
    }
    return found
  }
}
