import JSONDocument
import Resources

/// Which managed resources each resource needs to exist before it: a service its task definition and cluster, a task
/// definition the repositories of its images and its log groups.
struct Dependencies {
  private var edges: [Address: [Address]] = [:]

  init(of resources: [Resource], registry: String) {
    var named: [ResourceIdentity: Address] = [:]
    for resource in resources { named[resource.identity] = resource.address }
    for resource in resources {
      var needs = resource.links.map(\.target)
      if let cluster = resource.identity.scope, let owner = named[ResourceIdentity(.cluster, name: cluster)] {
        needs.append(owner)
      }
      for container in resource.attributes["containerDefinitions"]?.arrayValue ?? [] {
        needs += Self.needs(of: container, named, registry: registry)
      }
      edges[resource.address] = Set(needs).sorted()
    }
  }

  func of(_ address: Address) -> [Address] {
    edges[address] ?? []
  }

  private static func needs(
    of container: JSON, _ named: [ResourceIdentity: Address], registry: String
  ) -> [Address] {
    var needs: [Address] = []
    if let image = container["image"]?.stringValue.flatMap(ImageReference.init), image.registry == registry,
      let repository = named[ResourceIdentity(.repository, name: image.repository)]
    {
      needs.append(repository)
    }
    if let group = container["logConfiguration"]?["options"]?["awslogs-group"]?.stringValue,
      let owner = named[ResourceIdentity(.logGroup, name: group)]
    {
      needs.append(owner)
    }
    return needs
  }
}
