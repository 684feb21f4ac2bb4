import JSONDocument
import Resources

/// Which tags an environment asked for in its runs, and when each came first.
///
/// Tags say nothing about their age. But an environment that had `a` before it had `b` goes back when it goes from `b`
/// to `a`, and people want to be told: it is a rollback, or the wrong file was copied.
package struct TagHistory: Sendable {
  private var first: [String: [String: Int]] = [:]

  package init() {}

  /// Notes what one run asked for, with or without the digest that it stood for; `run` grows with time.
  package mutating func add(_ tag: String, of image: String, run: Int) {
    let version = ImageReference(tag).flatMap { tag.contains("/") ? $0.version : nil } ?? String(tag.prefix { $0 != "@" })
    first[image, default: [:]][version] = min(run, first[image]?[version] ?? run)
  }

  /// By the runs; where they had not both of them, by the numbers in them that count: `staging-9` is older than `staging-10`.
  package func isOlder(_ tag: String, than other: String, of image: String) -> Bool {
    guard let one = first[image]?[tag], let two = first[image]?[other] else {
      return TagOrder.isOlder(tag, than: other) ?? false
    }
    return one < two
  }

  /// The same plan, where each image that goes back says so.
  package func marking(_ plan: Plan) -> Plan {
    plan.markingImages { way in isOlder(way.after, than: way.before, of: way.image) }
  }
}

extension Plan {
  /// Some image stays in its repository and gets another version.
  package var changesTags: Bool { changes.contains { $0.fields.contains { $0.imageChange != nil } } }

  /// Images that go back to a version from before.
  package var backwards: Set<ImageTagChange.Way> {
    Set(changes.flatMap(\.fields).compactMap { $0.imageChange.flatMap { $0.goesBack ? $0.way : nil } })
  }

  func markingImages(_ goesBack: (ImageTagChange.Way) -> Bool) -> Plan {
    var plan = self
    let unfinished = unfinishedVersions
    for change in plan.changes.indices where !unfinished.contains(plan.changes[change].address) {
      for field in plan.changes[change].fields.indices {
        guard let way = plan.changes[change].fields[field].imageChange?.way, goesBack(way) else { continue }
        plan.changes[change].fields[field].imageChange?.goesBack = true
      }
    }
    return plan
  }
}
