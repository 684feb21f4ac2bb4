import APIModel
import JSONDocument

extension ResourceKind {
  /// ECS task definitions: immutable revisions of a family.
  ///
  /// Output-only members are those of DescribeTaskDefinition that RegisterTaskDefinition does not take (ECS API reference).
  package static let taskDefinition = ResourceKind(
    type: "aws_ecs_task_definition", noun: "task definition", folder: "task-definitions",
    naming: KindNaming(member: "family", terraformName: "family", isWrittenOut: false) {
      ("ecs", "task-definition/\($0.name):*")
    }, stage: .taskDefinitions, reading: .revisions, comparison: .whole, input: KindInput(.ecs, "RegisterTaskDefinition"),
    facts: TaskDefinitionFacts.taskDefinition,
    limits: .taskDefinition,
    outputOnly: [
      "taskDefinitionArn", "revision", "status", "requiresAttributes", "compatibilities", "registeredAt", "registeredBy",
      "deregisteredAt", "deleteRequestedAt",
    ],
    answers: KindAnswers(
      list: nil, single: "taskDefinition", permission: "ecs:DescribeTaskDefinition",
      askedFor: [.init("tags", "describe-task-definition --include TAGS")],
      tags: .lowerCase),
    canonicalize: TaskDefinitionRules.canonicalize,
    meaning: KindMeaning(
      uses: { document, _, provider in
        TaskDefinitionDocument(document).images.filter { $0.isOwn(of: provider) }.map {
          ResourceIdentity(.repository, name: $0.repository)
        }
      },
      logs: { TaskDefinitionDocument($0).logs },
      roles: { TaskDefinitionDocument($0).roles(in: $1) },
      summary: { TaskDefinitionDocument($0).summary }))
}

/// Equivalences of task definitions that a table of fields cannot say.
enum TaskDefinitionRules {
  static func canonicalize(_ document: JSON) -> JSON {
    let mode = TaskDefinitionDocument(document).networkMode ?? "bridge"
    let isBridgeByDefault = mode == "bridge" && bridgeIsDefault(in: document)
    return document.mapMembers { name, value in
      switch name {
      case "family": Optional.none
      case "cpu": Units.cpu(value)
      case "memory": Units.memory(value)
      case "taskRoleArn", "executionRoleArn": value.lastOfARN  // E27: a short name stands for the ARN that ends in it
      case "tags": Tags.withoutReserved(value, keyMember: "key")
      case "networkMode": isBridgeByDefault ? Optional.none : value
      case "containerDefinitions": value.mapElements { container($0, networkMode: mode) }
      default: value
      }
    }
  }

  /// E28: no mode is bridge, but on Windows it is another one, and for Fargate it is an error.
  private static func bridgeIsDefault(in document: JSON) -> Bool {
    let definition = TaskDefinitionDocument(document)
    return !definition.isWindows && !definition.isForFargate
  }

  private static func container(_ container: JSON, networkMode: String) -> JSON {
    let mirrorsPorts = networkMode == "awsvpc" || networkMode == "host"
    let isRouter = container["firelensConfiguration"]?["type"]?.stringValue != nil
    let namesOnly = container["environment"]?.arrayValue?.contains(where: \.isVariableWithoutValue) ?? false
    guard mirrorsPorts || isRouter || namesOnly else { return container }
    return container.mapMembers { name, value in
      switch name {
      case "environment" where namesOnly: .array((value.arrayValue ?? []).filter { !$0.isVariableWithoutValue })
      case "portMappings" where mirrorsPorts: value.mapElements(withoutMirroredHostPort)
      // E18: ECS fills in user "0" on the FireLens container.
      case "user" where isRouter && value.stringValue == "0": Optional.none
      default: value
      }
    }
  }

  /// E11: in `awsvpc` and `host` mode the host port is the container port, whether it is written or not.
  private static func withoutMirroredHostPort(_ mapping: JSON) -> JSON {
    guard let host = mapping["hostPort"], host == mapping["containerPort"] else { return mapping }
    return mapping.mapMembers { $0 == "hostPort" ? Optional.none : $1 }
  }
}

extension JSON {
  /// E40: ECS keeps a variable whose value is empty, and drops an entry that has a name and no value.
  package var isVariableWithoutValue: Bool { self["name"] != nil && self["value"]?.isNull != false }
}

/// E19: task sizes come as numbers, as digits, or with a unit.
enum Units {
  /// CPU units as digits: `".25 vCPU"` is `"256"`. Text that is no size stays as it is.
  static func cpu(_ size: JSON) -> JSON { scaled(size, unit: "vcpu") }

  /// MiB as digits: `"0.5 GB"` is `"512"`.
  static func memory(_ size: JSON) -> JSON { scaled(size, unit: "gb") }

  private static func scaled(_ size: JSON, unit: String) -> JSON {
    if let number = size.intValue { return .string(String(number)) }
    guard let text = size.stringValue else { return size }
    let plain = text.lowercased().filter { !$0.isWhitespace }
    let units = plain.hasSuffix(unit) ? thousandths(plain.dropLast(unit.count)).map { ($0 * 1024 + 500) / 1000 } : Int(plain)
    return units.map { .string(String($0)) } ?? size
  }

  /// `.25` is 250. Nil for what is no plain decimal number with at most three places and six digits before them.
  private static func thousandths(_ decimal: Substring) -> Int? {
    let halves = decimal.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = halves.count == 2 ? halves[1] : ""
    let digits = halves[0] + fraction
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }), halves[0].count <= 6 else { return nil }
    let places = fraction.prefix(3)
    guard fraction.dropFirst(3).allSatisfy({ $0 == "0" }) else { return nil }
    return Int(halves[0] + places + String(repeating: "0", count: 3 - places.count))
  }
}

enum Tags {
  /// Tags that AWS or this program keeps for itself are nobody's wish (A5).
  static func withoutReserved(_ tags: JSON, keyMember: String) -> JSON {
    guard let list = tags.arrayValue else { return tags }
    return .array(
      list.filter { tag in
        let key = tag[keyMember]?.stringValue ?? ""
        return !key.lowercased().hasPrefix("aws:") && !key.hasPrefix("reconcile:")
      })
  }
}
