import JSONDocument
import Recording
import Resources
import StoreConformance
import Testing

/// What only a file can promise about changes by hand.
@Suite struct EditTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("an edit that cannot be done whole is not done at all")
  func anEditThatCannotBeDoneWholeIsNotDoneAtAll() async throws {
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

  @Test("what is written is read back")
  func whatIsWrittenIsReadBack() throws {
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

  @Test("what is no state is refused", arguments: unreadable)
  func whatIsNoStateIsRefused(member: String, value: JSON, error: StateDocument.ReadingError) {
    var json = document.json
    json[member] = value
    #expect(throws: error) { _ = try StateDocument(json) }
  }

  @Test("an address stands there once")
  func anAddressStandsThereOnce() {
    var twice = document
    twice.resources.append(.service("api", count: 3))
    #expect(throws: StateDocument.ReadingError.self) { _ = try StateDocument(twice.json) }
  }
}
