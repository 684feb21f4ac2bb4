import Recording
import Resources
import Testing

/// What every store promises about the lock.
@Suite struct LockConformanceTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test(arguments: StoreKind.allCases)
  func oneWriterHoldsItAndTheOtherLearnsWho(_ kind: StoreKind) async throws {
    let setting = StateSetting(kind, in: folder)
    let request = LockRequest.example()
    let held = try await setting.open().acquireLock(request)
    #expect(held.request == request)
    #expect(held.tookOverFrom == nil)
    #expect(try await setting.open().currentLock() == held)
    await #expect(throws: StateError.locked(held)) {
      try await setting.open().acquireLock(.example(who: "sam@ci", host: "ci-7"))
    }
    #expect(try await setting.open().currentLock() == held)
  }

  @Test(arguments: StoreKind.allCases)
  func whoHoldsItReleasesItAndNobodyElse(_ kind: StoreKind) async throws {
    let setting = StateSetting(kind, in: folder)
    let store = try setting.open()
    let held = try await store.acquireLock(.example())
    var other = held
    other.id = "another"
    await #expect(throws: StateError.notTheHolder(held)) { try await store.releaseLock(other) }
    #expect(try await store.currentLock() == held)
    try await setting.open().releaseLock(held)
    #expect(try await store.currentLock() == nil)
    await #expect(throws: StateError.notTheHolder(nil)) { try await store.releaseLock(held) }
  }

  @Test(arguments: StoreKind.allCases)
  func aHolderThatIsGoneFromThisHostIsTakenOverWithANote(_ kind: StoreKind) async throws {
    let setting = StateSetting(kind, in: folder)
    let gone = LockRequest.example(who: "kim@laptop", pid: LockRequest.deadPid)
    let old = try await setting.open().acquireLock(gone)
    let new = try await setting.open().acquireLock(.example(who: "sam@laptop"))
    #expect(new.tookOverFrom == gone)
    #expect(new.id != old.id)
    #expect(try await setting.open().currentLock()?.request.who == "sam@laptop")
    await #expect(throws: StateError.self) { try await setting.open().releaseLock(old) }
    try await setting.open().releaseLock(new)
  }

  @Test("a process of another host cannot be seen, so its lock stays", arguments: StoreKind.allCases)
  func otherHost(_ kind: StoreKind) async throws {
    let setting = StateSetting(kind, in: folder)
    let held = try await setting.open().acquireLock(.example(host: "ci-7", pid: LockRequest.deadPid))
    await #expect(throws: StateError.locked(held)) { try await setting.open().acquireLock(.example(host: "laptop")) }
  }

  @Test(arguments: StoreKind.allCases)
  func noLockIsNeededToReadOrToKeepWhatWasRead(_ kind: StoreKind) async throws {
    let setting = StateSetting(kind, in: folder)
    _ = try await setting.open().acquireLock(.example())
    try await setting.open().remember([.example("api", 1)])
    #expect(try await setting.open().read().revisions["api"]?.count == 1)
  }
}
