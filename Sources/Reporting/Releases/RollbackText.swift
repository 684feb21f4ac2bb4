package import JSONDocument
import Recording
package import Releasing

/// What goes back, and to which run, a line for each key.
///
/// ```
/// envs/prod goes back to run #4 (apply by kim@laptop, 2026-03-01 12:04:05 UTC):
///   api  sha-8a01c44 → sha-3f9c2d1
/// ```
package struct RollbackText {
  private let rollback: Rollback
  private let directory: String

  package init(_ rollback: Rollback, directory: String) {
    self.rollback = rollback
    self.directory = directory
  }

  package var text: String {
    let run = rollback.run
    let name = "run #\(run.id.number) (\(run.description.operation) by \(run.description.who), \(UTC.text(run.startedAt)))"
    guard !rollback.rows.isEmpty else { return [Printable.line("The tag map of \(directory) says what \(name) completed.")].page }
    let width = rollback.rows.map(\.key.count).max() ?? 0
    let rows = rollback.rows.map {
      "  \($0.key.padded(to: width))  \(ImageText.shortened($0.before)) → \(ImageText.shortened($0.after))"
    }
    return ((["\(directory) goes back to \(name):"] + rows).map(Printable.line) + [""]).page
  }

  package var lines: [JSON] {
    rollback.rows.map { row in
      MachineFormat.line(
        .rollback,
        [
          ("key", .string(row.key)), ("before", .string(row.before)), ("after", .string(row.after)),
          ("run", .int(rollback.run.id.number)), ("who", .string(rollback.run.description.who)),
          ("started_at", .string(UTC.rfc3339(rollback.run.startedAt))),
        ])
    }
  }
}
