import JSONDocument
import Recording
import Resources
import Testing

extension StoreCase {
  /// Resources, revisions and versions.
  static let records: [StoreCase] = [
    StoreCase("nothing is recorded at first") { setting in
      let state = try await setting.open().read()
      #expect(state.version == nil)
      #expect(state.resources.isEmpty)
      #expect(state.revisions.isEmpty)
    },
    StoreCase("everything of a resource is read back") { setting in
      var resource = RecordedResource.service("api")
      resource.observed = try JSON(
        text: #"{"z":1.50,"a":"größe \u0000 '","unknown":[null,{"deep":-0.0e1}],"big":123456789012345678901}"#)
      let bare = RecordedResource.repository("api")
      try await setting.open().record([resource, bare])
      let state = try await setting.open().read()
      #expect(state.resources == [bare, resource])
      #expect(state.resources.last?.observed.text() == resource.observed.text())
    },
    StoreCase("the serial moves with content only and the lineage never") { setting in
      let store = try setting.open()
      try await store.record([])
      let lineage = try #require(try await store.read().version?.lineage)

      var serials: [Int?] = []
      for resource in [RecordedResource.service("api"), .service("api"), .service("api", count: 2), .service("worker")] {
        try await store.record([resource])
        serials.append(try await setting.open().read().version?.serial)
      }
      #expect(serials == [1, 1, 2, 3])
      #expect(try await setting.open().read().version?.lineage == lineage)
    },
    StoreCase("a resource is removed with its serial") { setting in
      let store = try setting.open()
      let run = try await store.record([.service("api"), .service("worker")])
      try await store.remove(.service("api"), run)
      try await store.remove(.service("api"), run)
      let state = try await store.read()
      #expect(state.resources == [.service("worker")])
      #expect(state.version?.serial == 3)
    },
    StoreCase("removing an object leaves the record that stands for another object at the same address") { setting in
      let store = try setting.open()
      var renamed = RecordedResource.service("api")
      renamed.identity = ResourceIdentity(.service, name: "api-v2", scope: "main")
      let run = try await store.record([.service("api"), renamed])
      try await store.remove(.service("api"), run)
      #expect(try await store.read().resources == [renamed])
    },
    StoreCase("revisions are listed newest first with their content apart") { setting in
      let store = try setting.open()
      try await store.record([])
      let revisions: [Revision] = [.example("api", 2), .example("api", 10), .example("worker", 1), .example("api", 9)]
      try await store.remember(revisions)
      try await store.remember([.example("api", 10, image: "other:1")])
      let state = try await setting.open().read()
      #expect(state.revisions["api"]?.map(\.number) == [10, 9, 2])
      #expect(state.revisions["worker"] == [Revision.example("worker", 1).recorded])
      #expect(state.version?.serial == 0)
      #expect(await store.content(ofRevision: revisions[1].arn) == revisions[1].content)
      #expect(await store.content(ofRevision: "arn:unknown") == nil)
    },
    StoreCase("what a plan read is kept only where there is a state already") { setting in
      try await setting.open().remember([.example("api", 1)])
      let state = try await setting.open().read()
      #expect(state.version == nil)
      #expect(state.revisions.isEmpty)
    },
  ]
}

extension StateStore {
  func remove(_ resource: RecordedResource, _ run: RunID) async throws(StateError) {
    let intent = OperationIntent(
      address: resource.address, identity: resource.identity, verb: .delete, token: "t", declared: .null)
    try await complete(try await begin(intent, in: run), .removed(resource.address, resource.identity))
  }
}
