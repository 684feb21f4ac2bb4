import Recording
import Resources
import Synchronization

/// The implementations of `StateStore`: each passes the whole suite.
enum StoreKind: String, CaseIterable, Sendable {
  case memory, file
}

/// One state and ways to open it.
final class StateSetting: Sendable {
  private let folder: TemporaryFolder
  private let memory: MemoryStateStore
  private let kind: StoreKind
  private let clock: Ticks
  private let ids: Ticks

  /// The folder must live as long as the test.
  init(_ kind: StoreKind, in folder: TemporaryFolder) {
    let (clock, ids) = (Ticks(), Ticks())
    self.kind = kind
    self.clock = clock
    self.ids = ids
    self.folder = folder
    memory = MemoryStateStore(now: { Timestamp(seconds: Int64(clock.next())) }, newId: { "id-\(ids.next())" })
  }

  /// As another process opens it; in memory there is only one.
  func open() throws(StateError) -> any StateStore {
    switch kind {
    case .memory: return memory
    case .file:
      return try SQLiteStateStore(
        path: folder.file("staging.sqlite"), environment: "staging", provider: .example,
        now: { [clock] in Timestamp(seconds: Int64(clock.next())) }, newId: { [ids] in "id-\(ids.next())" })
    }
  }
}

/// 1, 2, 3 …
final class Ticks: Sendable {
  private let count = Atomic(0)

  func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}
