import JSONDocument
import ProviderConformance
import Resources

/// One service in a cluster of its own.
enum Example {
  static func desired(
    _ place: Place, tag: String, count: Int = 2, services: Int = 1, deployment: JSON = [:], checks: [RolloutCheck] = []
  ) throws -> DesiredState {
    let image = place.setting.image.split(separator: ":").first.map { "\($0):\(tag)" } ?? ""
    var resources = [
      Resource(
        address: Address(.cluster, "main"), identity: ResourceIdentity(.cluster, name: "case-cluster"),
        attributes: ["clusterName": "case-cluster"])
    ]
    for number in 0..<services {
      let name = services == 1 ? "web" : "web-\(number)"
      resources.append(
        Resource(
          address: Address(.taskDefinition, name), identity: ResourceIdentity(.taskDefinition, name: "case-\(name)"),
          attributes: [
            "family": .string("case-\(name)"),
            "containerDefinitions": [["name": "web", "image": .string(image), "memory": 64]],
          ]))
      resources.append(
        Resource(
          address: Address(.service, name),
          identity: ResourceIdentity(.service, name: "case-\(name)", scope: "case-cluster"),
          attributes: [
            "serviceName": .string("case-\(name)"), "cluster": "case-cluster", "desiredCount": .int(count),
            "deploymentConfiguration": deployment,
          ], links: [Resource.Link(member: "taskDefinition", target: Address(.taskDefinition, name))]))
    }
    return DesiredState(
      environment: EnvironmentIdentity(
        name: "case", directory: "envs/case", provider: Place.identity, cluster: "case-cluster"),
      resources: resources, checks: checks.isEmpty ? [:] : [Address(.service, "web"): checks])
  }
}
