/// Container instances of one kind in a cluster.
package struct InstanceGroup: Sendable, Equatable {
  /// Name of the cluster; `*` stands for any text.
  package var cluster: String
  package var count: Int
  /// CPU units of each, 1024 for a processor.
  package var cpu: Int
  /// MiB that tasks may have of each.
  package var memory: Int
  package var architecture: Architecture
  /// Attributes of the operator, for placement constraints.
  package var attributes: [String: String]
  /// Tasks in network mode awsvpc that each takes; nil: any number.
  package var networkInterfaces: Int?
  /// False: the agent does not answer, so nothing is placed.
  package var isConnected: Bool

  /// In the words of `ecs.cpu-architecture`.
  package enum Architecture: String, Sendable, CaseIterable {
    case x86 = "x86_64"
    case arm = "arm64"
  }

  package init(
    cluster: String = "*", count: Int = 1, cpu: Int, memory: Int, architecture: Architecture = .x86,
    attributes: [String: String] = [:], networkInterfaces: Int? = nil, isConnected: Bool = true
  ) {
    self.cluster = cluster
    self.count = count
    self.cpu = cpu
    self.memory = memory
    self.architecture = architecture
    self.attributes = attributes
    self.networkInterfaces = networkInterfaces
    self.isConnected = isConnected
  }
}
