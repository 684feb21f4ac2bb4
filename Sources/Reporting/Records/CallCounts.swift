package import JSONDocument

/// How many calls of the cloud's API a run made, most first.
package struct CallCounts {
  private let counts: [(operation: String, count: Int)]

  package init(_ counts: [String: Int]) {
    self.counts = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }

  private var total: Int { counts.reduce(0) { $0 + $1.count } }

  package var text: String {
    let each = counts.map { "\($0.count) \($0.operation)" }.joined(separator: ", ")
    return "\(counted(total, "call"))\(each.isEmpty ? "" : ": \(each)")\n"
  }

  package var line: JSON {
    MachineFormat.line(
      .stats, [("calls", .int(total)), ("operations", MachineFormat.object(counts.map { ($0.operation, .int($0.count)) }))])
  }
}
