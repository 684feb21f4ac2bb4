import JSONDocument
import Planning
import Resources

extension ProviderIdentity {
  static let example = ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "123456789012")
}

extension String {
  static func revision(_ family: String, _ number: Int) -> String {
    "arn:aws:ecs:eu-west-1:123456789012:task-definition/\(family):\(number)"
  }
}

extension Resource {
  static func repository(_ name: String) -> Resource {
    Resource(
      address: Address(.repository, name), identity: ResourceIdentity(.repository, name: name),
      attributes: ["repositoryName": .string(name)])
  }

  static func taskDefinition(_ name: String, image: String = "nginx:1.27") -> Resource {
    Resource(
      address: Address(.taskDefinition, name), identity: ResourceIdentity(.taskDefinition, name: name),
      attributes: ["family": .string(name), "containerDefinitions": [["name": "app", "image": .string(image)]]])
  }

  static func service(_ name: String, count: Int = 1) -> Resource {
    Resource(
      address: Address(.service, name), identity: ResourceIdentity(.service, name: name, scope: "main"),
      attributes: ["serviceName": .string(name), "taskDefinition": .string(name), "desiredCount": .int(count)])
  }
}

extension Step {
  init(_ number: Int, _ address: Address, _ work: Work, after: [Int]) {
    self.init(id: ID(number), address: address, work: work, dependsOn: after.map(ID.init))
  }

  static func create(_ number: Int, _ resource: Resource, after: [Int] = []) -> Step {
    let source = resource.identity.kind == .service ? RevisionSource.existing(arn: .revision(resource.address.name, 1)) : nil
    return Step(number, resource.address, .create(Creation(of: resource, revision: source)), after: after)
  }

  /// A service that gets the revision that an earlier step gives its task definition.
  static func createLinked(_ number: Int, _ service: Resource, after: [Int]) -> Step {
    Step(
      number, service.address,
      .create(Creation(of: service, revision: .registered(by: Address(.taskDefinition, service.address.name)))), after: after)
  }

  /// Another revision for a service that runs `before`.
  static func deploy(_ number: Int, _ service: Resource, from before: Int, to after: Int, after needs: [Int] = []) -> Step {
    var live = service.attributes
    live["taskDefinition"] = .string(.revision(service.address.name, before))
    let change = ResourceChange(
      resource: service, before: live, after: service.attributes, changedMembers: [],
      revision: .existing(arn: .revision(service.address.name, after)))
    return Step(
      number, service.address, .update(change), after: needs)
  }

  static func delete(_ number: Int, _ resource: Resource, after: [Int] = []) -> Step {
    Step(
      number, resource.address, .delete(Deletion(of: resource.identity, arn: nil, withData: false)), after: after)
  }

  static func adopt(_ number: Int, _ resource: Resource, arn: String? = nil, after: [Int] = []) -> Step {
    let object = ObservedObject(identity: resource.identity, attributes: resource.attributes, arn: arn)
    return Step(number, resource.address, .adopt(Adoption(of: resource, as: object)), after: after)
  }

  static func awaitRollout(_ number: Int, _ service: Resource, after: [Int]) -> Step {
    Step(number, service.address, .awaitRollout(Step.RolloutWait(for: service.identity)), after: after)
  }
}

extension Plan {
  init(_ steps: [Step]) {
    let environment = EnvironmentIdentity(name: "staging", directory: "envs/staging", provider: .example, cluster: "main")
    self.init(environment: environment, state: nil, steps: steps)
  }
}
