import Diagnostics
package import Planning
import Resources

/// A plan as people read it: what others changed, what apply would do and why, and how much it is.
///
/// The same plan gives the same bytes: entries stand in the order of addresses, and no clock is read.
package struct PlanText {
  private let plan: Plan
  private let style: Style
  private let images: ImageText
  private let values: ValueText
  private let rows: [PlanRow]

  package init(_ plan: Plan, style: Style = .plain, revealsAll: Bool = false) {
    self.plan = plan
    self.style = style
    images = ImageText(registry: plan.environment.provider.registry)
    values = ValueText(reveal: RevealPolicy(for: plan, revealsAll: revealsAll), images: images)
    rows = PlanRow.rows(of: plan, images: images)
  }

  package var text: String {
    var sections: [[String]] = []
    if !plan.drift.isEmpty { sections.append(DriftSection(plan, values: values, style: style).lines) }
    if !plan.changes.isEmpty { sections.append([heading] + changeLines) }
    if !plan.refused.isEmpty { sections.append(refused) }
    if !plan.underWay.isEmpty { sections.append(underWay) }
    if !plan.unproven.isEmpty { sections.append(unproven) }
    sections.append(closing)
    return sections.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private var heading: String {
    let provider = plan.environment.provider
    let what = plan.isDestroy ? "Plan to destroy" : "Plan for"
    return style.paint(
      "\(what) \(plan.environment.name) (\(provider.name), \(provider.region), cluster \(plan.environment.cluster)):",
      .strong)
  }

  private var refused: [String] {
    [style.paint("Refused, because it would take data along:", .strong)]
      + plan.refused.flatMap { change in
        ["  " + style.paint("! \(change.address)", .error)]
          + FieldLines(values: values, style: style, notes: [:]).lines(change.fields)
      }
  }

  private var underWay: [String] {
    let rollouts = plan.underWay
    let width = min(52, rollouts.map(\.address.description.count).max() ?? 0)
    return ["Still rolling out; apply waits for it:"]
      + rollouts.map { "    \($0.address.description.padded(to: width))  \($0.rollout.shortRevision)" }
  }

  private var unproven: [String] {
    let rollouts = plan.unproven
    let width = min(52, rollouts.map(\.address.description.count).max() ?? 0)
    return ["Checks that have not passed; apply runs them again:"]
      + rollouts.map { address, rollout in
        "    \(address.description.padded(to: width))  \(rollout.shortRevision)  \(Self.problem(rollout))"
      }
  }

  private static func problem(_ rollout: ObservedRollout) -> String {
    if case .unproven(let problem?) = rollout.state { return SecretsInText.masked(Printable.line(problem)) }
    return "they were not run to their end"
  }

  private var changeLines: [String] {
    let columns = PlanColumns(rows)
    let drifted = Dictionary(
      plan.drift.map { ($0.address, Set($0.fields.map(\.path))) }, uniquingKeysWith: { first, _ in first })
    let emptied = Set(
      plan.steps.filter { if case .delete(let deletion) = $0.work { deletion.withData } else { false } }.map(
        \.address))
    let runs = Dictionary(
      plan.steps.compactMap { step in TaskRunText(step, in: plan).map { (step.address, $0) } }, uniquingKeysWith: { $1 })
    return rows.flatMap { row in
      ChangeLines(
        row: row, columns: columns, values: values, images: images, style: style,
        restored: drifted[row.change.address] ?? [], deletesData: emptied.contains(row.change.address),
        run: runs[row.change.address]
      ).lines
    }
  }

  // MARK: The end

  private var closing: [String] {
    var lines: [String] = []
    if !plan.ignored.isEmpty {
      let number = counted(plan.ignored.count, "difference")
      lines.append(style.paint("\(number) left to others; `reconcile drift \(plan.environment.directory)` lists them.", .muted))
    }
    let folded = rows.count { if case .tagBump = $0 { true } else { false } }
    let registered = rows.count {
      if case .tagBump(_, let taskDefinition, _, _) = $0 { taskDefinition.action != .adopt } else { false }
    }
    if plan.changes.isEmpty, !plan.refused.isEmpty {
      lines.append("Nothing else would change.")
    } else if plan.changes.isEmpty {
      lines.append(nothing)
    } else {
      if folded > 0, registered > 0 {
        let note =
          registered == 1
          ? "1 new revision is shown on the line of its service."
          : "\(registered) new revisions are shown on the lines of their services."
        lines.append(style.paint(note, .muted))
      }
      lines.append(style.paint(Self.summary(plan), .strong))
    }
    if plan.waves.count > 1 {
      let waves = plan.waves.map { wave in listed(wave.map(\.name), limit: 6) }
      lines.append("Rolled out in this order, each when the one before is complete: \(waves.joined(separator: " → ")).")
    }
    if !plan.targets.isEmpty, !plan.isRun {
      let rest = plan.targets.count == 1 ? "what it needs" : "what they need"
      lines.append("Only \(listed(plan.targets.map(\.description))) and \(rest) were looked at (-target).")
    }
    if !plan.leftOut.isEmpty {
      let addresses = listed(plan.leftOut.map(\.description))
      lines.append("Not in the saved plan, and left to the next one: \(addresses).")
    }
    return lines
  }

  private var nothing: String {
    if plan.isDestroy {
      return "No changes. Nothing of \(plan.environment.directory) is recorded; there is nothing to destroy."
    }
    let subject =
      plan.targets.isEmpty ? plan.environment.directory : "The targeted part of \(plan.environment.directory)"
    if !plan.leftOut.isEmpty { return "The saved plan holds no changes." }
    var buts: [String] = []
    if !plan.underWay.isEmpty {
      buts.append("\(counted(plan.underWay.count, "rollout")) \(plan.underWay.count == 1 ? "is" : "are") still under way")
    }
    if !plan.unproven.isEmpty { buts.append("the checks of \(counted(plan.unproven.count, "service")) have not passed") }
    guard buts.isEmpty else { return "No changes, but \(buts.joined(separator: ", and "))." }
    return "No changes. \(subject) matches its configuration."
  }

  /// `Plan: 1 to add, 2 to change, 0 to destroy. 9 unchanged.`
  package static func summary(_ plan: Plan) -> String {
    let counts = plan.counts
    var parts: [String] = []
    if counts.adopt > 0 { parts.append("\(counts.adopt) to adopt") }
    parts += ["\(counts.add) to add", "\(counts.change) to change", "\(counts.destroy) to destroy"]
    if counts.forget > 0 { parts.append("\(counts.forget) to forget") }
    if counts.run > 0 { parts.append("\(counted(counts.run, "task")) to run") }
    let refused = plan.refused.isEmpty ? "" : ", \(plan.refused.count) refused"
    return "Plan: \(parts.joined(separator: ", ")). \(plan.unchanged) unchanged\(refused)."
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
