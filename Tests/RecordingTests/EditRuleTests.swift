import JSONDocument
import Recording
import Resources
import StoreConformance
import Testing

/// What a person may change of the state, and what is refused.
@Suite("Changes of the state by hand")
struct EditRuleTests {
  private static let api = RecordedResource.service("api")
  private static let app = RecordedResource.repository("app")
  private static let here = EnvironmentIdentity(
    name: "staging", directory: "envs/staging", provider: .example, cluster: "main")

  private static func state(
    _ resources: [RecordedResource] = [app, api], serial: Int = 7, open: [RecordedResource] = [],
    deposed: [DeposedResource] = []
  ) -> EditableState {
    EditableState(
      recorded: RecordedState(
        version: StateVersion(lineage: "abc", serial: serial), resources: resources.sorted { $0.address < $1.address },
        revisions: [:], deposed: deposed),
      unfinished: open.map {
        UnfinishedOperation(id: OperationID(1), intent: .create($0), startedAt: Timestamp(seconds: 1))
      })
  }

  private static func document(
    _ resources: [RecordedResource] = [app, api], lineage: String = "abc", serial: Int = 7, environment: String = "staging",
    account: String = "123456789012"
  ) -> StateDocument {
    StateDocument(
      version: StateVersion(lineage: lineage, serial: serial), environment: environment,
      provider: ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: account), resources: resources,
      revisions: [])
  }

  // MARK: Records

  @Test("A record gets another address and stays what it is")
  func move() throws {
    let edit = try Self.state().moveEdit(from: Self.api.address, to: Address(.service, "gateway"))
    var moved = Self.api
    moved.address = Address(.service, "gateway")
    #expect(edit.removed == [Self.api.address])
    #expect(edit.written == [moved])
    #expect(edit.version == nil)
  }

  @Test(
    "A record is not moved from nowhere, not over another one, and not from under an operation",
    arguments: [
      (state(), Address(.service, "nobody"), Address(.service, "x"), .notRecorded(RecordName(Address(.service, "nobody")))),
      (
        state([api, .service("web")]), api.address, Address(.service, "web"),
        .addressTaken(Address(.service, "web"), by: ResourceIdentity(.service, name: "web", scope: "main"))
      ),
      (state(open: [api]), api.address, Address(.service, "x"), .unfinished(api.address)),
    ] as [(EditableState, Address, Address, StateEditProblem)])
  func refusedMove(state: EditableState, source: Address, target: Address, problem: StateEditProblem) {
    #expect(throws: problem) { try state.moveEdit(from: source, to: target) }
  }

  @Test("Records are forgotten all or none")
  func forget() throws {
    #expect(try Self.state().removalEdit(of: [RecordName(Self.api.address)]).removed == [Self.api.address])
    let nobody = RecordName(Address(.service, "nobody"))
    #expect(throws: StateEditProblem.notRecorded(nobody)) {
      try Self.state().removalEdit(of: [RecordName(Self.api.address), nobody])
    }
    #expect(throws: StateEditProblem.unfinished(Self.app.address)) {
      try Self.state(open: [Self.app]).removalEdit(of: [Self.api.address, Self.app.address].map { RecordName($0) })
    }
  }

  // MARK: What replacements have left over

  private static let old = DeposedResource(.service("api", named: "front"), replacedIn: 12)
  private static let older = DeposedResource(.service("api", named: "site"), replacedIn: 11)

  @Test("What is left over at an address moves with it")
  func moveWithOld() throws {
    let gateway = Address(.service, "gateway")
    var moved = Self.old
    moved.resource.address = gateway
    let edit = try Self.state(deposed: [Self.old]).moveEdit(from: Self.api.address, to: gateway)
    #expect(edit.removed == [Self.api.address])
    #expect(edit.deposed == [moved])
    let alone = try Self.state([Self.app], deposed: [Self.old]).moveEdit(from: Self.api.address, to: gateway)
    #expect(alone.removed.isEmpty && alone.written.isEmpty)
    #expect(alone.deposed == [moved])
  }

  @Test(
    "An address stands for all that is recorded there, and one thing left over can be named by itself",
    arguments: [
      ("aws_ecs_service.api", ["aws_ecs_service.api"], []),
      ("aws_ecs_service.api@main/front", [], ["main/site"]),
      ("aws_ecr_repository.app", ["aws_ecr_repository.app"], nil),
    ] as [(String, [String], [String]?)])
  func forgetOld(name: String, removed: [String], left: [String]?) throws {
    let state = Self.state(deposed: [Self.old, Self.older])
    let edit = try state.removalEdit(of: [try #require(RecordName(name))])
    #expect(edit.removed.map(\.description) == removed)
    #expect(edit.deposed?.map(\.identity.description) == left)
  }

  @Test("What is not left over cannot be forgotten")
  func forgetUnknown() throws {
    let name = try #require(RecordName("aws_ecs_service.api@main/other"))
    #expect(throws: StateEditProblem.notRecorded(name)) { try Self.state(deposed: [Self.old]).removalEdit(of: [name]) }
  }

  @Test("A state that has other things left over is another state")
  func replaceOld() throws {
    var document = Self.document(serial: 8)
    document.deposed = [Self.old]
    let edit = try Self.state().replacementEdit(with: document, for: Self.here, force: false)
    #expect(edit.deposed == [Self.old])
    let fork = Self.document(serial: 7)
    #expect(throws: StateEditProblem.noSuccessor(.forked(serial: 7))) {
      try Self.state(deposed: [Self.old]).replacementEdit(with: fork, for: Self.here, force: false)
    }
  }

  // MARK: Whole states

  @Test(
    "A state takes the place of the recorded one with a serial above both",
    arguments: [
      (document([app], serial: 7), false, 8), (document([app], serial: 12), false, 12), (document([api], serial: 3), true, 8),
    ]
      as [(StateDocument, Bool, Int)])
  func replace(document: StateDocument, force: Bool, serial: Int) throws {
    // With the same serial another content is a fork, which only force puts in place.
    let force = force || document.version.serial == 7
    let edit = try Self.state().replacementEdit(with: document, for: Self.here, force: force)
    #expect(edit.version == StateVersion(lineage: "abc", serial: serial))
    #expect(edit.written == document.resources)
    #expect(Set(edit.removed) == Set([Self.app.address, Self.api.address]).subtracting(document.resources.map(\.address)))
  }

  @Test("The recorded state itself changes nothing")
  func same() throws {
    let edit = try Self.state().replacementEdit(with: Self.document([Self.api, Self.app]), for: Self.here, force: false)
    #expect(edit.removed.isEmpty && edit.written.isEmpty && edit.version == nil)
  }

  @Test(
    "A state that does not go on where the recorded one is needs force, and that of another cloud is refused",
    arguments: [
      (document(environment: "prod"), .otherEnvironment("prod", here: "staging"), true),
      (document(lineage: "xyz"), .otherLineage("xyz", here: "abc"), true),
      (document(serial: 6), .older(serial: 6, here: 7), true),
      (document([app]), .forked(serial: 7), true),
      (
        document(account: "999999999999"),
        .otherCloud(
          ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "999999999999"), here: .example), false
      ),
    ] as [(StateDocument, StateBreak, Bool)])
  func breaks(document: StateDocument, found: StateBreak, canBeForced: Bool) throws {
    #expect(throws: StateEditProblem.noSuccessor(found)) {
      try Self.state().replacementEdit(with: document, for: Self.here, force: false)
    }
    #expect(found.canBeForced == canBeForced)
    if canBeForced {
      #expect(throws: Never.self) { try Self.state().replacementEdit(with: document, for: Self.here, force: true) }
    } else {
      #expect(throws: StateEditProblem.noSuccessor(found)) {
        try Self.state().replacementEdit(with: document, for: Self.here, force: true)
      }
    }
  }

  @Test("An open operation keeps any state from being put in place")
  func open() {
    #expect(throws: StateEditProblem.unfinished(Self.api.address)) {
      try Self.state(open: [Self.api]).replacementEdit(with: Self.document(serial: 9), for: Self.here, force: true)
    }
  }
}
