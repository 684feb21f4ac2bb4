import Diagnostics
import Planning
import Providers
import Resources

extension Plan {
  /// What its steps will ask of the cloud, but for deletions, which say nothing but names.
  var writes: [(address: Address, write: PlannedWrite)] {
    steps.compactMap { step in
      switch step.work {
      case .create(let creation): (step.address, .create(creation.resource))
      case .update(let change): (step.address, .update(ResourceUpdate(change)))
      case .run(let run): (step.address, .run(TaskLaunch(input: run.resource.attributes, container: run.task.container)))
      case .delete, .awaitRollout, .adopt, .forget: nil
      }
    }
  }
}

extension ResourceUpdate {
  fileprivate init(_ change: Step.ResourceChange) {
    self.init(
      identity: change.resource.identity, before: change.before, after: change.after, changedMembers: change.changedMembers)
  }
}

/// What the program that makes the calls is too old for, and who needs it.
struct CLISupportFindings: Sendable {
  var unknown: [UnknownToProgram: PlannedNeeds.Users] = [:]

  init(_ answers: some Sequence<(Address, [UnknownToProgram])> = []) {
    for (address, parts) in answers {
      for part in parts { unknown[part, default: []].insert(address) }
    }
  }

  /// One finding for all, since there is one thing to do about it. Without that thing those calls fail, so nothing is said
  /// about going on regardless.
  func finding(_ mode: PreflightMode) -> [Diagnostic] {
    guard let program = unknown.keys.map(\.program).min() else { return [] }
    let lines = unknown.map { part, users in Line(part, users) }.sorted()
    let count = lines.count == 1 ? "something" : "\(lines.count) things"
    let closing = mode == .error ? "Nothing was changed." : "It will refuse those calls."
    return [
      Diagnostic(
        mode == .error ? .error : .warning, "aws-too-old", "\(program) is too old for \(count) that this plan sends",
        details: lines.map(\.text) + [
          "It leaves what it does not know out of answers too, so such a field looks absent. \(closing)"
        ],
        fix: "install \(wanted); a field is never left out")
    ]
  }

  /// `aws 2.22.2 or later (of version 1: 1.36.7 or later)`
  private var wanted: String {
    let others = youngest.dropFirst().map { " (of version \($0.prefix { $0 != "." }): \($0) or later)" }
    return "aws \(youngest.first ?? "") or later\(others.joined())"
  }

  /// For each line of the program the first version that knows all of it; the newest line first.
  private var youngest: [String] {
    let columns = unknown.keys.map(\.knownFrom)
    let width = columns.map(\.count).min() ?? 0
    return (0..<width).reversed().compactMap { line in
      columns.map { $0[line] }.max { Self.numbers($0) < Self.numbers($1) }
    }
  }

  private static func numbers(_ version: String) -> Numbers {
    Numbers(parts: version.split(separator: ".").map { Int($0) ?? 0 })
  }

  private struct Numbers: Comparable {
    var parts: [Int]
    static func < (left: Numbers, right: Numbers) -> Bool { left.parts.lexicographicallyPrecedes(right.parts) }
  }

  private struct Line: Comparable {
    var text: String
    private var key: [String]

    init(_ part: UnknownToProgram, _ users: PlannedNeeds.Users) {
      let first = users.min()?.description ?? ""
      let others = users.count > 1 ? " and \(users.count - 1) more" : ""
      let what = part.member.map { "\"\($0)\" of \(part.operation)" } ?? "the call \(part.operation)"
      text = "\(first)\(others): \(what) is known from \(part.knownFrom.joined(separator: " and ")) on."
      key = [first, part.operation, part.member ?? ""]
    }

    static func < (left: Line, right: Line) -> Bool { left.key.lexicographicallyPrecedes(right.key) }
  }
}
