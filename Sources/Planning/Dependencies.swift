import Resources

/// Which managed resources each resource needs to exist before it: a service its task definition and cluster, a task
/// definition the repositories of its images and its log groups; a service also the one-off tasks that run before it.
struct Dependencies {
  private var edges: [Address: [Address]] = [:]

  init(of resources: [Resource], tasks: [Address: OneOffTask] = [:], provider: ProviderIdentity) {
    var before: [Address: [Address]] = [:]
    for (address, task) in tasks {
      for service in task.before { before[service, default: []].append(address) }
    }
    let owners = Self.owners(resources.map { ($0.identity, $0.address) })
    for resource in resources {
      let used = resource.identity.uses(in: resource.attributes, provider: provider).compactMap { owners[$0] }
      add(resource.address, used + resource.links.map(\.target) + (before[resource.address] ?? []))
    }
  }

  /// The needs of what was recorded, which the files may not mention any more. An address may have several records.
  init(of records: [RecordedResource], provider: ProviderIdentity) {
    let owners = Self.owners(records.map { ($0.identity, $0.address) })
    for record in records {
      add(record.address, record.identity.uses(in: record.observed, provider: provider).compactMap { owners[$0] })
    }
  }

  private mutating func add(_ address: Address, _ needs: [Address]) {
    edges[address] = Set(needs).union(edges[address] ?? []).sorted()
  }

  private static func owners(_ named: [(ResourceIdentity, Address)]) -> [ResourceIdentity: Address] {
    Dictionary(named, uniquingKeysWith: { $1 })
  }

  func of(_ address: Address) -> [Address] {
    edges[address] ?? []
  }

  /// The resource with all that it needs, and what that needs.
  func closure(of address: Address) -> Set<Address> {
    var (open, closed) = ([address], Set<Address>())
    while let next = open.popLast() {
      if closed.insert(next).inserted { open += of(next) }
    }
    return closed
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
