package import JSONDocument
package import Releasing
import Resources

/// Which revisions go and how many stay, a line for each family.
package struct PruneText {
  private let pruning: Pruning
  private let environment: String
  private let keep: Int

  package init(_ pruning: Pruning, environment: String, keep: Int) {
    self.pruning = pruning
    self.environment = environment
    self.keep = keep
  }

  package var text: String {
    guard !pruning.isEmpty else {
      return "Nothing to prune: \(environment) needs every revision that is known of its families.\n"
    }
    let families = pruning.families.filter { !$0.going.isEmpty }
    let width = families.map(\.family.count).max() ?? 0
    let rows = families.map { family in
      "  - \(family.family.padded(to: width))  deregister \(Self.ranges(family.going.map(\.number)))  (\(family.staying) stay)"
    }
    let end = [
      "", "Prune: \(counted(pruning.going.count, "revision")) to deregister, \(pruning.staying) to keep.",
      "Images stay: what a registry keeps is a matter of its lifecycle policy.",
    ]
    return (["Revisions that \(environment) does not need (keepRevisions \(keep)):"] + rows.map(Printable.line) + end).page
  }

  /// `1-3, 5`
  static func ranges(_ numbers: [Int]) -> String {
    var ranges: [(Int, Int)] = []
    for number in numbers.sorted() {
      if let last = ranges.last, last.1 + 1 == number {
        ranges[ranges.count - 1].1 = number
      } else {
        ranges.append((number, number))
      }
    }
    return ranges.map { $0 == $1 ? "\($0)" : "\($0)-\($1)" }.joined(separator: ", ")
  }

  package var lines: [JSON] {
    pruning.families.map { family in
      MachineFormat.line(
        .pruning,
        [
          ("family", .string(family.family)), ("going", .array(family.going.map { .string($0.arn) })),
          ("staying", .int(family.staying)),
        ])
    }
  }

  /// How it ended.
  package static func end(done: Int, of total: Int) -> String {
    "\(done == total ? "Prune complete" : "Prune ended early"): \(done) of \(counted(total, "revision")) deregistered.\n"
  }
}
