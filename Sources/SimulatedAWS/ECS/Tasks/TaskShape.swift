import JSONDocument

/// Tasks as DescribeTasks shows them.
enum TaskShape {
  static func container(_ definition: JSON, arn: String, status: String) -> JSON {
    .members(
      ("containerArn", .string(arn.replacing("task/", with: "container/") + "/" + (definition.string("name") ?? ""))),
      ("taskArn", .string(arn)), ("name", definition["name"]), ("image", definition["image"]), ("lastStatus", .string(status)),
      ("networkInterfaces", []), ("healthStatus", "UNKNOWN"))
  }

  /// A container knows fewer phases than its task.
  static func containerStatus(_ phase: ServiceTask.Phase) -> String {
    switch phase {
    case .pending: "PENDING"
    case .running, .stopping: "RUNNING"
    case .stopped: "STOPPED"
    }
  }

  /// What images of a task definition must be built for: `linux/amd64` unless it says otherwise.
  static func platform(of definition: JSON) -> String {
    let platform = definition["runtimePlatform"]
    let system = platform?.string("operatingSystemFamily")?.hasPrefix("WINDOWS") == true ? "windows" : "linux"
    return system + (platform?.string("cpuArchitecture") == "ARM64" ? "/arm64" : "/amd64")
  }

  /// The document without what only the cloud knows.
  static func shown(_ task: JSON) -> JSON { task.without(StandaloneTaskLife.hidden) }
}

extension JSON {
  /// The same object with another value for one member; without it when there is none.
  func with(_ member: String, _ value: JSON?) -> JSON {
    var copy = self
    if let value, !value.isNull { copy[member] = value } else { copy[member] = nil }
    return copy
  }
}
