import JSONDocument
import Providers
import Refreshing
import Resources
import Synchronization
import Testing

/// A reader with a few revisions that writes down what was asked.
private final class StubReader: ResourceReader {
  let identity = ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "111111111111")
  let capabilities: Set<Capability> = []
  private let objects: [ResourceIdentity: Observation]
  private let contents: [String: Revision]
  private let asked = Mutex<(reads: [[ReadRequest]], references: [[String]])>(([], []))

  init(_ objects: [ResourceIdentity: Observation] = [:], revisions: [String: Revision] = [:]) {
    self.objects = objects
    self.contents = revisions
  }

  var reads: [[ReadRequest]] { asked.withLock { $0.reads } }
  var references: [[String]] { asked.withLock { $0.references } }

  func read(_ requests: [ReadRequest]) async throws(ProviderError) -> [ResourceIdentity: Observation] {
    asked.withLock { $0.reads.append(requests) }
    return Dictionary(uniqueKeysWithValues: requests.map { ($0.identity, objects[$0.identity] ?? .absent) })
  }

  func revisions(_ references: [String]) async throws(ProviderError) -> [String: Revision] {
    asked.withLock { $0.references.append(references) }
    return contents.filter { references.contains($0.key) }
  }

  func missingImages(_ images: [ImageReference]) async throws(ProviderError) -> Set<ImageReference> { [] }
  func digests(_ images: [ImageReference]) async throws(ProviderError) -> [ImageReference: String] { [:] }
}

private struct StubArchive: RevisionArchive {
  var contents: [String: JSON] = [:]
  func content(ofRevision arn: String) async -> JSON? { contents[arn] }
}

@Suite("Refreshing")
struct RefresherTests {
  private let family = ResourceIdentity(.taskDefinition, name: "api")
  private let service = ResourceIdentity.service("api")

  private func content(_ tag: String) -> JSON {
    ["family": "api", "containerDefinitions": [["name": "api", "image": .string("api:\(tag)"), "memory": 128]]]
  }

  private func desired(_ tag: String) -> DesiredState {
    let address = Address(.taskDefinition, "api")
    return DesiredState(
      environment: EnvironmentIdentity(
        name: "staging", directory: "envs/staging",
        provider: ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "111111111111"), cluster: "main"),
      resources: [
        Resource(address: address, identity: family, attributes: content(tag)),
        Resource(
          address: Address(.service, "api"), identity: service, attributes: ["tags": [], "desiredCount": 1],
          links: [Resource.Link(member: "taskDefinition", target: address)]),
      ])
  }

  private func revision(_ number: Int, _ tag: String, isActive: Bool = true) -> Revision {
    Revision(arn: revisionARN("api:\(number)"), family: "api", number: number, isActive: isActive, content: content(tag))
  }

  private func running(_ number: Int) -> [ResourceIdentity: Observation] {
    let attributes: JSON = ["taskDefinition": .string(revisionARN("api:\(number)"))]
    return [service: .present(ObservedObject(identity: service, attributes: attributes))]
  }

  private func recorded(_ revision: Revision, revisions: [Revision] = []) -> RecordedState {
    RecordedState(
      resources: [
        RecordedResource(
          address: Address(.taskDefinition, "api"), identity: family, declared: revision.content, observed: revision.content,
          arn: revision.arn)
      ], revisions: ["api": revisions.map(\.recorded)])
  }

  @Test("Nothing new costs one read and no call for a task definition")
  func nothingNew() async throws {
    let reader = StubReader(running(1))
    let observed = try await Refresher(reader: reader).refresh(
      desired: desired("one"), recorded: recorded(revision(1, "one")), archive: StubArchive())
    #expect(reader.reads.map { $0.map(\.identity) } == [[service]])
    #expect(reader.references.isEmpty)
    #expect(observed.revisions[revisionARN("api:1")]?.isActive == true)
    #expect(observed.newlyRead.isEmpty)
  }

  @Test("Only what somebody compares is asked for when it costs a call")
  func costlyMembers() async throws {
    let reader = StubReader()
    var wanted = desired("one")
    wanted.resources.append(
      Resource(
        address: Address(.repository, "api"), identity: ResourceIdentity(.repository, name: "api"),
        attributes: ["tags": [], "lifecyclePolicy": [:], "imageTagMutability": "IMMUTABLE"]))
    _ = try await Refresher(reader: reader).refresh(desired: wanted, recorded: RecordedState(), archive: StubArchive())
    let costly = Dictionary(
      (reader.reads.first ?? []).map { ($0.identity.kind.noun, $0.costlyMembers) }, uniquingKeysWith: { first, _ in first })
    // The tags of a service come with its description.
    #expect(costly == ["repository": ["tags", "lifecyclePolicy"], "service": []])
  }

  @Test("A revision that somebody else registered is read once and kept")
  func newlyRead() async throws {
    let reader = StubReader(running(5), revisions: [revisionARN("api:5"): revision(5, "one")])
    let observed = try await Refresher(reader: reader).refresh(
      desired: desired("one"), recorded: recorded(revision(1, "old")), archive: StubArchive())
    #expect(reader.references == [[revisionARN("api:5")]])
    #expect(observed.newlyRead.map(\.number) == [5])
    #expect(observed.revisions.count == 2)
    let again = StubReader(running(5))
    _ = try await Refresher(reader: again).refresh(
      desired: desired("one"), recorded: recorded(revision(1, "old")),
      archive: StubArchive(contents: [revisionARN("api:5"): content("one")]))
    #expect(again.references.isEmpty)
  }

  @Test("New content of a recorded family reads nothing")
  func newContent() async throws {
    let reader = StubReader(running(1), revisions: ["api": revision(9, "two")])
    let observed = try await Refresher(reader: reader).refresh(
      desired: desired("two"), recorded: recorded(revision(1, "one")), archive: StubArchive())
    #expect(reader.references.isEmpty)
    #expect(observed.newlyRead.isEmpty)
  }

  @Test("Going back looks whether the revision with the old content is still active", arguments: [true, false])
  func goingBack(isActive: Bool) async throws {
    let old = revision(1, "one", isActive: isActive)
    let reader = StubReader(
      running(2), revisions: ["api": revision(2, "two"), revisionARN("api:1"): old])
    let observed = try await Refresher(reader: reader).refresh(
      desired: desired("one"), recorded: recorded(revision(2, "two"), revisions: [revision(2, "two"), revision(1, "one")]),
      archive: StubArchive())
    #expect(reader.references == [[revisionARN("api:1")]])
    #expect(observed.revisions[revisionARN("api:1")]?.isActive == isActive)
  }

  @Test("A revision that no service runs may have been deregistered: it is asked before it is used", arguments: [true, false])
  func unproven(isActive: Bool) async throws {
    let reader = StubReader(
      revisions: ["api": revision(2, "other"), revisionARN("api:1"): revision(1, "one", isActive: isActive)])
    let observed = try await Refresher(reader: reader).refresh(
      desired: desired("one"), recorded: recorded(revision(1, "one")), archive: StubArchive())
    #expect(reader.references == (isActive ? [[revisionARN("api:1")]] : [[revisionARN("api:1")], ["api"]]))
    #expect(observed.revisions[revisionARN("api:1")]?.isActive == isActive)
  }

  @Test(
    "What services run is asked about as long as it is not too much, and what is gone counts as deregistered",
    arguments: [(0, true), (1, true), (1, false), (10, true), (Int.max, true)])
  func confirmed(limit: Int, isThere: Bool) async throws {
    let reader = StubReader(
      running(1), revisions: isThere ? [revisionARN("api:1"): revision(1, "one", isActive: false)] : [:])
    let observed = try await Refresher(reader: reader).refresh(
      desired: desired("one"), recorded: recorded(revision(1, "one")), archive: StubArchive(), confirming: limit)
    #expect(reader.references == (limit == 0 ? [] : [[revisionARN("api:1")], ["api"]]))
    #expect(observed.revisions[revisionARN("api:1")]?.isActive == (limit == 0))
  }

  @Test("A revision that is gone altogether is not used")
  func vanished() async throws {
    let reader = StubReader(revisions: ["api": revision(2, "other")])
    let observed = try await Refresher(reader: reader).refresh(
      desired: desired("one"), recorded: recorded(revision(1, "one")), archive: StubArchive())
    #expect(observed.revisions[revisionARN("api:1")]?.isActive != true)
    #expect(observed.heads["api"]?.number == 2)
  }

  @Test("A first plan looks up the family and nothing else")
  func firstPlan() async throws {
    let reader = StubReader()
    let observed = try await Refresher(reader: reader).refresh(
      desired: desired("one"), recorded: RecordedState(), archive: StubArchive())
    #expect(reader.references == [["api"]])
    #expect(observed.objects[service] == .absent)
    #expect(observed.heads.isEmpty)
  }
}
