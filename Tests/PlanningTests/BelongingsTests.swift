import JSONDocument
import Resources
import Testing

@testable import Planning

@Suite("What belongs to a service")
struct BelongingsTests {
  private func resource(_ kind: ResourceKind, _ attributes: JSON) -> Resource {
    let (identity, attributes) = kind.identified(attributes, stem: "api", cluster: "main")
    return Resource(address: Address(kind, "api"), identity: identity, attributes: attributes)
  }

  private func plan(role: String, isDestroy: Bool = false, targets: [Address] = []) -> Plan {
    let resources = [
      resource(.service, ["desiredCount": 1, "taskDefinition": "api:1", "role": .string(role)]),
      resource(.scalableTarget, ["MinCapacity": 1, "MaxCapacity": 4]),
      resource(.scalingPolicy, ["PolicyType": "StepScaling"]),
    ]
    var observed = ObservedState()
    for resource in resources {
      var object = ObservedObject(identity: resource.identity, attributes: resource.attributes)
      if resource.identity.kind == .service { object.attributes["role"] = "first" }
      observed.objects[resource.identity] = .present(object)
    }
    let records = resources.map { resource in
      RecordedResource(
        address: resource.address, identity: resource.identity, declared: resource.attributes,
        observed: observed.objects[resource.identity]?.object?.attributes ?? .null)
    }
    let environment = EnvironmentIdentity(
      name: "staging", directory: "envs/staging",
      provider: ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "111111111111"), cluster: "main")
    return Planner(
      desired: DesiredState(environment: environment, resources: resources),
      recorded: RecordedState(version: StateVersion(lineage: "a", serial: 1), resources: records), observed: observed,
      scope: PlanScope(isDestroy: isDestroy, targets: targets)
    ).plan()
  }

  @Test("nothing happens to it while the service stays")
  func staying() {
    #expect(plan(role: "first").changes == [])
  }

  @Test("it is made anew after a service that is replaced, in the order of need")
  func replaced() {
    let plan = plan(role: "second")
    #expect(
      plan.changes.map { "\($0.address) \($0.action)" } == [
        "aws_appautoscaling_policy.api create", "aws_appautoscaling_target.api create", "aws_ecs_service.api replace",
      ])
    let service = ResourceIdentity(.service, name: "api", scope: "main")
    #expect(plan.changes[0].reason == .takenAlong(by: service))
    let order = plan.steps.map(\.address.kind)
    #expect(order.firstIndex(of: .service) ?? 9 < order.firstIndex(of: .scalableTarget) ?? 0)
    #expect(order.firstIndex(of: .scalableTarget) ?? 9 < order.firstIndex(of: .scalingPolicy) ?? 0)
    for step in plan.steps.dropFirst() { #expect(!step.dependsOn.isEmpty) }
  }

  @Test("it is made anew also where only the service is a target")
  func targeted() {
    let plan = plan(role: "second", targets: [Address(.service, "api")])
    #expect(
      plan.changes.map { "\($0.address) \($0.action)" } == [
        "aws_appautoscaling_policy.api create", "aws_appautoscaling_target.api create", "aws_ecs_service.api replace",
      ])
  }

  @Test("it is taken away before the service")
  func destroyed() {
    let plan = plan(role: "first", isDestroy: true)
    #expect(plan.steps.map(\.address.kind) == [.scalingPolicy, .scalableTarget, .service])
    #expect(plan.steps.map(\.dependsOn.count) == [0, 1, 2])
  }
}
