import JSONDocument
import Planning
import Resources
import Testing

@Suite("Members that are newer than this program")
struct NewMemberTests {
  private func world(_ live: JSON, wanting attributes: JSON = [:], recorded: JSON? = nil) -> Plan {
    let identity = ResourceIdentity(.service, name: "api", scope: "main")
    let address = Address(.service, "api")
    let provider = ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "111111111111")
    let environment = EnvironmentIdentity(name: "staging", directory: "envs/staging", provider: provider, cluster: "main")
    let resource = Resource(address: address, identity: identity, attributes: attributes)
    let records =
      recorded.map { [RecordedResource(address: address, identity: identity, declared: attributes, observed: $0)] } ?? []
    return Planner(
      desired: DesiredState(environment: environment, resources: [resource]),
      recorded: RecordedState(version: StateVersion(lineage: "l", serial: 1), resources: records),
      observed: ObservedState(objects: [identity: .present(ObservedObject(identity: identity, attributes: live))])
    ).plan()
  }

  @Test("new members are said and never a change")
  func theyAreSaidAndNeverAChange() {
    let live: JSON = ["desiredCount": 1, "tomorrow": 1, "deploymentConfiguration": ["soon": true], "status": "ACTIVE"]
    let plan = world(live, wanting: ["desiredCount": 1], recorded: ["desiredCount": 1])
    #expect(plan.newMembers.map(\.path) == ["deploymentConfiguration.soon", "tomorrow"])
    #expect(plan.isEmpty && plan.drift.isEmpty && plan.changes.isEmpty)
  }

  @Test("what was recorded so is no news")
  func whatWasRecordedSoIsNoNews() {
    let live: JSON = ["desiredCount": 1, "tomorrow": 1]
    #expect(world(live, wanting: ["desiredCount": 1], recorded: live).newMembers.isEmpty)
  }

  @Test("what a file declares is compared")
  func whatAFileDeclaresIsCompared() {
    let plan = world(["tomorrow": 1], wanting: ["tomorrow": 2], recorded: [:])
    #expect(plan.newMembers.isEmpty)
    #expect(plan.changes.first?.fields.map(\.path.description) == ["tomorrow"])
  }
}
