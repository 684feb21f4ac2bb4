import Planning
import Resources

/// What somebody else changed since we wrote it down; shown first, and also when there is nothing to do.
struct DriftSection {
  private let plan: Plan
  private let values: ValueText
  private let style: Style

  init(_ plan: Plan, values: ValueText, style: Style) {
    self.plan = plan
    self.values = values
    self.style = style
  }

  var lines: [String] {
    let columns = PlanColumns(addresses: plan.drift.map(\.address))
    return [heading] + plan.drift.flatMap { lines($0, columns) }
  }

  private var heading: String {
    let since = plan.state.map { " since serial \($0.serial)" } ?? ""
    return style.paint("Drift (changed outside reconcile\(since)):", .strong)
  }

  private func lines(_ drift: Drift, _ columns: PlanColumns) -> [String] {
    let address = drift.address.description.padded(to: columns.address)
    switch drift.kind {
    case .deleted:
      return ["  " + style.paint("- \(address)", .removed) + "  deleted"]
    case .changed:
      let start = "  " + style.paint("~ \(address)", .changed) + "  changed"
      let lines = FieldLines(values: values, style: style, restored: []).lines(drift.fields)
      guard drift.fields.count == 1, lines.count == 1, let field = drift.fields.first else {
        return [start] + lines
      }
      return ["\(start)   \(values.labelled(field))"]
    }
  }
}
