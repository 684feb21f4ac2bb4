import AWS
import Applying
import JSONDocument
import Planning
import ProviderConformance
import Resources
import Synchronization
import Testing

/// The calls of a plan grow with batches, not with resources.
@Suite struct CallCountTests {
  @Test("a plan that finds nothing to do asks once for many services")
  func aPlanThatFindsNothingToDoAsksOnceForManyServices() async throws {
    let counter = Mutex<CountingClient?>(nil)
    let place = try await SimulatedPlace { cloud in
      let counting = CountingClient(cloud)
      counter.withLock { $0 = counting }
      return counting
    }
    let stages = try Stages(place)
    defer { stages.remove() }
    let desired = environment(place, services: 100)
    #expect(try await stages.apply(stages.plan(desired)).isSuccess)

    let before = try #require(counter.withLock { $0 }).counts
    #expect(try await stages.plan(desired).isEmpty)
    let after = try #require(counter.withLock { $0 }).counts
    let calls = after.mapValues { $0 }.merging(before) { $0 - $1 }.filter { $0.value > 0 }
    #expect(calls["ecs DescribeServices"] == 10)
    #expect(calls["ecs DescribeTaskDefinition"] == nil, "a revision is read once in its life")
    #expect(calls.values.reduce(0, +) <= 15, "\(calls)")
  }

  private func environment(_ place: SimulatedPlace, services: Int) -> DesiredState {
    let setting = place.setting
    var resources = [
      Resource(
        address: Address(.cluster, "main"), identity: ResourceIdentity(.cluster, name: "main"),
        attributes: ["clusterName": "main"], file: "clusters/main.json")
    ]
    for number in 0..<services {
      let name = "service-\(number)"
      resources.append(
        Resource(
          address: Address(.taskDefinition, name), identity: ResourceIdentity(.taskDefinition, name: name),
          attributes: [
            "family": .string(name),
            "containerDefinitions": [["name": "main", "image": .string(setting.image), "memory": 64]],
          ], file: "task-definitions/\(name).json"))
      resources.append(
        Resource(
          address: Address(.service, name), identity: ResourceIdentity(.service, name: name, scope: "main"),
          attributes: ["serviceName": .string(name), "cluster": "main", "desiredCount": 1],
          links: [Resource.Link(member: "taskDefinition", target: Address(.taskDefinition, name))],
          file: "services/\(name).json"))
    }
    return DesiredState(
      environment: EnvironmentIdentity(
        name: "calls", directory: "envs/calls", provider: setting.provider, cluster: "main"),
      resources: resources, inputs: [], bootstrapTag: nil)
  }
}
