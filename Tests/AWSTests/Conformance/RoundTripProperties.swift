import AWS
import JSONDocument
import Planning
import Providers
import Resources
import SimulatedAWS
import TestSupport
import Testing

/// What was sent and read back is no difference, whatever of the API's members a file has.
///
/// `RECONCILE_PROPERTY_SEEDS=10000` tries so many.
@Suite("Round trips through the simulated cloud")
struct RoundTripProperties {
  private static let seeds = UInt64(Repetitions.count("RECONCILE_PROPERTY_SEEDS", usually: 300))

  @Test("a task definition and a service that were made are as their files say, and as a file made of the answer says")
  func roundTrips() async throws {
    let identity = ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "111111111111")
    let cloud = try SimulatedCloud.inMemory()
    let provider = AWSProvider(client: cloud, identity: identity, random: SeededGenerator(seed: 1))
    _ = try await cloud.call(AWSRequest(.ecs, "CreateCluster", ["clusterName": "main"]))
    var refused: [String] = []
    for seed in 1...Self.seeds {
      do throws(ProviderError) {
        let problems = try await problems(seed, provider)
        guard problems.isEmpty else {
          Issue.record("seed \(seed):\n\(problems.joined(separator: "\n"))")
          return
        }
      } catch {
        refused.append("seed \(seed): \(error.operation) \(error.message)")
      }
    }
    #expect(refused.isEmpty, "specs that the cloud does not take: \(refused.prefix(5))")
  }

  private func problems(_ seed: UInt64, _ provider: AWSProvider) async throws(ProviderError) -> [String] {
    var specs = ValidSpecs(seed: seed)
    let family = "f\(seed)"
    let definition = Resource(
      address: Address(.taskDefinition, family), identity: ResourceIdentity(.taskDefinition, name: family),
      attributes: Self.json(specs.taskDefinition()))
    let service = Resource(
      address: Address(.service, family), identity: ResourceIdentity(.service, name: family, scope: "main"),
      attributes: Self.json(specs.service(of: family)))
    _ = try await provider.create(definition, token: OperationToken("d\(seed)"))
    _ = try await provider.create(service, token: OperationToken("s\(seed)"))

    guard let revision = try await provider.revisions([family])[family],
      let live = try await provider.read([ReadRequest(service.identity, costlyMembers: ["tags"])])[service.identity]?.object
    else { return ["what was made is not there"] }
    var wanted = service.attributes
    wanted["taskDefinition"] = .string("\(family):1")
    return differences(.taskDefinition, revision.content, definition.attributes)
      + differences(.service, live.attributes, wanted)
      + differences(.taskDefinition, revision.content, ResourceKind.taskDefinition.spec(of: revision.content))
      + differences(.service, live.attributes, ResourceKind.service.spec(of: live.attributes))
  }

  private func differences(_ kind: ResourceKind, _ live: JSON, _ wanted: JSON) -> [String] {
    Differ(kind).changes(from: live, to: wanted).map { "\(kind.noun) \($0.path): \($0.before) → \($0.after)\n  \(wanted.text())" }
  }

  private static func json(_ text: String) -> JSON {
    guard let document = JSON.parse(text).document else {
      Issue.record("no JSON: \(text)")
      return .null
    }
    return document
  }
}
