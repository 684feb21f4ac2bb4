import Foundation
import JSONDocument
import Recording
import Resources
import StoreConformance
import Testing

/// Reading a state leaves no trace, needs no writable folder and waits for nobody.
@Suite struct ReadingTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private static func open(_ path: String) throws(StateError) -> SQLiteStateStore {
    try SQLiteStateStore(path: path, environment: "staging", provider: .example)
  }

  @Test("reading where nothing is makes nothing")
  func readingWhereNothingIsMakesNothing() async throws {
    let store = try Self.open(folder.file("state/staging.sqlite"))
    #expect(try await store.read().version == nil)
    #expect(try await store.currentLock() == nil)
    #expect(try await store.unfinishedOperations().isEmpty)
    #expect(try await store.history(limit: 5).isEmpty)
    #expect(await store.content(ofRevision: "arn:x") == nil)
    try await store.remember([.example("api", 1)])
    #expect(folder.content.isEmpty)
  }

  @Test("reading leaves the file as it is and none beside it")
  func readingLeavesTheFileAsItIsAndNoneBesideIt() async throws {
    try await Self.open(folder.file("staging.sqlite")).record([.service("api")])
    #expect(folder.content == ["staging.sqlite"])
    let before = try folder.bytes("staging.sqlite")
    #expect(try await Self.open(folder.file("staging.sqlite")).read().resources.count == 1)
    #expect(folder.content == ["staging.sqlite"])
    #expect(try folder.bytes("staging.sqlite") == before)
  }

  @Test("the first write makes the folders too")
  func theFirstWriteMakesTheFoldersToo() async throws {
    try await Self.open(folder.file("a/b/staging.sqlite")).record([.service("api")])
    #expect(try await Self.open(folder.file("a/b/staging.sqlite")).read().resources.count == 1)
  }

  @Test("a store sees what another one wrote since")
  func aStoreSeesWhatAnotherOneWroteSince() async throws {
    let early = try Self.open(folder.file("staging.sqlite"))
    #expect(try await early.read().resources.isEmpty)
    let writer = try Self.open(folder.file("staging.sqlite"))
    try await writer.record([.service("api")])
    #expect(try await early.read().resources.count == 1)
    try await writer.record([.service("worker")])
    #expect(try await early.read().resources.count == 2)
  }

  @Test("a folder without the right to write is readable", .enabled(if: geteuid() != 0, "the superuser may write anywhere"))
  func readOnlyFolder() async throws {
    try await Self.open(folder.file("staging.sqlite")).record([.service("api")])
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path) }
    let store = try Self.open(folder.file("staging.sqlite"))
    #expect(try await store.read().resources == [.service("api")])
    #expect(folder.content == ["staging.sqlite"])
    await #expect(throws: StateError.self) { try await store.beginRun(.example) }
  }

  @Test("a copy in memory has what is still in the write-ahead log, and is made again when the file changes")
  func copies() async throws {
    let writer = try Self.open(folder.file("staging.sqlite"))
    try await writer.record([.service("api")])
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: folder.file("staging.sqlite"))
    let reader = try Self.open(folder.file("staging.sqlite"))
    #expect(try await reader.read().resources.count == 1)
    try await writer.record([.service("worker")])
    #expect(try await reader.read().resources.count == 2)
  }

  @Test("many readers beside a writer all succeed")
  func manyReadersBesideAWriterAllSucceed() async throws {
    let path = folder.file("staging.sqlite")
    try await Self.open(path).record([])
    try await withThrowingTaskGroup(of: Int.self) { group in
      group.addTask {
        let writer = try Self.open(path)
        for number in 1...30 { try await writer.record([.service("api", count: number)]) }
        return 30
      }
      for _ in 1...50 {
        group.addTask {
          let reader = try Self.open(path)
          try await reader.remember([.example("api", 1)])
          let state = try await reader.read()
          // One transaction: the record and the serial are of one moment.
          let count = state.resources.first?.observed["desiredCount"]?.intValue ?? 0
          #expect(state.version?.serial == count)
          return count
        }
      }
      for try await count in group { #expect(0...30 ~= count) }
    }
    #expect(folder.content == ["staging.sqlite"])
  }

  @Test("many first writers make one state")
  func manyFirstWritersMakeOneState() async throws {
    let path = folder.file("staging.sqlite")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...10 {
        group.addTask { try await Self.open(path).record([.service("s\(number)")]) }
      }
      try await group.waitForAll()
    }
    #expect(try await Self.open(path).read().resources.count == 10)
    #expect(folder.content == ["staging.sqlite"])
  }
}
