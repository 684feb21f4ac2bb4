import Planning
import Resources

/// The lines of one entry of a plan: symbol, address, word, the change in short, and its fields below.
struct ChangeLines {
  let row: PlanRow
  let columns: PlanColumns
  let values: ValueText
  let images: ImageText
  let style: Style
  let restored: Set<FieldPath>
  let deletesData: Bool
  /// For a one-off task.
  var run: TaskRunText?

  var lines: [String] {
    switch row {
    case .tagBump(let service, _, let tags, let repeated):
      let revision = (Self.bumpText(row) ?? "").padded(to: columns.revision)
      return [headline(service, "\(revision)  \(tagText(tags, repeated))")]
    case .change(let change):
      if let run { return [headline(change, run.headline(change))] + run.lines.map { "      " + style.paint($0, .muted) } }
      return change.action == .create ? created(change) : changed(change)
    }
  }

  // MARK: Headline

  private func headline(_ change: Change, _ text: String) -> String {
    let symbol =
      String(repeating: " ", count: max(0, 3 - ActionWords.symbol(change.action).count))
      + ActionWords.symbol(change.action)
    let address = change.address.description.padded(to: columns.address)
    let start = style.paint("\(symbol) \(address)", ActionWords.role(change.action))
    return "\(start)  \(ActionWords.word(change).padded(to: ActionWords.width))  \(text)"
      .withoutTrailingBlanks
  }

  /// `tracker-api:41 → new revision`; for a revision that exists, that it does.
  static func bumpText(_ row: PlanRow) -> String? {
    guard case .tagBump(let service, let taskDefinition, _, _) = row else { return nil }
    return revisionText(service.revision) + (taskDefinition.reusesRevision ? " (registered earlier)" : "")
  }

  static func revisionText(_ revision: RevisionChange?) -> String {
    guard let revision else { return "" }
    return "\(revision.before ?? "(none)") → \(revision.after ?? "new revision")"
  }

  /// `image web sha-a → sha-b`: each repository once, with its containers where they go several ways.
  private func tagText(_ tags: [ImageChangeText], _ repeated: [FieldChange]) -> String {
    let also = repeated.map { Printable.line($0.path.insideContainer.description) }
    let all = values.ageNote(tags.map(\.change))
    let tail = all + (also.isEmpty ? "" : ", also in \(listed(also, limit: 3))")
    var seen: Set<String> = []
    let bumps = tags.filter { seen.insert("\($0.repository) \($0.before) \($0.after)").inserted }
    var repositories: [String] = []
    for tag in bumps where !repositories.contains(tag.repository) { repositories.append(tag.repository) }
    let texts = repositories.map { repository in
      let own = bumps.filter { $0.repository == repository }
      let ways = own.map { tag in
        (own.count > 1 ? "\(tag.change.container) " : "") + tag.text + (all.isEmpty ? values.ageNote([tag.change]) : "")
      }
      return "\(Printable.line(repository)) \(ways.joined(separator: ", "))"
    }
    return (bumps.count == 1 ? "image " : "images ") + texts.joined(separator: "; ") + tail
  }

  // MARK: Created

  private func created(_ change: Change) -> [String] {
    guard change.revision?.before == nil || change.fields.isEmpty || change.address.kind != .taskDefinition
    else {
      return changed(change)
    }
    let summary = CreatedSummary(change: change, images: images, values: values)
    let words = [ReasonText.text(change), summary.words.joined(separator: ", ")].compactMap { $0 }.filter {
      !$0.isEmpty
    }
    let containers = summary.containers
    let width = containers.map(\.name.count).max() ?? 0
    return [headline(change, words.joined(separator: "; "))]
      + containers.map { container in
        "      " + style.paint("+ container \(container.name.padded(to: width))  \(container.image)", .added)
      } + bootstrapNote(change, "created")
  }

  // MARK: Changed, replaced, removed

  /// Said behind a change that undoes drift.
  private static let restoring = "restores the files"

  private func changed(_ change: Change) -> [String] {
    let fields = shownFields(change)
    let effects = change.action == .update ? EffectWords.notes(fields, change.address.kind) : [:]
    let notes = effects.merging(restored.map { ($0, Self.restoring) }) { "\($0); \($1)" }
    let lines = FieldLines(values: values, style: style, notes: notes).lines(fields)
    // A single short field stands on the headline.
    if fields.count == 1, lines.count == 1, change.action == .update, !change.rollsOut,
      change.address.kind != .taskDefinition,
      let field = fields.first
    {
      let text = values.labelled(field) + (restored.contains(field.path) ? " (\(Self.restoring))" : "")
      return [headline(change, ([text] + self.notes(change)).joined(separator: "; "))]
        + bootstrapNote(change, "updated")
    }
    return [
      headline(change, ([revisionNote(change)] + self.notes(change)).compactMap { $0 }.joined(separator: "; "))
    ]
      + lines + bootstrapNote(change, "updated")
  }

  /// The revision of a service stands in the headline and is not repeated below.
  private func shownFields(_ change: Change) -> [FieldChange] {
    switch change.action {
    case .delete, .forget, .run: []
    case .create, .update, .replace, .adopt, .noOp:
      change.fields.filter { !(change.revision != nil && $0.path == .member("taskDefinition")) }
    }
  }

  private func revisionNote(_ change: Change) -> String? {
    if change.address.kind == .taskDefinition {
      switch change.action {
      case .create, .update:
        guard let revision = change.revision, revision.before != revision.after else { return nil }
        return "new revision of \(change.identity.name)" + (revision.before.map { ", after \($0)" } ?? "")
      case .replace, .delete, .adopt, .forget, .run, .noOp: return nil
      }
    }
    return change.rollsOut && change.action != .delete ? Self.revisionText(change.revision) : nil
  }

  private func notes(_ change: Change) -> [String] {
    var notes = [ReasonText.text(change)].compactMap { $0 }
    let startsDeployment =
      change.action == .update && change.address.kind == .service && change.rollout == .awaited
    if startsDeployment, !change.rollsOut, !change.repeatsRollout { notes.append("starts a deployment") }
    if change.action == .delete, change.address.kind == .taskDefinition {
      notes.append("its revisions are deregistered")
    }
    if deletesData { notes.append("with all it holds") }
    return notes
  }

  private func bootstrapNote(_ change: Change, _ word: String) -> [String] {
    guard case .bootstrap(let tag) = change.rollout else { return [] }
    return ["      " + style.paint("\(word) without waiting: images still carry \(tag)", .muted)]
  }
}

extension FieldPath {
  /// `environment["RELEASE"]` of `containers["api"].environment["RELEASE"]`.
  fileprivate var insideContainer: FieldPath {
    guard steps.count > 2, steps.first == .member("containers") else { return self }
    return FieldPath(Array(steps.dropFirst(2)))
  }
}
