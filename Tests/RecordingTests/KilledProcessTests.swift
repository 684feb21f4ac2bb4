import Foundation
import Recording
import Resources
import StoreConformance
import Testing

/// What a process leaves that is killed inside an operation.
@Suite struct KilledProcessTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("the intent is there and the lock is taken over")
  func theIntentIsThereAndTheLockIsTakenOver() async throws {
    let path = folder.file("staging.sqlite")
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let store = try SQLiteStateStore(path: path, environment: "staging", provider: .example)
      _ = try await store.acquireLock(.example(who: "the killed", pid: getpid()))
      let run = try await store.record([.service("api")])
      _ = try await store.begin(.create(.service("worker"), token: "lost"), in: run)
      kill(getpid(), SIGKILL)
    }
    let store = try SQLiteStateStore(path: path, environment: "staging", provider: .example)
    #expect(try await store.read().resources == [.service("api")])
    #expect(try await store.unfinishedOperations().map(\.intent) == [.create(.service("worker"), token: "lost")])
    #expect(try await store.history(limit: 1).first?.outcome == nil)
    #expect(try await store.acquireLock(.example(who: "the next", pid: getpid())).tookOverFrom?.who == "the killed")
  }
}
