import JSONDocument
import Resources

/// Which managed resources each resource needs to exist before it: a service its task definition and cluster, a task
/// definition the repositories of its images and its log groups; a service also the one-off tasks that run before it.
struct Dependencies {
  private var edges: [Address: [Address]] = [:]

  init(of resources: [Resource], tasks: [Address: OneOffTask] = [:], registry: String) {
    var before: [Address: [Address]] = [:]
    for (address, task) in tasks {
      for service in task.before { before[service, default: []].append(address) }
    }
    let owners = Self.owners(resources.map { ($0.identity, $0.address) })
    for resource in resources {
      let uses = Uses(resource.attributes, of: resource.identity, registry: registry)
      add(
        resource.address,
        uses.identities.compactMap { owners[$0] } + resource.links.map(\.target) + (before[resource.address] ?? []))
    }
  }

  /// The needs of what was recorded, which the files may not mention any more.
  init(of records: [RecordedResource], registry: String) {
    let owners = Self.owners(records.map { ($0.identity, $0.address) })
    for record in records {
      add(record.address, Uses(record.observed, of: record.identity, registry: registry).identities.compactMap { owners[$0] })
    }
  }

  private mutating func add(_ address: Address, _ needs: [Address]) {
    edges[address] = Set(needs).sorted()
  }

  private static func owners(_ named: [(ResourceIdentity, Address)]) -> [ResourceIdentity: Address] {
    Dictionary(named, uniquingKeysWith: { $1 })
  }

  func of(_ address: Address) -> [Address] {
    edges[address] ?? []
  }

  /// The other way round: what needs each resource.
  var reversed: Dependencies {
    var reversed = self
    reversed.edges = [:]
    for (address, needs) in edges {
      for need in needs { reversed.edges[need, default: []].append(address) }
    }
    return reversed
  }
}

/// What the attributes of an object name: the cluster and family of a service, the repositories and log groups of a task
/// definition.
struct Uses {
  var identities: [ResourceIdentity] = []

  init(_ attributes: JSON, of identity: ResourceIdentity, registry: String) {
    if let cluster = identity.scope { identities.append(ResourceIdentity(.cluster, name: cluster)) }
    if identity.kind == .service || identity.kind == .oneOffTask, let revision = attributes["taskDefinition"]?.stringValue {
      identities.append(ResourceIdentity(.taskDefinition, name: Self.family(of: revision)))
    }
    for container in attributes["containerDefinitions"]?.arrayValue ?? [] {
      if let text = container["image"]?.stringValue, text.hasPrefix(registry), let image = ImageReference(text),
        image.registry == registry
      {
        identities.append(ResourceIdentity(.repository, name: image.repository))
      }
      if let group = container["logConfiguration"]?["options"]?["awslogs-group"]?.stringValue {
        identities.append(ResourceIdentity(.logGroup, name: group))
      }
    }
  }

  /// `api` of `api:42` and of `arn:…:task-definition/api:42`.
  static func family(of revision: String) -> String {
    let name = revision.split(separator: "/").last ?? ""
    return String(name.split(separator: ":").first ?? "")
  }
}
