import JSONDocument
import Recording
import Resources
import Testing

extension StoreCase {
  /// The lock.
  static let lock: [StoreCase] = [
    StoreCase("one writer holds it and the other learns who") { setting in
      let request = LockRequest.example()
      let held = try await setting.open().acquireLock(request)
      #expect(held.request == request)
      #expect(held.tookOverFrom == nil)
      #expect(try await setting.open().currentLock() == held)
      await #expect(throws: StateError.locked(held)) {
        try await setting.open().acquireLock(.example(who: "sam@ci", host: "ci-7"))
      }
      #expect(try await setting.open().currentLock() == held)
    },
    StoreCase("who holds it releases it and nobody else") { setting in
      let store = try setting.open()
      let held = try await store.acquireLock(.example())
      var other = held
      other.id = "another"
      await #expect(throws: StateError.notTheHolder(held)) { try await store.releaseLock(other) }
      #expect(try await store.currentLock() == held)
      try await setting.open().releaseLock(held)
      #expect(try await store.currentLock() == nil)
      await #expect(throws: StateError.notTheHolder(nil)) { try await store.releaseLock(held) }
    },
    StoreCase("a holder that is gone from this host is taken over with a note") { setting in
      let gone = LockRequest.example(who: "kim@laptop", pid: LockRequest.deadPid)
      let old = try await setting.open().acquireLock(gone)
      let new = try await setting.open().acquireLock(.example(who: "sam@laptop"))
      #expect(new.tookOverFrom == gone)
      #expect(new.id != old.id)
      #expect(try await setting.open().currentLock()?.request.who == "sam@laptop")
      await #expect(throws: StateError.self) { try await setting.open().releaseLock(old) }
      try await setting.open().releaseLock(new)
    },
    StoreCase("a process of another host cannot be seen, so its lock stays") { setting in
      let held = try await setting.open().acquireLock(.example(host: "ci-7", pid: LockRequest.deadPid))
      await #expect(throws: StateError.locked(held)) { try await setting.open().acquireLock(.example(host: "laptop")) }
    },
    StoreCase("no lock is needed to read or to keep what was read") { setting in
      _ = try await setting.open().acquireLock(.example())
      try await setting.open().remember([.example("api", 1)])
      #expect(try await setting.open().read().revisions["api"]?.count == 1)
    },
  ]
}
