import JSONDocument

extension ResourceKind {
  /// ECS task definitions: immutable revisions of a family.
  ///
  /// Output-only members are those of DescribeTaskDefinition that RegisterTaskDefinition does not take (ECS API reference).
  package static let taskDefinition = ResourceKind(
    type: "aws_ecs_task_definition", noun: "task definition", folder: "task-definitions", nameMember: "family",
    scopeMember: nil, comparison: .whole, holdsData: false, facts: TaskDefinitionFacts.taskDefinition,
    outputOnly: [
      "taskDefinitionArn", "revision", "status", "requiresAttributes", "compatibilities", "registeredAt", "registeredBy",
      "deregisteredAt", "deleteRequestedAt",
    ],
    adjust: TaskDefinitionRules.adjust)
}

/// Equivalences of task definitions that a table of fields cannot say.
enum TaskDefinitionRules {
  static func adjust(_ document: JSON) -> JSON {
    var document = document
    document["family"] = nil
    document["cpu"] = Units.cpu(document["cpu"])
    document["memory"] = Units.memory(document["memory"])
    document["taskRoleArn"] = roleName(document["taskRoleArn"])
    document["tags"] = Tags.withoutReserved(document["tags"], keyMember: "key")

    let mode = document["networkMode"]?.stringValue ?? "bridge"
    if document["networkMode"]?.stringValue == "bridge" { document["networkMode"] = nil }
    if let containers = document["containerDefinitions"]?.arrayValue {
      document["containerDefinitions"] = .array(containers.map { container($0, networkMode: mode) })
    }
    return document
  }

  private static func container(_ container: JSON, networkMode: String) -> JSON {
    guard container.objectValue != nil else { return container }
    var container = container
    if let ports = container["portMappings"]?.arrayValue, networkMode == "awsvpc" || networkMode == "host" {
      container["portMappings"] = .array(ports.map(withoutMirroredHostPort))
    }
    if let firelens = container["firelensConfiguration"], !firelens.isNull, container["user"]?.stringValue == "0" {
      container["user"] = nil  // E18: ECS fills in user "0" on the FireLens container
    }
    return container
  }

  /// E11: in `awsvpc` and `host` mode the host port is the container port, whether it is written or not.
  private static func withoutMirroredHostPort(_ mapping: JSON) -> JSON {
    guard let host = mapping["hostPort"], host == mapping["containerPort"] else { return mapping }
    var mapping = mapping
    mapping["hostPort"] = nil
    return mapping
  }

  /// E27: a task role's short name stands for the ARN that ends in it.
  private static func roleName(_ role: JSON?) -> JSON? {
    guard let text = role?.stringValue, text.hasPrefix("arn:"), let name = text.split(separator: "/").last else { return role }
    return .string(String(name))
  }
}

/// E19: task sizes come as numbers, as digits, or with a unit.
enum Units {
  /// CPU units as digits: `".25 vCPU"` is `"256"`. Text that is no size stays as it is.
  static func cpu(_ size: JSON?) -> JSON? { scaled(size, unit: "vcpu") }

  /// MiB as digits: `"0.5 GB"` is `"512"`.
  static func memory(_ size: JSON?) -> JSON? { scaled(size, unit: "gb") }

  private static func scaled(_ size: JSON?, unit: String) -> JSON? {
    guard let size else { return nil }
    if let number = size.intValue { return .string(String(number)) }
    guard let text = size.stringValue else { return size }
    let plain = text.lowercased().filter { !$0.isWhitespace }
    if plain.hasSuffix(unit), let amount = Double(plain.dropLast(unit.count)), amount.isFinite, amount >= 0, amount < 1e6 {
      return .string(String(Int((amount * 1024).rounded())))
    }
    return Int(plain).map { .string(String($0)) } ?? size
  }
}

enum Tags {
  /// Tags that AWS or this program keeps for itself are nobody's wish (A5).
  static func withoutReserved(_ tags: JSON?, keyMember: String) -> JSON? {
    guard let list = tags?.arrayValue else { return tags }
    return .array(
      list.filter { tag in
        let key = tag[keyMember]?.stringValue ?? ""
        return !key.lowercased().hasPrefix("aws:") && !key.hasPrefix("reconcile:")
      })
  }
}
