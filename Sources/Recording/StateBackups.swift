import GRDB
import Platform
package import Resources

/// The copies of one state: `backups/NAME.0007.sqlite` beside it, the newest twenty.
package struct StateBackups: Sendable {
  private let folder: String
  private let name: String

  package static let kept = 20

  /// For the state at `path`.
  package init(of path: String) {
    folder = Paths.parent(path) + "/backups"
    let file = path.split(separator: "/").last.map(String.init) ?? path
    name = file.hasSuffix(StateFileNames.ending) ? String(file.dropLast(StateFileNames.ending.utf8.count)) : file
  }

  /// Oldest first.
  package func all() -> [StateBackup] {
    FileSystem.entries(folder).compactMap { entry in
      guard let number = number(of: entry), let mark = FileMark("\(folder)/\(entry)"),
        FileSystem.kind("\(folder)/\(entry)") == .file
      else { return nil }
      return StateBackup(path: "\(folder)/\(entry)", number: number, madeAt: Timestamp(seconds: Int64(mark.seconds)))
    }.sorted { $0.number < $1.number }
  }

  /// The newest good copy of a state whose file is not there; nil where it is, where there never was one, and where the
  /// environment lives in another account by now.
  package static func ofMissing(_ path: String, _ provider: ProviderIdentity) -> StateBackup? {
    let backups = StateBackups(of: path)
    return StateFileNames.isMissing(path) && backups.hasAny(for: provider) ? backups.newestGood() : nil
  }

  /// Whether copies are of a state in this account, or of one that nobody can tell.
  func hasAny(for provider: ProviderIdentity) -> Bool {
    let all = all()
    guard !all.isEmpty else { return false }
    let newest = all.reversed().lazy.compactMap { backup in try? Self.read(backup.path) { try Meta.read($0).provider } }.first
    return newest.map { $0.isSameCloud(as: provider) } ?? true
  }

  /// The newest copy that can be read whole.
  package func newestGood() -> StateBackup? {
    all().reversed().first { backup in
      do throws(StateError) {
        _ = try backup.content()
        return true
      } catch {
        // Whether its values are right, only who has the key can tell.
        if case .encryption(_, .keyMissing) = error { return true } else { return false }
      }
    }
  }

  /// Of the newest copy that can be read, without reading more than that of it.
  func newestVersion() -> StateVersion? {
    all().reversed().lazy.compactMap { backup in try? Self.read(backup.path) { database in try Meta.read(database).version } }
      .first
  }

  /// `NAME.0007.sqlite` is 7; other files are nobody's backup.
  private func number(of entry: String) -> Int? {
    guard entry.hasPrefix(name + "."), entry.hasSuffix(StateFileNames.ending) else { return nil }
    let digits = entry.dropFirst(name.utf8.count + 1).dropLast(StateFileNames.ending.utf8.count)
    guard (4...9).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int(digits)
  }

  // MARK: Making

  /// Copies the state that `source` has open: whole, under another name first, without its lock. Drops the oldest.
  func make(from source: DatabaseQueue, _ configuration: Configuration) throws -> StateBackup {
    let number = (all().last?.number ?? 0) + 1
    let digits = String(number)
    let path =
      "\(folder)/\(name).\(String(repeating: "0", count: max(0, 4 - digits.utf8.count)))\(digits)\(StateFileNames.ending)"
    try FileSystem.makeFolder(of: path, for: .ownerOnly)
    sweep()
    let draft = FileSystem.draft(of: path + Self.draftEnding)
    defer { StateFileNames.discard(draft) }
    try FileSystem.create([], at: draft)
    let copy = try DatabaseQueue(path: draft, configuration: configuration)
    try source.backup(to: copy)
    try copy.write { database in try database.execute(sql: "DELETE FROM lock") }
    try copy.writeWithoutTransaction { database in try database.execute(sql: "PRAGMA journal_mode = DELETE") }
    try copy.close()
    try FileSystem.publish(draft, as: path)
    for old in all().dropLast(Self.kept) { FileSystem.discard(old.path) }
    guard let made = all().last, made.path == path else { throw Misuse("the backup \(path) is not there after it was made") }
    return made
  }

  private static let draftEnding = ".new"

  /// Takes away what programs that were killed while they made a copy have left.
  private func sweep() {
    let ending = StateFileNames.ending + Self.draftEnding
    for entry in FileSystem.entries(folder) {
      guard let end = entry.firstRange(of: ending),
        number(of: String(entry[..<end.lowerBound]) + StateFileNames.ending) != nil
      else { continue }
      FileSystem.discard("\(folder)/\(entry)")
    }
  }

  // MARK: Reading

  /// Opens a copy for reading, and makes no file beside it.
  static func read<T>(_ path: String, _ work: (Database) throws -> T) throws(StateError) -> T {
    do {
      guard let mark = FileMark(path) else { throw FileProblem("it cannot be opened", path: path) }
      guard mark.size > 0 else { throw Damage("it is empty") }
      var configuration = Configuration()
      configuration.readonly = true
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      return try queue.read { database in
        try StateFile.inspectFormat(database, path: path)
        return try work(database)
      }
    } catch {
      throw StateError(error, path: path)
    }
  }
}
