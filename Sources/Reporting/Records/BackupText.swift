package import JSONDocument
package import Recording
import Resources

/// The copies of a state that are kept.
package enum BackupText {
  /// Newest first, with what each holds.
  package static func text(_ backups: [StateBackup], _ directory: String) -> String {
    guard !backups.isEmpty else { return "No backups of \(directory) are kept.\n" }
    return backups.reversed().map { backup in
      "#\(backup.number)  \(UTC.text(backup.madeAt))  \(words(backup))  \(Printable.line(backup.path))"
    }.page
  }

  private static func words(_ backup: StateBackup) -> String {
    do throws(StateError) {
      let content = try backup.content()
      guard let version = content.version else { return "holds nothing" }
      return "serial \(version.serial), \(counted(content.resources.count, "resource"))"
    } catch {
      guard case .damaged(_, let what) = error else { return Printable.line("cannot be read: \(error)") }
      return Printable.line("cannot be read: \(what)")
    }
  }

  package static func lines(_ backups: [StateBackup]) -> [JSON] {
    backups.reversed().map { backup in
      let content = try? backup.content()
      return MachineFormat.line(
        .backup,
        [
          ("number", .int(backup.number)), ("made_at", .string(UTC.rfc3339(backup.madeAt))), ("path", .string(backup.path)),
          ("serial", content?.version.map { .int($0.serial) }), ("resources", content.map { .int($0.resources.count) }),
        ])
    }
  }
}
