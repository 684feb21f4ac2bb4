import JSONDocument
import Recording
import Resources
import Testing

/// What every store promises about changes by hand.
@Suite struct EditConformanceTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test(arguments: StoreKind.allCases)
  func whatIsRemovedIsGoneWhatIsWrittenIsThereAndTheSerialGrows(_ kind: StoreKind) async throws {
    let store = try StateSetting(kind, in: folder).open()
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
  }

  @Test(arguments: StoreKind.allCases)
  func anotherVersionCanBePutInPlace(_ kind: StoreKind) async throws {
    let store = try StateSetting(kind, in: folder).open()
    try await store.record([.service("api")])
    let version = StateVersion(lineage: "another", serial: 77)
    try await store.edit(StateEdit(written: [.service("api", count: 9)], version: version))
    #expect(try await store.read().version == version)
    #expect(try await store.read().resources == [.service("api", count: 9)])
  }

  @Test func anEditThatCannotBeDoneWholeIsNotDoneAtAll() async throws {
    let store = try StateSetting(.file, in: folder).open()
    try await store.record([.service("api")])
    let before = try await store.read()
    await #expect(throws: StateError.self) {
      try await store.edit(StateEdit(removed: [Address(.service, "api"), Address(.service, "nobody")]))
    }
    #expect(try await store.read().resources == before.resources)
    #expect(try await store.read().version == before.version)
  }
}

@Suite struct StateDocumentTests {
  private var document: StateDocument {
    StateDocument(
      version: StateVersion(lineage: "abc", serial: 7), environment: "staging", provider: .example,
      resources: [.repository("app"), .service("api")], revisions: [.example("api", 3)])
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let read = try StateDocument(JSON(text: document.json.text(.pretty)))
    #expect(read.version == document.version)
    #expect(read.environment == "staging")
    #expect(read.provider == .example)
    #expect(read.resources == document.resources)
    #expect(read.revisions == document.revisions)
  }

  private static let unreadable: [(member: String, value: JSON, error: StateDocument.ReadingError)] = [
    ("format", JSON.string("something"), StateDocument.ReadingError.notAState), ("version", 9, .newerFormat(9)),
    ("masked", true, .masked), ("lineage", "", .damaged("lineage")), ("serial", -1, .damaged("serial")),
    ("provider", [:], .damaged("provider")), ("resources", .null, .damaged("resources")),
    ("resources", [["address": "aws_ecs_service.x"]], .damaged("resources[0]")),
    ("revisions", [[:]], .damaged("revisions[0]")),
  ]

  @Test(arguments: unreadable)
  func whatIsNoStateIsRefused(member: String, value: JSON, error: StateDocument.ReadingError) {
    var json = document.json
    json[member] = value
    #expect(throws: error) { _ = try StateDocument(json) }
  }

  @Test func anAddressStandsThereOnce() {
    var twice = document
    twice.resources.append(.service("api", count: 3))
    #expect(throws: StateDocument.ReadingError.self) { _ = try StateDocument(twice.json) }
  }
}
