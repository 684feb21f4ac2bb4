package import Planning
import Resources

/// What somebody else changed since it was recorded, what becomes of it, and what is left to others.
package struct DriftText {
  private let plan: Plan
  private let style: Style
  private let values: ValueText

  package init(_ plan: Plan, style: Style = .plain, revealsAll: Bool = false) {
    self.plan = plan
    self.style = style
    values = ValueText(
      reveal: RevealPolicy(for: plan, revealsAll: revealsAll), images: ImageText(registry: plan.environment.provider.registry))
  }

  package var text: String {
    var sections: [[String]] = []
    if !plan.drift.isEmpty { sections.append(DriftSection(plan, values: values, style: style).lines) }
    if !plan.ignored.isEmpty { sections.append(IgnoredSection(plan: plan, values: values, style: style).lines) }
    sections.append([closing])
    return sections.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private var closing: String {
    let directory = plan.environment.directory
    guard let state = plan.state else { return "Nothing is recorded of \(directory), so nothing can have drifted." }
    let ignored = plan.ignored.isEmpty ? "" : " \(counted(plan.ignored.count, "difference")) left to others."
    guard !plan.drift.isEmpty else { return "No drift. \(directory) is as recorded at serial \(state.serial).\(ignored)" }
    return style.paint("Drift: \(counted(plan.drift.count, "resource")) changed outside reconcile.\(ignored)", .strong)
  }
}
