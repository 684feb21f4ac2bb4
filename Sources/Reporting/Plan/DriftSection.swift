import Planning
import Resources

/// What somebody else changed since we wrote it down; shown first, and also when there is nothing to do.
struct DriftSection {
  private let view: PlanView
  private let values: ValueText
  private let style: Style

  init(_ view: PlanView, style: Style) {
    self.view = view
    values = ValueText(images: view.images)
    self.style = style
  }

  var lines: [String] {
    let columns = PlanColumns(addresses: view.drift.map(\.address))
    return [heading] + view.drift.flatMap { lines($0, columns) }
  }

  private var heading: String {
    let since = view.state.map { " since serial \($0.serial)" } ?? ""
    return style.paint("Drift (changed outside reconcile\(since)):", .strong)
  }

  private func lines(_ drift: DriftView, _ columns: PlanColumns) -> [String] {
    let address = drift.address.description.padded(to: columns.address)
    let notes = Dictionary(
      drift.fields.compactMap { field in field.fate.map { (field.path, Self.words($0)) } }, uniquingKeysWith: { $1 })
    switch drift.kind {
    case .deleted, .deregistered:
      let again = drift.kind == .deleted ? "apply makes it again" : "apply registers the same content anew"
      let fate = drift.fate.map { " (\($0 == .restored ? again : Self.words($0)))" } ?? ""
      return ["  " + style.paint("- \(address)", .removed) + "  \(drift.kind.rawValue)" + fate]
    case .changed:
      let start = "  " + style.paint("~ \(address)", .changed) + "  changed"
      let lines = FieldLines(values: values, style: style, notes: notes).lines(drift.fields)
      guard drift.fields.count == 1, lines.count == 1, let field = drift.fields.first else {
        return [start] + lines
      }
      return ["\(start)   \(values.labelled(field))" + (notes[field.path].map { " (\($0))" } ?? "")]
    }
  }

  private static func words(_ fate: Drift.Fate) -> String {
    switch fate {
    case .restored: "in the files; apply restores it"
    case .overridden: "the files want another value"
    case .kept: "not in the files; it stays"
    case .unwanted: "no longer in the files"
    }
  }
}

/// The differences that nobody acts on, a line each.
struct IgnoredSection {
  let view: PlanView
  let style: Style

  var lines: [String] {
    let columns = PlanColumns(addresses: view.ignored.map(\.address))
    let values = ValueText(images: view.images)
    return [style.paint("Ignored:", .strong)]
      + view.ignored.map { ignored in
        "    \(ignored.address.description.padded(to: columns.address))  \(values.labelled(ignored.field))"
          + " (\(Printable.line(ignored.reason)))"
      }
  }
}
