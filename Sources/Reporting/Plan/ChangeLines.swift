import Planning
import Resources

/// The lines of one entry of a plan: symbol, address, word, the change in short, and its fields below.
struct ChangeLines {
  let row: PlanRow
  let columns: PlanColumns
  let values: ValueText
  let style: Style

  var lines: [String] { [line(of: entry.headline)] + entry.details }

  /// What stands on the first line, and the lines below it.
  struct Entry {
    let headline: Headline
    var details: [String] = []
  }

  struct Headline {
    let action: Action
    let address: String
    let word: String
    let text: String

    var symbol: String { ActionWords.symbol(action) }
  }

  var entry: Entry {
    switch row {
    case .tagBump(let bump):
      let revision = (Self.bumpText(row) ?? "").padded(to: columns.revision)
      return Entry(headline: headline(bump.service.change, "\(revision)  \(tagText(bump))"))
    case .change(let view):
      if let task = view.task {
        let text = TaskRunText(task)
        return Entry(
          headline: headline(view.change, text.headline(view.change)),
          details: text.lines.map { "      " + style.paint($0, .muted) })
      }
      return view.change.action == .create ? created(view) : changed(view)
    }
  }

  // MARK: Headline

  private func headline(_ change: Change, _ text: String) -> Headline {
    Headline(
      action: change.action, address: change.address.description, word: ActionWords.word(change), text: text)
  }

  private func line(of headline: Headline) -> String {
    let symbol = String(repeating: " ", count: max(0, 3 - headline.symbol.count)) + headline.symbol
    let start = style.paint("\(symbol) \(headline.address.padded(to: columns.address))", ActionWords.role(headline.action))
    return "\(start)  \(headline.word.padded(to: ActionWords.width))  \(headline.text)".withoutTrailingBlanks
  }

  /// `tracker-api:41 → new revision`; for a revision that exists, that it does.
  static func bumpText(_ row: PlanRow) -> String? {
    guard case .tagBump(let bump) = row else { return nil }
    let isReused = bump.taskDefinition.change.reusesRevision
    return revisionText(bump.service.change.revision) + (isReused ? " (registered earlier)" : "")
  }

  static func revisionText(_ revision: RevisionChange?) -> String {
    guard let revision else { return "" }
    return "\(revision.before ?? "(none)") → \(revision.after ?? "new revision")"
  }

  /// `image web sha-a → sha-b`: each repository once, with its containers where they go several ways.
  private func tagText(_ bump: TagBump) -> String {
    let also = bump.repeated.map { Printable.line($0.path.insideContainer.description) }
    let all = ValueText.ageNote(bump.taskDefinition.tags)
    let tail = all + (also.isEmpty ? "" : ", also in \(listed(also, limit: 3))")
    var seen: Set<String> = []
    let tags = bump.taskDefinition.tags.filter { seen.insert("\($0.repository) \($0.before) \($0.after)").inserted }
    var repositories: [String] = []
    for tag in tags where !repositories.contains(tag.repository) { repositories.append(tag.repository) }
    let texts = repositories.map { repository in
      let own = tags.filter { $0.repository == repository }
      let ways = own.map { tag in
        (own.count > 1 ? "\(tag.change.container) " : "") + tag.text + (all.isEmpty ? ValueText.ageNote([tag]) : "")
      }
      return "\(Printable.line(repository)) \(ways.joined(separator: ", "))"
    }
    return (tags.count == 1 ? "image " : "images ") + texts.joined(separator: "; ") + tail
  }

  // MARK: Created

  private func created(_ view: ChangeView) -> Entry {
    let change = view.change
    guard change.revision?.before == nil || change.fields.isEmpty || change.address.kind != .taskDefinition
    else {
      return changed(view)
    }
    let summary = CreatedSummary(change: change, images: values.images)
    let words = [ReasonText.text(change), summary.words.joined(separator: ", ")].compactMap { $0 }.filter {
      !$0.isEmpty
    }
    let containers = summary.containers
    let width = containers.map(\.name.count).max() ?? 0
    return Entry(
      headline: headline(change, words.joined(separator: "; ")),
      details: containers.map { container in
        "      " + style.paint("+ container \(container.name.padded(to: width))  \(container.image)", .added)
      } + bootstrapNote(view, "created"))
  }

  // MARK: Changed, replaced, removed

  /// Said behind a change that undoes drift.
  private static let restoring = "restores the files"

  private func changed(_ view: ChangeView) -> Entry {
    let change = view.change
    let fields = shownFields(view)
    let effects = change.action == .update ? EffectWords.notes(fields, change.address.kind) : [:]
    let notes = effects.merging(fields.filter(\.isRestored).map { ($0.path, Self.restoring) }) { "\($0); \($1)" }
    let lines = FieldLines(values: values, style: style, notes: notes).lines(fields)
    // A single short field stands on the headline.
    if fields.count == 1, lines.count == 1, change.action == .update, !change.rollsOut,
      change.address.kind != .taskDefinition,
      let field = fields.first
    {
      let text = values.labelled(field) + (field.isRestored ? " (\(Self.restoring))" : "")
      return Entry(
        headline: headline(change, ([text] + self.notes(view)).joined(separator: "; ")),
        details: bootstrapNote(view, "updated"))
    }
    return Entry(
      headline: headline(change, ([revisionNote(change)] + self.notes(view)).compactMap { $0 }.joined(separator: "; ")),
      details: lines + bootstrapNote(view, "updated"))
  }

  /// The revision of a service stands in the headline and is not repeated below.
  private func shownFields(_ view: ChangeView) -> [FieldView] {
    switch view.change.action {
    case .delete, .forget, .run: []
    case .create, .update, .replace, .adopt, .noOp:
      view.fields.filter { !(view.change.revision != nil && $0.path == .revision) }
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

  private func notes(_ view: ChangeView) -> [String] {
    let change = view.change
    var notes = [ReasonText.text(change)].compactMap { $0 }
    let startsDeployment =
      change.action == .update && change.address.kind == .service && change.rollout == .awaited
    if startsDeployment, !change.rollsOut, !change.repeatsRollout { notes.append("starts a deployment") }
    if change.action == .delete, change.address.kind == .taskDefinition {
      notes.append("its revisions are deregistered")
    }
    if view.deletesData { notes.append("with all it holds") }
    return notes
  }

  private func bootstrapNote(_ view: ChangeView, _ word: String) -> [String] {
    guard case .bootstrap(let tag) = view.change.rollout else { return [] }
    let note =
      view.isAwaited && !view.isPartlyMissing
      ? "\(word) and waited for: tasks of it run, and images carry \(tag)"
      : view.isPartlyMissing
        ? "\(word), and watched for failures of its other images: one still carries \(tag)"
        : "\(word) without waiting: images still carry \(tag)"
    return ["      " + style.paint(note, .muted)]
  }
}

extension FieldPath {
  /// `environment["RELEASE"]` of `containers["api"].environment["RELEASE"]`.
  fileprivate var insideContainer: FieldPath {
    guard steps.count > 2, steps.first == .member("containers") else { return self }
    return FieldPath(Array(steps.dropFirst(2)))
  }
}
