package import JSONDocument
package import Recording
import Releasing

/// The runs of an environment, newest first: who, when, how it ended, and which tags moved.
package struct HistoryText {
  private let runs: ArraySlice<RunRecord>
  private let older: ArraySlice<RunRecord?>
  private let style: Style

  /// Shows the first `limit` of `runs`, which are newest first, as the state store gives them. One run more than the
  /// limit lets the last one shown be compared with the one before it.
  package init(_ runs: [RunRecord], limit: Int = .max, style: Style = .plain) {
    self.runs = runs.prefix(limit)
    older = (runs.dropFirst().map(Optional.some) + [nil]).prefix(limit)
    self.style = style
  }

  package func text(directory: String) -> String {
    guard !runs.isEmpty else { return "No runs are recorded for \(directory).\n" }
    return zip(runs, older).flatMap { block($0, after: $1) }.page
  }

  private func block(_ run: RunRecord, after older: RunRecord?) -> [String] {
    let serials = run.serialAfter.map {
      $0 == run.serialBefore ? "serial \($0)" : "serial \(run.serialBefore) → \($0)"
    }
    let head = [
      style.paint("#\(run.id.number)", .strong), UTC.text(run.startedAt), Printable.line(run.description.operation),
      Printable.line(run.description.who), result(run), serials,
    ].compactMap { $0 }.joined(separator: "  ")
    var lines = [head]
    if let summary = run.outcome?.summary, !summary.isEmpty { lines.append("    \(Printable.line(summary))") }
    if !run.description.targets.isEmpty, !["stop", "continue"].contains(run.description.operation) {
      let rest = run.description.targets.count == 1 ? "it needs" : "they need"
      lines.append("    only \(Printable.line(run.description.targets.joined(separator: ", "))) and what \(rest) (-target)")
    }
    if let reason = run.description.reason { lines.append("    reason: \(Printable.line(reason))") }
    if let reason = run.description.windowOverride { lines.append("    outside of its windows: \(Printable.line(reason))") }
    if let deed = run.description.deed { lines.append("    plan \(Self.shortened(deed))") }
    lines += images(run) ?? tags(run, after: older)
    lines += (run.outcome?.verdicts ?? [:]).sorted { $0.key < $1.key }.filter { $0.value != "completed" }.map {
      "    \(Printable.line("\($0.key): \(MemberWords.text($0.value))"))"
    }
    let source = [
      run.description.sourceCommit.map { "source commit \($0)" }, run.description.runURL.map { "run \($0)" },
    ].compactMap { $0 }.joined(separator: "  ")
    if !source.isEmpty { lines.append("    \(Printable.line(source))") }
    return lines
  }

  /// Enough of the digest of a plan to tell it from others.
  static func shortened(_ deed: String) -> String { Printable.line(String(deed.prefix(ProtectionJudge.shownDigits))) }

  private func result(_ run: RunRecord) -> String {
    guard let outcome = run.outcome else {
      return style.paint("unfinished (running, or stopped inside)", .warning)
    }
    let took = run.finishedAt.map { " after \(UTC.age(from: run.startedAt, to: $0))" } ?? ""
    return style.paint(MemberWords.text(outcome.result.rawValue), outcome.result == .succeeded ? .success : .error) + took
  }

  /// What was rolled out, a line for each repository and version; nil where an older program wrote the run down, which knew
  /// the tag map alone.
  private func images(_ run: RunRecord) -> [String]? {
    guard let images = run.outcome?.images else { return nil }
    var services: [String: [String]] = [:]
    var order: [String] = []
    for image in images {
      let short = ImageText.shortened(image.after)
      let isTooShort = image.before.map { ImageText.shortened($0) == short } ?? false
      let before = image.before.map { isTooShort ? $0 : ImageText.shortened($0) }
      let path = image.repository.split(separator: "/").dropFirst().joined(separator: "/")
      let name = image.key ?? (path.isEmpty ? image.repository : path)
      let move = before.map { "\($0) → \(isTooShort ? image.after : short)" } ?? short
      let line = "image \(name): \(move)"
      if services[line] == nil { order.append(line) }
      let service = String(image.service.split(separator: ".", maxSplits: 1).last ?? "")
      if services[line]?.contains(service) != true { services[line, default: []].append(service) }
    }
    return order.map { "    \(Printable.line("\($0)  (\(listed(services[$0] ?? [], limit: 6)))"))" }
  }

  /// Only tags that are not what they were in the run before.
  private func tags(_ run: RunRecord, after older: RunRecord?) -> [String] {
    let old = older?.description.imageTags ?? [:]
    return run.description.imageTags.sorted { $0.key < $1.key }.compactMap { key, tag in
      guard old[key] != tag else { return nil }
      let short = ImageText.shortened(tag)
      guard let before = old[key] else { return "    " + Printable.line("image \(key): \(short)") }
      let isTooShort = ImageText.shortened(before) == short
      let change = isTooShort ? "\(before) → \(tag)" : "\(ImageText.shortened(before)) → \(short)"
      return "    " + Printable.line("image \(key): \(change)")
    }
  }

  // MARK: JSON

  package var lines: [JSON] {
    runs.map { run in
      MachineFormat.line(
        .run,
        [
          ("id", .int(run.id.number)), ("operation", .string(run.description.operation)),
          ("who", .string(run.description.who)), ("started_at", .string(UTC.rfc3339(run.startedAt))),
          ("finished_at", run.finishedAt.map { .string(UTC.rfc3339($0)) }),
          ("result", (run.outcome?.result.rawValue).json),
          ("summary", (run.outcome?.summary).json), ("serial_before", .int(run.serialBefore)),
          ("serial_after", run.serialAfter.map { .int($0) }),
          ("image_tags", Self.map(run.description.imageTags)),
          ("verdicts", run.outcome.map { Self.map($0.verdicts) }),
          ("targets", MachineFormat.some(run.description.targets.map { .string($0) })),
          ("images", MachineFormat.some((run.outcome?.images ?? []).map(\.json))),
          ("reason", run.description.reason.json), ("window_override", run.description.windowOverride.json),
          ("deed", run.description.deed.json), ("source_commit", run.description.sourceCommit.json),
          ("run_url", run.description.runURL.json),
        ])
    }
  }

  private static func map(_ texts: [String: String]) -> JSON {
    .object(
      JSONObject(
        texts.sorted { $0.key < $1.key }.map { JSONObject.Member(key: $0.key, value: .string($0.value)) }))
  }
}
