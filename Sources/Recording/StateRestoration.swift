import GRDB
import Platform
package import Resources

/// Puts a copy in the place of a state, also of one that is damaged.
///
/// The copy is checked first, and finished under another name: it goes on with a higher serial, so that plans made before
/// are refused, and its history tells of the restoration. A damaged state is kept beside it for whoever wants to know.
package struct StateRestoration: Sendable {
  private let path: String
  private let provider: ProviderIdentity
  private let now: @Sendable () -> Timestamp
  private let newId: @Sendable () -> String

  package init(
    path: String, provider: ProviderIdentity, now: @escaping @Sendable () -> Timestamp = SystemClock.now,
    newId: @escaping @Sendable () -> String = RandomId.make
  ) {
    self.path = path
    self.provider = provider
    self.now = now
    self.newId = newId
  }

  package struct Outcome: Sendable, Equatable {
    package var restored: StateVersion
    package var resources: Int
    /// Where the damaged file is now; nil when there was none.
    package var setAside: String?
  }

  /// `current` is the version of the state that is replaced, when it can still be told. The caller holds its lock then.
  package func restore(_ copy: String, over current: StateVersion?, _ run: RunDescription) throws(StateError) -> Outcome {
    let (meta, count) = try StateBackups.read(copy) { database in
      (try Meta.read(database), try Records.state(database).resources.count)
    }
    guard meta.provider.isSameCloud(as: provider) else {
      throw .otherProvider(path: copy, recorded: meta.provider, asked: provider)
    }
    do {
      let draft = "\(path).restored-\(newId())"
      sweep()
      defer { StateFileNames.discard(draft) }
      try FileSystem.makeStateFolder(of: path)
      try FileSystem.create(try FileSystem.readRegularFile(copy, limit: FileSystem.documentLimit), at: draft)
      let version = try finish(draft, meta, above: current, run)
      let aside = current == nil ? try setAside() : nil
      for ending in ["-wal", "-shm", CommitMark.ending] { FileSystem.discard(path + ending) }
      try FileSystem.replace(path, with: draft)
      return Outcome(restored: version, resources: count, setAside: aside)
    } catch {
      throw StateError(error, path: path)
    }
  }

  /// Takes away what a restoration that was killed has left.
  private func sweep() {
    let folder = Paths.parent(path)
    let draft = (path.split(separator: "/").last.map(String.init) ?? path) + ".restored-"
    for entry in FileSystem.entries(folder) where entry.hasPrefix(draft) { FileSystem.discard("\(folder)/\(entry)") }
  }

  private func finish(
    _ draft: String, _ meta: Meta, above current: StateVersion?, _ run: RunDescription
  ) throws -> StateVersion {
    let queue = try DatabaseQueue(path: draft, configuration: StateFile.configuration())
    try queue.write { database in
      _ = try Schema.migrate(database)
      try database.execute(sql: "DELETE FROM lock")
      let id = try Journal.begin(run, at: now(), database)
      let summary = "put back a copy of serial \(meta.serial)"
      var meta = meta
      // Above all that is known of: an older one would be taken for damage.
      let copied = StateBackups(of: path).newestVersion()?.serial ?? 0
      meta.serial = max(meta.serial, current?.serial ?? 0, copied) + 1
      try meta.write(database)
      try Journal.finish(id, RunOutcome(result: .succeeded, summary: summary), at: now(), database)
    }
    let version = try queue.read { database in try Meta.read(database).version }
    try queue.writeWithoutTransaction { database in try database.execute(sql: "PRAGMA journal_mode = WAL") }
    try queue.close()
    return version
  }

  /// Gives the damaged file and its log a second name, so that nothing is lost by putting the copy in its place.
  private func setAside() throws -> String? {
    guard FileMark(path) != nil || FileMark(path + "-wal") != nil else { return nil }
    var number = 1
    while FileMark("\(path).damaged-\(number)") != nil || FileMark("\(path).damaged-\(number)-wal") != nil {
      number += 1
    }
    let aside = "\(path).damaged-\(number)"
    for ending in ["", "-wal"] where FileMark(path + ending) != nil {
      try FileSystem.create(try FileSystem.readRegularFile(path + ending, limit: FileSystem.documentLimit), at: aside + ending)
    }
    return aside
  }
}
