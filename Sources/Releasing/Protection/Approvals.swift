package import Recording

/// Who has agreed to a deed, as the history of its environment says.
package struct Approvals: Sendable, Equatable {
  /// The operation of a run that only writes an approval down.
  package static let operation = "approve"

  /// Persons whose approvals count: each once, the latest first.
  package var persons: [String] = []
  /// Who made the plan has approved of it, which does not count.
  package var hasOwn = false

  /// `runs`: the newest first. An approval is used up by the next run that begins to perform the deed, however that ends.
  package init(of deed: String, madeBy maker: String, in runs: [RunRecord]) {
    for run in runs where run.description.deed.map(deed.hasPrefix) ?? false {
      guard run.description.operation == Self.operation else { break }
      guard run.outcome?.result == .succeeded else { continue }
      let person = run.description.who
      if Self.isSame(person, maker) {
        hasOwn = true
      } else if !persons.contains(where: { Self.isSame($0, person) }) {
        persons.append(person)
      }
    }
  }

  /// The same person on two machines: what stands before the `@` decides, whatever its capitals.
  package static func isSame(_ person: String, _ other: String) -> Bool { name(person) == name(other) }

  private static func name(_ person: String) -> String { person.prefix { $0 != "@" }.lowercased() }
}
