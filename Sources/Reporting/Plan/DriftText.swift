import Planning
import Resources

/// What somebody else changed since it was recorded, what becomes of it, and what is left to others.
package struct DriftText {
  private let view: PlanView
  private let style: Style

  package init(_ view: PlanView, style: Style = .plain) {
    self.view = view
    self.style = style
  }

  package var text: String {
    var sections: [[String]] = []
    if !view.drift.isEmpty { sections.append(DriftSection(view, style: style).lines) }
    if !view.ignored.isEmpty { sections.append(IgnoredSection(view: view, style: style).lines) }
    if !view.unproven.isEmpty { sections.append(UnprovenSection(view: view).lines) }
    if !view.rolloutNotes.isEmpty { sections.append(RolloutNoteText(view, style: style).lines) }
    if !view.leftOver.isEmpty { sections.append(leftOver) }
    sections.append([closing])
    return sections.page
  }

  private var leftOver: [String] {
    let columns = PlanColumns(addresses: view.leftOver.map(\.address))
    return [style.paint("Left over from replacements:", .strong)]
      + view.leftOver.map { "    \($0.address.description.padded(to: columns.address))  \(ReasonText.text($0) ?? "")" }
  }

  private var closing: String {
    let directory = view.environment.directory
    guard let state = view.state else { return "Nothing is recorded of \(directory), so nothing can have drifted." }
    let ignored = view.ignored.isEmpty ? "" : " \(counted(view.ignored.count, "difference")) left to others."
    guard !view.drift.isEmpty else {
      guard view.leftOver.isEmpty else {
        let number = counted(view.leftOver.count, "object")
        return "No drift, but \(number) left over; apply deletes \(view.leftOver.count == 1 ? "it" : "them").\(ignored)"
      }
      return "No drift. \(directory) is as recorded at serial \(state.serial).\(ignored)"
    }
    return style.paint("Drift: \(counted(view.drift.count, "resource")) changed outside reconcile.\(ignored)", .strong)
  }
}
