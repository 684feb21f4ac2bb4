package import JSONDocument
import Planning
import Resources

/// The comparison of loose documents as lines of JSON: one for each pair, then the outcome.
package enum DifferenceJSON {
  package static func lines(_ differences: [Difference]) -> [JSON] {
    differences.map(line) + [
      MachineFormat.line(
        .outcome,
        [
          ("operation", "diff"), ("result", differences.allSatisfy(\.isEqual) ? "equal" : "different"),
          ("compared", .int(differences.count)), ("differing", .int(differences.count { !$0.isEqual })),
        ])
    ]
  }

  private static func line(_ difference: Difference) -> JSON {
    let fields = FieldViews(reveal: RevealPolicy(key: nil), images: ImageText(registry: ""))
    return MachineFormat.line(
      .difference,
      [
        ("kind", .string(difference.kind.type)), ("name", difference.name.json), ("before", .string(difference.titles.before)),
        ("after", .string(difference.titles.after)), ("state", .string(state(difference))),
        ("fields", MachineFormat.some(difference.fields.map { FieldJSON.object(fields.view(of: $0)) })),
        ("open", MachineFormat.some(difference.open.map { .string($0.description) })),
      ])
  }

  private static func state(_ difference: Difference) -> String {
    switch difference.state {
    case .added: "added"
    case .removed: "removed"
    case .compared: difference.isEqual ? "equal" : "different"
    }
  }
}
