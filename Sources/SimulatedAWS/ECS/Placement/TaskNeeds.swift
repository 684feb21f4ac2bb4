import JSONDocument

/// What a task takes of a container instance.
struct TaskNeeds: Codable, Equatable, Sendable {
  var cpu: Int
  /// MiB: the task's own, else what its containers reserve.
  var memory: Int
  /// Host ports: `8080/tcp`. Tasks in network mode awsvpc take none.
  var ports: [String]
  var usesNetworkInterface: Bool
  /// Expressions that an instance must fulfil.
  var constraints: [String]
}

extension TaskNeeds {
  /// `definition` is a task definition as it reads back.
  init(_ definition: JSON) {
    let containers = definition.list("containerDefinitions")
    func own(_ member: String) -> Int? { definition.string(member).flatMap { Int($0) } }
    cpu = own("cpu") ?? containers.reduce(0) { $0 + ($1["cpu"]?.intValue ?? 0) }
    memory =
      own("memory") ?? containers.reduce(0) { $0 + ($1["memoryReservation"]?.intValue ?? $1["memory"]?.intValue ?? 0) }
    let mode = definition.string("networkMode") ?? "bridge"
    usesNetworkInterface = mode == "awsvpc"
    ports = ["bridge", "host"].contains(mode) ? containers.flatMap { Self.ports($0, isHost: mode == "host") } : []
    constraints = definition.list("placementConstraints").compactMap { $0.string("expression") }
    switch definition["runtimePlatform"]?.string("cpuArchitecture") {
    case "ARM64": constraints.append("attribute:ecs.cpu-architecture == arm64")
    case "X86_64": constraints.append("attribute:ecs.cpu-architecture == x86_64")
    default: break  // it runs on either
    }
  }

  /// Port 0 in mode bridge is whichever is free; in mode host every port is the host's.
  private static func ports(_ container: JSON, isHost: Bool) -> [String] {
    container.list("portMappings").compactMap { mapping in
      let port = mapping["hostPort"]?.intValue ?? (isHost ? mapping["containerPort"]?.intValue : nil) ?? 0
      return port == 0 ? nil : "\(port)/\(mapping.string("protocol") ?? "tcp")"
    }
  }
}

/// A placement constraint in the cluster query language: `attribute:disk == ssd`, `attribute:disk exists`,
/// `attribute:zone in [a, b]`. What else that language knows is taken to be fulfilled.
struct PlacementExpression {
  let text: String

  func isFulfilled(by attributes: [String: String]) -> Bool {
    let words = text.split(separator: " ", maxSplits: 2).map(String.init)
    guard let subject = words.first, words.count >= 2 else { return true }
    let isNegated = subject.hasPrefix("!")
    guard subject.drop(while: { $0 == "!" }).hasPrefix("attribute:") else { return true }
    let value = attributes[String(subject.drop { $0 != ":" }.dropFirst())]
    let operand = words.count == 3 ? words[2] : ""
    let holds: Bool
    switch words[1] {
    case "==", "equals": holds = value == operand
    case "!=", "not_equals": holds = value != operand
    case "exists": holds = value != nil
    case "!exists", "not_exists": holds = value == nil
    case "in": holds = value.map { Self.elements(operand).contains($0) } ?? false
    case "!in", "not_in": holds = value.map { !Self.elements(operand).contains($0) } ?? true
    default: return true
    }
    return holds != isNegated
  }

  private static func elements(_ list: String) -> [String] {
    list.split { "[], ".contains($0) }.map(String.init)
  }
}
