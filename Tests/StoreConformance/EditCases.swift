import JSONDocument
import Recording
import Resources
import Testing

extension StoreCase {
  /// Changes by hand.
  static let edits: [StoreCase] = [
    StoreCase("what is removed is gone what is written is there and the serial grows") { setting in
      let store = try setting.open()
      try await store.record([.service("api"), .service("web")])
      let before = try #require(try await store.read().version)
      var moved = RecordedResource.service("api")
      moved.address = Address(.service, "gateway")
      try await store.edit(StateEdit(removed: [Address(.service, "api")], written: [moved], revisions: [.example("api", 1)]))
      let state = try await store.read()
      #expect(state.resources == [moved, .service("web")])
      #expect(state.revisions["api"]?.map(\.number) == [1])
      #expect(state.version?.lineage == before.lineage)
      #expect(try #require(state.version).serial > before.serial)
    },
    StoreCase("another version can be put in place") { setting in
      let store = try setting.open()
      try await store.record([.service("api")])
      let version = StateVersion(lineage: "another", serial: 77)
      try await store.edit(StateEdit(written: [.service("api", count: 9)], version: version))
      #expect(try await store.read().version == version)
      #expect(try await store.read().resources == [.service("api", count: 9)])
    },
  ]
}
