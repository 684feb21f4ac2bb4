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
    if !view.rolloutNotes.isEmpty { sections.append(RolloutNoteText(view, style: style).lines) }
    sections.append([closing])
    return sections.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private var closing: String {
    let directory = view.environment.directory
    guard let state = view.state else { return "Nothing is recorded of \(directory), so nothing can have drifted." }
    let ignored = view.ignored.isEmpty ? "" : " \(counted(view.ignored.count, "difference")) left to others."
    guard !view.drift.isEmpty else { return "No drift. \(directory) is as recorded at serial \(state.serial).\(ignored)" }
    return style.paint("Drift: \(counted(view.drift.count, "resource")) changed outside reconcile.\(ignored)", .strong)
  }
}
