import JSONDocument

/// Tasks as DescribeTasks shows them.
enum TaskShape {
  static func container(_ definition: JSON, arn: String, status: String) -> JSON {
    .members(
      ("containerArn", .string(arn.replacing("task/", with: "container/") + "/" + (definition.string("name") ?? ""))),
      ("taskArn", .string(arn)), ("name", definition["name"]), ("image", definition["image"]), ("lastStatus", .string(status)),
      ("networkInterfaces", []), ("healthStatus", "UNKNOWN"))
  }

  /// The document without what only the cloud knows.
  static func shown(_ task: JSON) -> JSON { task.without(["changesAt"]) }
}

extension JSON {
  /// The same object with another value for one member.
  func with(_ member: String, _ value: JSON?) -> JSON {
    var copy = self
    copy[member] = value
    return copy
  }
}
