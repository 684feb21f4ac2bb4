import JSONDocument
import Resources

/// What ECS makes of a registered task definition before it answers it: defaults are filled in, units are converted and
/// some lists come back in another order (rule a.5, recorded from real accounts).
enum TaskDefinitionReadBack {
  static func readBack(_ input: JSON, scope: Scope) -> JSON {
    var definition = input
    definition["containerDefinitions"] = nil
    definition["cpu"] = input.string("cpu").map { .string(units($0, word: "vcpu")) }
    definition["memory"] = input.string("memory").map { .string(units($0, word: "gb")) }
    for role in ["taskRoleArn", "executionRoleArn"] {
      guard let name = input.string(role), !name.isEmpty, !ARN.isARN(name) else { continue }
      definition[role] = .string(scope.roleArn(name))
    }
    let isWindows = input["runtimePlatform"]?.string("operatingSystemFamily")?.hasPrefix("WINDOWS") == true
    if !isWindows { definition.fill("networkMode", "bridge") }
    let network = definition.string("networkMode") ?? "bridge"

    let containers = input.list("containerDefinitions").map { container($0, networkMode: network) }
    definition["containerDefinitions"] = .array(Shuffle.reordered(containers) { $0.string("name") ?? "" })
    definition["volumes"] = .array(input.list("volumes").map(volume))
    definition.fill("placementConstraints", [])
    definition.fill("inferenceAccelerators", [])
    if input["requiresCompatibilities"] != nil {
      definition["requiresCompatibilities"] = .strings(input.texts("requiresCompatibilities").sorted())
    }
    let compatibilities = compatibilities(definition, networkMode: network)
    definition["compatibilities"] = .strings(compatibilities)
    definition["requiresAttributes"] = .array(attributes(definition, networkMode: network))
    if compatibilities.contains("FARGATE") { definition.fill("enableFaultInjection", false) }
    return definition
  }

  /// `0.25 vCPU` is 256 units, `1 GB` is 1024 MiB; plain numbers stay.
  static func units(_ text: String, word: String) -> String {
    let lower = text.lowercased()
    guard lower.hasSuffix(word) else { return text }
    let number = lower.dropLast(word.utf8.count).filter { $0 != " " }
    guard let amount = Double(number.hasPrefix(".") ? "0" + number : String(number)), (0...1e6).contains(amount) else {
      return text
    }
    return String(Int((amount * 1024).rounded()))
  }

  // MARK: Containers

  private static func container(_ input: JSON, networkMode: String) -> JSON {
    var container = input
    container.fill("cpu", 0)
    container.fill("essential", true)
    for list in ["environment", "mountPoints", "volumesFrom", "portMappings", "systemControls"] { container.fill(list, []) }
    container["portMappings"] = .array(
      Shuffle.reordered(container.list("portMappings").map { portMapping($0, networkMode: networkMode) }) { $0.text(.canonical) })
    let variables = container.list("environment").filter { $0["value"] != nil }
    container["environment"] = .array(Shuffle.reordered(variables) { $0.string("name") ?? "" })
    container["volumesFrom"] = .array(Shuffle.reordered(container.list("volumesFrom")) { $0.string("sourceContainer") ?? "" })
    if container["links"] != nil { container["links"] = .strings(container.texts("links").sorted()) }
    if var check = container["healthCheck"], !check.list("command").isEmpty {
      check.fill("interval", 30)
      check.fill("timeout", 5)
      check.fill("retries", 3)
      container["healthCheck"] = check
    }
    if container["firelensConfiguration"] != nil { container.fill("user", "0") }
    return container
  }

  private static func portMapping(_ input: JSON, networkMode: String) -> JSON {
    var mapping = input
    mapping.fill("protocol", "tcp")
    guard let port = mapping["containerPort"] else { return mapping }
    switch networkMode {
    case "awsvpc", "host": mapping["hostPort"] = port
    default: mapping.fill("hostPort", 0)
    }
    return mapping
  }

  // MARK: The rest

  private static func volume(_ input: JSON) -> JSON {
    var volume = input
    for kind in ["efsVolumeConfiguration", "s3filesVolumeConfiguration"] {
      if var configuration = volume[kind] {
        configuration.fill("rootDirectory", "/")
        volume[kind] = configuration
      }
    }
    let kinds = volume.objectValue?.keys.filter { $0.hasSuffix("VolumeConfiguration") } ?? []
    if kinds.isEmpty, volume["configuredAtLaunch"]?.boolValue != true { volume.fill("host", [:]) }
    return volume
  }

  private static func compatibilities(_ definition: JSON, networkMode: String) -> [String] {
    var compatibilities = networkMode == "awsvpc" ? ["EC2"] : ["EXTERNAL", "EC2"]
    if FargateRules.problem(with: definition) == nil { compatibilities.append("FARGATE") }
    return compatibilities
  }

  /// Capabilities of a container instance that the revision needs.
  private static func attributes(_ definition: JSON, networkMode: String) -> [JSON] {
    var names: Set<String> = ["com.amazonaws.ecs.capability.docker-remote-api.1.18"]
    if networkMode == "awsvpc" { names.insert("ecs.capability.task-eni") }
    if definition["taskRoleArn"] != nil { names.insert("com.amazonaws.ecs.capability.task-iam-role") }
    for container in definition.list("containerDefinitions") {
      if let driver = container["logConfiguration"]?.string("logDriver") {
        names.insert("com.amazonaws.ecs.capability.logging-driver.\(driver)")
      }
      if container.string("image").flatMap(ImageReference.init)?.isInECR == true {
        names.insert("com.amazonaws.ecs.capability.ecr-auth")
        if definition["executionRoleArn"] != nil { names.insert("ecs.capability.execution-role-ecr-pull") }
      }
      if !container.list("secrets").isEmpty { names.insert("ecs.capability.secrets.asm.environment-variables") }
      if container["healthCheck"] != nil { names.insert("ecs.capability.container-health-check") }
      if !container.list("dependsOn").isEmpty { names.insert("ecs.capability.container-ordering") }
    }
    return names.sorted().map { ["name": .string($0)] }
  }
}

/// Lists that AWS keeps in the order of a hash table.
enum Shuffle {
  /// The elements in an order that follows from their keys, and that is never the given one when there are two or more
  /// different keys.
  static func reordered(_ elements: [JSON], key: (JSON) -> String) -> [JSON] {
    let keys = elements.map(key)
    var order = elements.indices.sorted { (DeterministicId.mixed(keys[$0]), $0) < (DeterministicId.mixed(keys[$1]), $1) }
    if order == Array(elements.indices), Set(keys).count > 1 { order = Array(order.dropFirst()) + order.prefix(1) }
    return order.map { elements[$0] }
  }
}
