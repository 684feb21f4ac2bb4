/// A container instance that a scenario declares.
struct ContainerInstance: Equatable, Sendable {
  var id: String
  var cpu: Int
  var memory: Int
  /// Tasks in network mode awsvpc that it takes; nil: any number.
  var networkInterfaces: Int?
  var isConnected: Bool
  /// With those that the agent registers itself.
  var attributes: [String: String]
}

extension [InstanceGroup] {
  /// The instances of a cluster, in the order in which they are declared; nil where none of the groups is for it.
  func instances(of cluster: String) -> [ContainerInstance]? {
    let groups = filter { Wildcard(text: $0.cluster).matches(cluster) }
    guard !groups.isEmpty else { return nil }
    var instances: [ContainerInstance] = []
    for group in groups {
      for _ in 0..<group.count {
        instances.append(ContainerInstance(group, id: Self.id(instances.count, of: cluster)))
      }
    }
    return instances
  }

  private static func id(_ number: Int, of cluster: String) -> String {
    number == 0 ? StopReason.instance(of: cluster) : DeterministicId(seed: "container instance \(cluster) \(number)").hex(32)
  }
}

extension ContainerInstance {
  fileprivate init(_ group: InstanceGroup, id: String) {
    self.id = id
    cpu = group.cpu
    memory = group.memory
    networkInterfaces = group.networkInterfaces
    isConnected = group.isConnected
    attributes = group.attributes.merging(
      ["ecs.os-type": "linux", "ecs.cpu-architecture": group.architecture.rawValue], uniquingKeysWith: { $1 })
  }
}
