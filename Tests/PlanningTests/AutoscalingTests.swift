import JSONDocument
import Planning
import Resources
import Testing

/// R06, V97 and the law that a count under a scalable target is nobody's but the autoscaler's.
@Suite("Autoscaled services")
struct AutoscalingTests {
  private func plan(_ scaling: ServiceScaling?, files: JSON, live count: Int, recorded: JSON? = nil) -> Plan {
    let identity = ResourceIdentity(.service, name: "api", scope: "main")
    let address = Address(.service, "api")
    let provider = ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "111111111111")
    let environment = EnvironmentIdentity(name: "staging", directory: "envs/staging", provider: provider, cluster: "main")
    var live: JSON = ["desiredCount": .int(count), "enableExecuteCommand": false]
    live[ServiceScaling.member] = scaling?.json
    let record = RecordedResource(
      address: address, identity: identity, declared: files,
      observed: recorded ?? ["desiredCount": 2, "enableExecuteCommand": false])
    return Planner(
      desired: DesiredState(
        environment: environment, resources: [Resource(address: address, identity: identity, attributes: files)]),
      recorded: RecordedState(version: StateVersion(lineage: "l", serial: 1), resources: [record]),
      observed: ObservedState(objects: [identity: .present(ObservedObject(identity: identity, attributes: live))])
    ).plan()
  }

  @Test("the count of a service under a scalable target is the autoscaler's")
  func theirCountIsTheAutoscalers() {
    let plan = plan(.target(minimum: 1, maximum: 8), files: ["desiredCount": 2], live: 5)
    #expect(plan.isEmpty && plan.drift.isEmpty)
    #expect(plan.ignored.map(\.reason) == ["Application Auto Scaling keeps it between 1 and 8"])
    #expect(plan.ignored.first?.field.after == .known(5))
  }

  @Test("a count outside of the bounds is said")
  func aCountOutsideOfTheBoundsIsSaid() {
    let plan = plan(.target(minimum: 4, maximum: 8), files: ["desiredCount": 2], live: 5)
    #expect(plan.ignored.map(\.reason) == ["Application Auto Scaling keeps it between 4 and 8; the files' 2 is outside of that"])
  }

  @Test("no update sends the autoscaler's count")
  func noUpdateSendsIt() throws {
    let plan = plan(.target(minimum: 1, maximum: 8), files: ["desiredCount": 2, "enableExecuteCommand": true], live: 5)
    guard case .update(let change)? = plan.steps.first?.work else {
      Issue.record("nothing is updated")
      return
    }
    #expect(change.changedMembers == ["enableExecuteCommand"])
  }

  @Test("a count that nobody declares is said to be the autoscaler's")
  func aCountThatNobodyDeclaresIsSaidToBeTheirs() {
    let plan = plan(.target(minimum: 1, maximum: 8), files: ["enableExecuteCommand": false], live: 5)
    #expect(plan.isEmpty && plan.drift.isEmpty)
    #expect(plan.ignored.map(\.reason) == ["Application Auto Scaling keeps it between 1 and 8"])
  }

  @Test("without a target the files decide", arguments: [nil, ServiceScaling.unknown(reason: "forbidden")])
  func withoutATargetTheFilesDecide(scaling: ServiceScaling?) {
    let plan = plan(scaling, files: ["desiredCount": 2], live: 5)
    #expect(plan.changes.first?.fields.map(\.path.description) == ["desiredCount"])
  }
}
