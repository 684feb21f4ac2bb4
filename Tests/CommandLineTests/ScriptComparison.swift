extension Script {
  /// The same commands with what they answer now.
  func answered(by run: (String) throws -> (output: [String], exitCode: Int32)) rethrows -> Script {
    var answered = self
    for (position, exchange) in exchanges.enumerated() {
      (answered.exchanges[position].output, answered.exchanges[position].exitCode) = try run(exchange.command)
    }
    return answered
  }

  /// For each command that answered otherwise, the command and its lines: `-` for the recorded ones, `+` for those of now.
  func differences(from actual: Script) -> [String] {
    zip(exchanges, actual.exchanges).filter { $0 != $1 }.map { $0.difference(from: $1) }
  }
}

extension Script.Exchange {
  func difference(from actual: Script.Exchange) -> String {
    "$ \(command)\n" + Self.difference(output + ["[exit \(exitCode)]"], actual.output + ["[exit \(actual.exitCode)]"])
  }

  private static func difference(_ expected: [String], _ actual: [String]) -> String {
    let changes = actual.difference(from: expected)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in changes {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var lines: [String] = []
    var (left, right) = (0, 0)
    while left < expected.count || right < actual.count {
      if left < expected.count, removed.contains(left) {
        lines.append("- \(expected[left])")
        left += 1
      } else if right < actual.count, inserted.contains(right) {
        lines.append("+ \(actual[right])")
        right += 1
      } else {
        lines.append("  \(expected[left])")
        left += 1
        right += 1
      }
    }
    return lines.joined(separator: "\n")
  }
}
