/// What is free on the container instances of a cluster, while tasks are placed on them and go.
///
/// A plain value. Without declared instances there is room for everything, and no task has an instance.
struct ClusterRoom: Equatable, Sendable {
  /// What tasks have of one instance.
  struct Taken: Codable, Equatable, Sendable {
    var cpu = 0
    var memory = 0
    var networkInterfaces = 0
    var ports: [String] = []

    var isNothing: Bool { self == Taken() }
  }

  /// Nil: as many as are needed.
  let instances: [ContainerInstance]?
  /// By the id of the instance.
  private(set) var taken: [String: Taken]

  init(_ instances: [ContainerInstance]?, taken: [String: Taken] = [:]) {
    self.instances = instances
    self.taken = taken
  }

  enum Place: Equatable, Sendable {
    /// On the instance with this id; nil: somewhere.
    case found(String?)
    case none(Lack)
  }

  /// Why there is no place.
  enum Lack: Equatable, Sendable {
    case instances
    /// The instance that comes closest, and what it lacks.
    case resource(instance: String, Resource)
  }

  /// In the order in which they are told.
  enum Resource: Int, Sendable, CaseIterable {
    case attribute, agent, networkInterface, ports, cpu, memory
  }

  /// Takes a place for a task: where the most memory stays free, as ECS spreads tasks. `avoided` may not be used.
  mutating func place(_ needs: TaskNeeds, constraints: [String] = [], avoiding avoided: Set<String> = []) -> Place {
    guard let instances else { return .found(nil) }
    guard !instances.isEmpty else { return .none(.instances) }
    var best: (id: String, free: Int)?
    var closest: (id: String, lacks: [Resource])?
    for instance in instances {
      let lacks = lacks(instance, needs, constraints, isAvoided: avoided.contains(instance.id))
      if lacks.isEmpty {
        let free = instance.memory - (taken[instance.id]?.memory ?? 0)
        if free > best?.free ?? -1 { best = (instance.id, free) }
      } else if lacks.count < closest?.lacks.count ?? .max {
        closest = (instance.id, lacks)
      }
    }
    guard let best else {
      guard let closest, let lack = closest.lacks.first else { return .none(.instances) }
      return .none(.resource(instance: closest.id, lack))
    }
    change(best.id) { taken in
      taken.cpu += needs.cpu
      taken.memory += needs.memory
      taken.networkInterfaces += needs.usesNetworkInterface ? 1 : 0
      taken.ports += needs.ports
    }
    return .found(best.id)
  }

  mutating func release(_ needs: TaskNeeds, from id: String) {
    change(id) { taken in
      taken.cpu -= needs.cpu
      taken.memory -= needs.memory
      taken.networkInterfaces -= needs.usesNetworkInterface ? 1 : 0
      for port in needs.ports {
        if let position = taken.ports.firstIndex(of: port) { taken.ports.remove(at: position) }
      }
    }
  }

  private mutating func change(_ id: String, _ edit: (inout Taken) -> Void) {
    var own = taken[id] ?? Taken()
    edit(&own)
    taken[id] = own.isNothing ? nil : own
  }

  /// How many instances could run the task if they were empty: what a daemon service wants.
  func count(for needs: TaskNeeds, constraints: [String]) -> Int? {
    instances?.count { instance in
      instance.isConnected && (needs.constraints + constraints).allSatisfy { fulfils(instance, $0) }
    }
  }

  private func fulfils(_ instance: ContainerInstance, _ expression: String) -> Bool {
    PlacementExpression(text: expression).isFulfilled(by: instance.attributes)
  }

  private func lacks(
    _ instance: ContainerInstance, _ needs: TaskNeeds, _ constraints: [String], isAvoided: Bool
  ) -> [Resource] {
    let taken = taken[instance.id] ?? Taken()
    return Resource.allCases.filter { resource in
      switch resource {
      case .attribute: isAvoided || !(needs.constraints + constraints).allSatisfy { fulfils(instance, $0) }
      case .agent: !instance.isConnected
      case .networkInterface:
        needs.usesNetworkInterface && instance.networkInterfaces.map { taken.networkInterfaces >= $0 } ?? false
      case .ports: needs.ports.contains(where: taken.ports.contains)
      case .cpu: taken.cpu + needs.cpu > instance.cpu
      case .memory: taken.memory + needs.memory > instance.memory
      }
    }
  }
}
