package import JSONDocument
import Providers
import Recording
package import Releasing
import Resources

/// How the tags of an environment stand, a block for each key.
///
/// ```
/// api  tracker-api:sha-8a01c44  sha256:95c2dd348a93…
///   since 2026-03-01 12:04:05 UTC, run #4 (apply by kim@laptop)
///   runs: sha-3f9c2d1 in api
///   newest in the registry: sha-8a01c44 of 2026-03-01 12:01:40 UTC
/// ```
package struct TagText {
  private let standings: [TagStanding]
  private let names: ImageText
  private let style: Style

  /// `registry`: the account's own, which is left out.
  package init(_ standings: [TagStanding], registry: String, style: Style = .plain) {
    self.standings = standings
    names = ImageText(registry: registry)
    self.style = style
  }

  package var text: String {
    guard !standings.isEmpty else { return "environment.json declares no images.\n" }
    let width = standings.map(\.image.key.count).max() ?? 0
    return standings.map { block($0, width) }.flatMap { $0 }.page
  }

  private func block(_ standing: TagStanding, _ width: Int) -> [String] {
    let name = standing.image.reference.map { names.name($0.description) } ?? "\(standing.image.repository)  no tag"
    let key = style.paint(Printable.line(standing.image.key).padded(to: width), .strong)
    return ["\(key)  \(Printable.line(name))\(presence(standing))"]
      + [since(standing), running(standing), newest(standing)].compactMap { $0 }.map { "  \(Printable.line($0))" }
  }

  private func presence(_ standing: TagStanding) -> String {
    switch standing.presence {
    case .digest(let digest): standing.image.reference?.digest == nil ? "  \(ImageText.shortDigest(digest))" : ""
    case .absent: "  " + style.paint("not in the registry", .warning)
    case .unknown: ""
    }
  }

  private func since(_ standing: TagStanding) -> String? {
    guard standing.image.tag != nil else { return nil }
    guard let run = standing.since else { return "not applied yet" }
    return "since \(UTC.text(run.startedAt)), run #\(run.id.number) (\(run.description.operation) by \(run.description.who))"
  }

  private func running(_ standing: TagStanding) -> String {
    guard !standing.running.isEmpty else { return "runs nowhere" }
    let versions = standing.running.map { "\(ImageText.shortened($0.version)) in \(listed($0.services))" }
    return "runs: \(versions.joined(separator: "; "))"
  }

  private func newest(_ standing: TagStanding) -> String? {
    standing.newest.map { "newest in the registry: \($0.tag) of \(UTC.text(Timestamp(seconds: Int64($0.pushedAt))))" }
  }

  // MARK: JSON

  package var lines: [JSON] {
    standings.map { standing in
      MachineFormat.line(
        .imageTag,
        [
          ("key", .string(standing.image.key)), ("repository", .string(standing.image.name)),
          ("tag", standing.image.tag.json), ("digest", Self.digest(standing).json),
          ("is_pushed", Self.isPushed(standing).map { .bool($0) }),
          ("since", standing.since.map { .string(UTC.rfc3339($0.startedAt)) }),
          ("run", standing.since.map { .int($0.id.number) }),
          ("who", (standing.since?.description.who).json),
          ("running", .array(standing.running.map(Self.line))),
          ("newest_tag", (standing.newest?.tag).json),
          ("newest_pushed_at", standing.newest.map { .string(UTC.rfc3339(Timestamp(seconds: Int64($0.pushedAt)))) }),
        ])
    }
  }

  private static func line(_ running: TagStanding.Running) -> JSON {
    ["version": .string(running.version), "services": .array(running.services.map { .string($0) })]
  }

  private static func digest(_ standing: TagStanding) -> String? {
    if case .digest(let digest) = standing.presence { digest } else { nil }
  }

  private static func isPushed(_ standing: TagStanding) -> Bool? {
    switch standing.presence {
    case .digest: true
    case .absent: false
    case .unknown: nil
    }
  }
}
