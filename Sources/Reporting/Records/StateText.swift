package import JSONDocument
package import Recording
package import Resources

/// What is recorded of an environment.
package struct StateText {
  private let state: RecordedState
  private let style: Style
  private let reveal: RevealPolicy

  package init(_ state: RecordedState, style: Style = .plain, revealsAll: Bool = false) {
    self.state = state
    self.style = style
    reveal = RevealPolicy(key: state.version?.lineage, revealsAll: revealsAll)
  }

  /// The beginning of a lineage, which tells it from others. The whole is the key of the fingerprints that stand for secrets:
  /// nobody who has only read the output may try guesses.
  static func shown(_ lineage: String) -> String { lineage.count > 8 ? "\(lineage.prefix(8))…" : lineage }

  /// One record on each line, by the name that `state show` and `state rm` take, for pipes.
  package var list: String {
    state.names.isEmpty ? "" : state.names.map { "\($0)" }.page
  }

  /// The environment at a glance: its serial, and each resource with the name it has in AWS.
  package func overview(environment: EnvironmentIdentity, lock: LockInfo? = nil, now: Timestamp? = nil)
    -> String
  {
    guard let version = state.version else {
      return "Nothing is recorded for \(environment.directory) yet.\n"
    }
    let provider = environment.provider
    let heading =
      "State of \(environment.name) (\(provider.name), \(provider.region), account \(provider.accountId)): "
      + "serial \(version.serial), lineage \(Self.shown(version.lineage))"
    var lines = [style.paint(heading, .strong)]
    if let lock {
      let age = now.map { ", \(UTC.age(from: lock.since, to: $0)) ago" } ?? ""
      lines.append("Locked by \(Printable.line(lock.request.who)) (\(Printable.line(lock.request.operation))\(age)).")
    }
    let width = min(52, state.resources.map(\.address.description.count).max() ?? 0)
    lines += state.resources.map { "  \($0.address.description.padded(to: width))  \(Printable.line(summary($0)))" }
    if !state.deposed.isEmpty {
      lines.append("Left over from replacements; the next apply deletes it:")
      let names = min(70, state.deposed.map(\.name.description.count).max() ?? 0)
      lines += state.deposed.map { "  \(Printable.line($0.name.description).padded(to: names))  \(Self.origin($0))" }
    }
    lines.append(counted(state.resources.count, "resource") + ".")
    return lines.page
  }

  private static func origin(_ deposed: DeposedResource) -> String {
    deposed.run.map { "replaced in run \($0)" } ?? "replaced"
  }

  private func summary(_ resource: RecordedResource) -> String {
    let kind = resource.address.kind
    if kind == .taskDefinition { return RevisionReference(resource.arn ?? resource.identity.name).shortName }
    guard kind == .service else { return resource.identity.description }
    let service = ServiceDocument(resource.observed)
    let revision = service.taskDefinition.map { ", runs \($0.shortName)" } ?? ""
    let count = service.desiredCount.map { ", desired count \($0)" } ?? ""
    return "\(resource.identity)\(revision)\(count)"
  }

  /// One resource as it was recorded, with secrets replaced by fingerprints; nil when nothing of that name is recorded.
  package func show(_ name: RecordName) -> String? {
    var parts = state.resources.filter { name.covers(RecordName($0.address)) }.map { show($0, "\($0.address)", []) }
    parts += state.deposed.filter { name.covers($0.name) }.map {
      show($0.resource, Printable.line("\($0.name)"), [Self.origin($0)])
    }
    return parts.isEmpty ? nil : parts.joined(separator: "\n")
  }

  private func show(_ resource: RecordedResource, _ heading: String, _ notes: [String]) -> String {
    var lines = [style.paint(heading, .strong), "  name  \(Printable.line("\(resource.identity)"))"]
    if let arn = resource.arn { lines.append("  arn   \(Printable.line(arn))") }
    lines += notes.map { "  left over: \($0); the next apply deletes it" }
    lines.append("declared:")
    lines += indented(resource.declared)
    lines.append("observed when it was recorded:")
    lines += indented(resource.observed)
    return lines.page
  }

  private func indented(_ json: JSON) -> [String] {
    reveal.redacted(json).text(.pretty).split(separator: "\n").map { "  \($0)" }
  }

  // MARK: JSON

  /// The whole state for people's eyes: no value that looks like a secret is in it, and it cannot be pushed.
  package static func masked(_ document: StateDocument) -> JSON {
    let reveal = RevealPolicy(key: document.version.lineage)
    func masked(_ resource: RecordedResource) -> RecordedResource {
      var resource = resource
      resource.declared = reveal.redacted(resource.declared)
      resource.observed = reveal.redacted(resource.observed)
      return resource
    }
    var shownDocument = document
    shownDocument.resources = document.resources.map(masked)
    shownDocument.deposed = document.deposed.map { DeposedResource(masked($0.resource), replacedIn: $0.run) }
    shownDocument.revisions = document.revisions.map {
      Revision(arn: $0.arn, family: $0.family, number: $0.number, isActive: $0.isActive, content: reveal.redacted($0.content))
    }
    var json = shownDocument.json
    json["masked"] = true
    json["lineage"] = .string(shown(document.version.lineage))
    return json
  }

  /// Where a change by hand left the state.
  package static func line(before: StateVersion?, after: StateVersion?, backup: StateBackup?) -> JSON {
    MachineFormat.line(
      .state,
      [
        ("lineage", (after?.lineage).map(Self.shown).json), ("serial_before", .int(before?.serial ?? 0)),
        ("serial_after", .int(after?.serial ?? 0)), ("backup", (backup?.path).json),
      ])
  }

  /// Of one name, or of all.
  package func lines(_ name: RecordName? = nil) -> [JSON] {
    func isAsked(_ other: RecordName) -> Bool { name?.covers(other) ?? true }
    return state.resources.filter { isAsked(RecordName($0.address)) }.map { line($0) }
      + state.deposed.filter { isAsked($0.name) }.map { deposed in
        line(deposed.resource, deposed: MachineFormat.object([("run", deposed.run.map { .int($0) })]))
      }
  }

  private func line(_ resource: RecordedResource, deposed: JSON? = nil) -> JSON {
    MachineFormat.line(
      .resource,
      [
        ("address", .string(resource.address.description)), ("name", .string(resource.identity.name)),
        ("scope", resource.identity.scope.json), ("arn", resource.arn.json), ("deposed", deposed),
        ("declared", reveal.redacted(resource.declared)), ("observed", reveal.redacted(resource.observed)),
      ])
  }
}
