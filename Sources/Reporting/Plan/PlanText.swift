import Planning
import Resources

/// A plan as people read it: what others changed, what apply would do and why, and how much it is.
///
/// The same plan gives the same bytes: entries stand in the order of addresses, and no clock is read.
package struct PlanText {
  private let view: PlanView
  private let style: Style
  let values: ValueText

  package init(_ view: PlanView, style: Style = .plain) {
    self.view = view
    self.style = style
    values = ValueText(images: view.images)
  }

  package var text: String {
    var sections: [[String]] = []
    if !view.drift.isEmpty { sections.append(DriftSection(view, style: style).lines) }
    if !view.changes.isEmpty { sections.append([heading] + changeLines) }
    if !view.left.isEmpty { sections.append(left) }
    if !view.refused.isEmpty { sections.append(refused) }
    if !view.underWay.isEmpty { sections.append(underWay) }
    if !view.rolloutNotes.isEmpty { sections.append(RolloutNoteText(view, style: style).lines) }
    if !view.unproven.isEmpty { sections.append(UnprovenSection(view: view).lines) }
    if !view.checks.isEmpty { sections.append(checks) }
    sections.append(closing)
    return sections.page
  }

  private var heading: String {
    let provider = view.environment.provider
    let what = view.operation == .destroy ? "Plan to destroy" : "Plan for"
    return style.paint(
      "\(what) \(view.environment.name) (\(provider.name), \(provider.region), cluster \(view.environment.cluster)):",
      .strong)
  }

  private var refused: [String] {
    [style.paint("Refused, because it would take data along:", .strong)]
      + view.refused.flatMap { change in
        ["  " + style.paint("! \(change.address)", .error)]
          + FieldLines(values: values, style: style, notes: [:]).lines(change.fields)
      }
  }

  private var left: [String] {
    let columns = PlanColumns(addresses: view.left.map(\.address))
    return ["No longer in the files, but they stay, because AWS has no value that takes them back:"]
      + view.left.map { left in
        let value = values.value(left.field.after, of: left.field)
        let path = Printable.line(left.field.path.description)
        return "    \(left.address.description.padded(to: columns.address))  \(path) \(value)"
      }
  }

  private var underWay: [String] {
    let rollouts = view.underWay
    let width = min(52, rollouts.map(\.address.description.count).max() ?? 0)
    return ["Still rolling out; apply waits for it:"]
      + rollouts.map { "    \($0.address.description.padded(to: width))  \($0.revision)" }
  }

  private var checks: [String] {
    let columns = PlanColumns(addresses: view.checks.map(\.address))
    return ["Checks that apply runs when the rollout is complete:"]
      + view.checks.map { check in
        "    \(check.address.description.padded(to: columns.address))  \(Printable.line(check.text))"
          + (check.isNew ? style.paint("  (new since the last apply)", .strong) : "")
      }
  }

  private var changeLines: [String] {
    let columns = PlanColumns(view.rows)
    return view.rows.flatMap { ChangeLines(row: $0, columns: columns, values: values, style: style).lines }
  }

  // MARK: The end

  private var closing: [String] {
    var lines: [String] = []
    let directory = view.environment.directory
    if !view.ignored.isEmpty {
      let number = counted(view.ignored.count, "difference")
      lines.append(style.paint("\(number) left to others; `reconcile drift \(directory)` lists them.", .muted))
    }
    if let note = foldedNote { lines.append(style.paint(note, .muted)) }
    lines.append(view.conclusion == .changes ? style.paint(summary, .strong) : conclusion)
    if view.waves.count > 1 {
      let waves = view.waves.map { wave in listed(wave.map(\.name), limit: 6) }
      lines.append("Rolled out in this order, each when the one before is complete: \(waves.joined(separator: " → ")).")
    }
    if !view.targets.isEmpty, view.operation != .run {
      let rest = view.targets.count == 1 ? "what it needs" : "what they need"
      lines.append("Only \(listed(view.targets.map(\.description))) and \(rest) were looked at (-target).")
    }
    if !view.leftOut.isEmpty {
      let addresses = listed(view.leftOut.map(\.description))
      lines.append("Not in the saved plan, and left to the next one: \(addresses).")
    }
    return lines
  }

  private var foldedNote: String? {
    switch view.foldedRevisions {
    case 0: nil
    case 1: "1 new revision is shown on the line of its service."
    case let number: "\(number) new revisions are shown on the lines of their services."
    }
  }

  var conclusion: String {
    let directory = view.environment.directory
    switch view.conclusion {
    case .changes: return summary
    case .onlyRefused: return "Nothing else would change."
    case .nothingToDestroy: return "No changes. Nothing of \(directory) is recorded; there is nothing to destroy."
    case .nothingInSavedPlan: return "The saved plan holds no changes."
    case .onlyWaits:
      let (rollouts, services) = (view.underWay.count, view.unproven.count)
      let buts = [
        rollouts > 0 ? "\(counted(rollouts, "rollout")) \(rollouts == 1 ? "is" : "are") still under way" : nil,
        services > 0 ? "\(counted(services, "service")) \(services == 1 ? "is" : "are") not proven to work" : nil,
      ]
      return "No changes, but \(buts.compactMap { $0 }.joined(separator: ", and "))."
    case .matches:
      let subject = view.targets.isEmpty ? directory : "The targeted part of \(directory)"
      return "No changes. \(subject) matches its configuration."
    }
  }

  /// `Plan: 1 to add, 2 to change, 0 to destroy. 9 unchanged.`
  private var summary: String {
    let refused = view.refused.isEmpty ? "" : ", \(view.refused.count) refused"
    return "Plan: \(countsText). \(view.unchanged) unchanged\(refused)."
  }

  /// `1 to add, 2 to change, 0 to destroy`
  var countsText: String {
    let counts = view.counts
    var parts: [String] = []
    if counts.adopt > 0 { parts.append("\(counts.adopt) to adopt") }
    parts += ["\(counts.add) to add", "\(counts.change) to change", "\(counts.destroy) to destroy"]
    if counts.forget > 0 { parts.append("\(counts.forget) to forget") }
    if counts.run > 0 { parts.append("\(counted(counts.run, "task")) to run") }
    return parts.joined(separator: ", ")
  }
}

/// How wide the columns are, so that all rows of a plan stand under one another.
struct PlanColumns {
  var address: Int
  /// Of `tracker-api:41 → new revision` in rows that show tags after it.
  var revision: Int
  private static let addressLimit = 52

  init(_ rows: [PlanRow]) {
    self.init(addresses: rows.map(\.change.address))
    revision = rows.map { ChangeLines.bumpText($0)?.count ?? 0 }.max() ?? 0
  }

  init(addresses: [Address]) {
    address = min(Self.addressLimit, addresses.map(\.description.count).max() ?? 0)
    revision = 0
  }
}
