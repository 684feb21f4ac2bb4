import AWS
import JSONDocument
import Providers
import Resources
import Synchronization
import Testing

/// A family of revisions, as much of it as registering needs.
private final class Family: Sendable {
  private let revisions = Mutex<[JSON]>([])

  var count: Int { revisions.withLock { $0.count } }

  func register(_ input: JSON) -> JSON {
    revisions.withLock { revisions in
      revisions.append(input["tags"] ?? [])
      return Self.answer(revisions.count, revisions[revisions.count - 1])
    }
  }

  func describe(_ reference: JSON?) throws(AWSError) -> JSON {
    let tags = revisions.withLock { $0 }
    let number = reference?.stringValue?.split(separator: ":").dropFirst().first.flatMap { Int($0) } ?? tags.count
    guard (1...max(1, tags.count)).contains(number), !tags.isEmpty else {
      throw AWSError(code: "ClientException", message: "Unable to describe task definition.")
    }
    return Self.answer(number, tags[number - 1])
  }

  private static func answer(_ number: Int, _ tags: JSON) -> JSON {
    ["taskDefinition": ["taskDefinitionArn": .string(revisionARN("api:\(number)")), "status": "ACTIVE"], "tags": tags]
  }
}

@Suite("Registering revisions")
struct RegistrationTests {
  private let wanted = resource(ResourceIdentity(.taskDefinition, name: "api"), ["family": "api", "tags": []])

  private func client(_ family: Family, losing lost: Set<Int> = [], others: Int = 0) -> ScriptedClient {
    ScriptedClient { request, earlier throws(AWSError) in
      guard request.operation == "RegisterTaskDefinition" else { return try family.describe(request.input["taskDefinition"]) }
      let answer = family.register(request.input)
      for _ in 0..<others { _ = family.register([:]) }
      if lost.contains(earlier) { throw AWSError.lost() }
      return answer
    }
  }

  @Test("A revision carries its operation's token as a tag")
  func tag() async throws {
    let client = client(Family())
    let made = try await AWSProvider.scripted(client).create(wanted, token: OperationToken("op-1"))
    #expect(made.object.arn == revisionARN("api:1"))
    #expect(client.inputs(of: "RegisterTaskDefinition").first?["tags"] == [["key": "reconcile:operation", "value": "op-1"]])
  }

  @Test("Under a new token nothing is looked for first")
  func newToken() async throws {
    let client = client(Family())
    let made = try await AWSProvider.scripted(client).create(wanted, token: OperationToken("op-1", isNew: true))
    #expect(made.object.arn == revisionARN("api:1"))
    #expect(client.requests.map(\.operation) == ["RegisterTaskDefinition"])
  }

  @Test("Task sizes are sent as text, however they are written")
  func sizes() async throws {
    let client = client(Family())
    let api = ResourceIdentity(.taskDefinition, name: "api")
    let written: JSON = [
      "family": "api", "cpu": 256, "memory": JSON(.number(JSONNumber(512))),
      "containerDefinitions": [["name": "web", "cpu": 128, "memory": 256]],
    ]
    _ = try await AWSProvider.scripted(client).create(resource(api, written), token: OperationToken("op-1"))
    let sent = client.inputs(of: "RegisterTaskDefinition").first
    #expect(sent?["cpu"] == "256")
    #expect(sent?["memory"] == "512")
    #expect(sent?["containerDefinitions"] == written["containerDefinitions"])
  }

  @Test("A lost answer makes no second revision", arguments: [0, 3])
  func lostAnswer(others: Int) async throws {
    let family = Family()
    let client = client(family, losing: [0], others: others)
    let made = try await AWSProvider.scripted(client).create(wanted, token: OperationToken("op-1"))
    #expect(made.object.arn == revisionARN("api:1"))
    #expect(family.count == 1 + others)
  }

  @Test("A request that never arrived is sent again")
  func lostRequest() async throws {
    let family = Family()
    let client = ScriptedClient { request, earlier throws(AWSError) in
      guard request.operation == "RegisterTaskDefinition" else { return try family.describe(request.input["taskDefinition"]) }
      if earlier == 0 { throw AWSError.lost() }
      return family.register(request.input)
    }
    _ = try await AWSProvider.scripted(client).create(wanted, token: OperationToken("op-1"))
    #expect(family.count == 1)
  }

  @Test("The same step tried by a later run finds its revision")
  func laterRun() async throws {
    let family = Family()
    let client = client(family)
    let provider = AWSProvider.scripted(client)
    let first = try await provider.create(wanted, token: OperationToken("op-1"))
    let second = try await provider.create(wanted, token: OperationToken("op-1"))
    let other = try await provider.create(wanted, token: OperationToken("op-2"))
    #expect(first == second)
    #expect(other.object.arn == revisionARN("api:2"))
  }

  @Test("When the family cannot be searched, the effect stays unknown and nothing is sent again")
  func unsearchable() async throws {
    let client = ScriptedClient { request, earlier throws(AWSError) in
      if request.operation == "RegisterTaskDefinition" { throw AWSError.lost() }
      if earlier == 0 { throw AWSError(code: "ClientException", message: "Unable to describe task definition.") }
      throw AWSError(code: "AccessDeniedException", message: "no")
    }
    let error = await #expect(throws: ProviderError.self) {
      _ = try await AWSProvider.scripted(client).create(wanted, token: OperationToken("op-1"))
    }
    #expect(error?.effect == .unknown)
    #expect(client.inputs(of: "RegisterTaskDefinition").count == 1)
  }

  @Test("Deregistering what is gone is a success")
  func deregister() async throws {
    let client = ScriptedClient { request, _ throws(AWSError) in
      if request.input["taskDefinition"] == "api:1" { return [:] }
      throw AWSError(code: "ClientException", message: "Unable to describe task definition.")
    }
    let deletion = ResourceDeletion(identity: wanted.identity, revisions: ["api:1", "api:2"])
    try await AWSProvider.scripted(client).delete(deletion, token: OperationToken("op-1"))
    #expect(client.requests.count == 2)
  }
}
