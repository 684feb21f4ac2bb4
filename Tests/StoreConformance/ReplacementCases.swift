import JSONDocument
import Recording
import Resources
import Testing

extension StoreCase {
  /// Records that take the place of others.
  static let replacements: [StoreCase] = [
    StoreCase("what an address stood for is kept until it is removed") { setting in
      let store = try setting.open()
      try await store.record([.service("api", named: "front"), .service("web")])
      let run = try await store.record([.service("api", named: "api-v2")])
      let state = try await setting.open().read()
      #expect(state.resources == [.service("api", named: "api-v2"), .service("web")])
      #expect(state.deposed == [DeposedResource(.service("api", named: "front"), replacedIn: run.number)])
      #expect(state.version?.serial == 3)

      try await store.remove(.service("api", named: "front"), run)
      let after = try await setting.open().read()
      #expect(after.resources == state.resources)
      #expect(after.deposed.isEmpty)
      #expect(after.version?.serial == 4)
    },
    StoreCase("several can be left over at one address") { setting in
      let store = try setting.open()
      for name in ["a", "b", "c"] { try await store.record([.service("api", named: name)]) }
      #expect(
        try await setting.open().read().deposed.map(\.name.description) == [
          "aws_ecs_service.api@main/a", "aws_ecs_service.api@main/b",
        ])
      let run = try await store.beginRun(.example)
      try await store.remove(.service("api", named: "a"), run)
      #expect(try await setting.open().read().deposed.map(\.identity.name) == ["b"])
      #expect(try await setting.open().read().resources == [.service("api", named: "c")])
    },
    StoreCase("what an address stands for again is left over no longer") { setting in
      let store = try setting.open()
      for name in ["front", "api-v2", "front"] { try await store.record([.service("api", named: name)]) }
      let state = try await setting.open().read()
      #expect(state.resources == [.service("api", named: "front")])
      #expect(state.deposed.map(\.identity.name) == ["api-v2"])
    },
    StoreCase("an object that has another address by now is not left over at its old one") { setting in
      let store = try setting.open()
      let (moved, other) = (RecordedResource.service("gateway", named: "api"), RecordedResource.service("api", named: "front"))
      try await store.record([.service("api"), moved, other])
      let state = try await setting.open().read()
      #expect(state.resources == [other, moved])
      #expect(state.deposed.isEmpty)
      // The same when the old address is written first.
      try await store.record([.service("web"), .service("web", named: "shop"), .service("site", named: "web")])
      #expect(try await setting.open().read().deposed.isEmpty)
    },
    StoreCase("a new record of the same object leaves nothing over") { setting in
      let store = try setting.open()
      try await store.record([.service("api"), .service("api", count: 3)])
      #expect(try await setting.open().read().deposed.isEmpty)
    },
    StoreCase("what was made for an address that stands for another object is left over from the start") { setting in
      let store = try setting.open()
      let run = try await store.record([.service("api")])
      let made = RecordedResource.service("api", named: "front")
      try await store.complete(
        try await store.begin(.create(made), in: run), .deposed(made, revision: .example("api", 1)))
      let state = try await setting.open().read()
      #expect(state.resources == [.service("api")])
      #expect(state.deposed == [DeposedResource(made, replacedIn: run.number)])
      #expect(state.revisions["api"]?.map(\.number) == [1])
      #expect(state.version?.serial == 2)
      // What an address stands for is not left over as well.
      let other = RecordedResource.service("web", named: "api")
      try await store.complete(try await store.begin(.create(other), in: run), .deposed(other, revision: nil))
      #expect(try await setting.open().read().deposed.map(\.identity.name) == ["front"])
    },
    StoreCase("a one-off task has nothing that could be left over") { setting in
      let store = try setting.open()
      func task(_ cluster: String) -> RecordedResource {
        RecordedResource(
          address: Address(.oneOffTask, "migrate"), identity: ResourceIdentity(.oneOffTask, name: "migrate", scope: cluster),
          declared: [:], observed: [:])
      }
      try await store.record([task("main"), task("other")])
      let state = try await setting.open().read()
      #expect(state.resources == [task("other")])
      #expect(state.deposed.isEmpty)
    },
    StoreCase("what is left over can be put in place, and taken up by an edit") { setting in
      let store = try setting.open()
      try await store.record([.service("api")])
      let old = DeposedResource(.service("api", named: "front"), replacedIn: nil)
      let older = DeposedResource(.service("web", named: "site"), replacedIn: 3)
      try await store.edit(StateEdit(deposed: [older, old]))
      #expect(try await setting.open().read().deposed == [old, older])
      #expect(try await setting.open().read().version?.serial == 2)
      try await store.edit(StateEdit(written: [.service("site")]))
      #expect(try await setting.open().read().deposed == [old])
      try await store.edit(StateEdit(deposed: []))
      #expect(try await setting.open().read().deposed.isEmpty)
      #expect(try await setting.open().read().resources == [.service("api"), .service("site")])
    },
  ]
}
