import AWS
import JSONDocument

/// What RegisterTaskDefinition refuses, in AWS's words where they are known (rules V01 to V67; each was reproduced on AWS by
/// cdk-preflight or seen in issues of Terraform's provider).
struct TaskDefinitionCheck {
  let input: JSON
  private let containers: [JSON]
  private let networkMode: String

  init(_ input: JSON) {
    self.input = input
    containers = input.list("containerDefinitions")
    networkMode = input.string("networkMode") ?? "bridge"
  }

  func run() throws(AWSError) {
    if let problem = problem { throw .client(problem) }
  }

  private var problem: String? {
    identity ?? containerList ?? containers.lazy.compactMap(containerProblem).first ?? sizes ?? volumes ?? fargate
  }

  private var identity: String? {
    guard let family = input.string("family"), !family.isEmpty else { return "Family should not be null or empty." }
    guard Reference.isName(family) else { return "Family contains invalid characters." }
    return nil
  }

  private var containerList: String? {
    guard !containers.isEmpty else { return "Container list cannot be empty." }
    guard containers.count <= 10 else { return "Container list cannot have more than 10 elements." }
    let names = containers.compactMap { $0.string("name") }
    guard Set(names).count == names.count else { return "Container.name contains duplicate values." }
    guard containers.contains(where: { $0["essential"]?.boolValue != false }) else {
      return "At least one container must be essential."
    }
    let hasRouter = containers.contains { $0["firelensConfiguration"] != nil }
    let usesRouter = containers.contains { $0["logConfiguration"]?.string("logDriver") == "awsfirelens" }
    if usesRouter, !hasRouter {
      return "When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured "
        + "in one of the containers."
    }
    if hasRouter, !usesRouter {
      return "When a firelens configuration object is specified, at least one container has to be configured with awsfirelens "
        + "log driver."
    }
    return nil
  }

  // MARK: One container

  private func containerProblem(_ container: JSON) -> String? {
    guard let name = container.string("name"), !name.isEmpty else { return "Container.name should not be null or empty." }
    guard Reference.isName(name) else { return "Container name contains invalid characters." }
    guard let image = container.string("image"), !image.isEmpty else { return "Container.image should not be null or empty." }
    guard image.utf8.count <= 510, !image.contains(where: \.isWhitespace), !image.contains("://"), !image.hasSuffix(":") else {
      return "Container.image contains invalid characters."
    }
    return portProblem(container, name) ?? environmentProblem(container) ?? dependencyProblem(container)
      ?? settingsProblem(container, name)
  }

  private func portProblem(_ container: JSON, _ name: String) -> String? {
    for mapping in container.list("portMappings") {
      if mapping["containerPortRange"] != nil {
        guard mapping["containerPort"] == nil, mapping["hostPort"] == nil else {
          return "cannot specify both single port and port range"
        }
        continue
      }
      guard let port = mapping["containerPort"]?.intValue, (1...65535).contains(port) else {
        return "Invalid 'containerPort' setting for container '\(name)'."
      }
      let hostPort = mapping["hostPort"]?.intValue ?? 0
      guard (0...65535).contains(hostPort) else { return "Invalid 'hostPort' setting for container '\(name)'." }
      if ["awsvpc", "host"].contains(networkMode), hostPort != 0, hostPort != port {
        return "When networkMode=\(networkMode), the host ports and container ports in port mappings must match."
      }
    }
    if networkMode == "awsvpc" {
      if !container.texts("links").isEmpty { return "Links are not supported when networkMode=awsvpc." }
      if !container.texts("dnsServers").isEmpty {
        return "DNS servers are not supported on container when networkMode=awsvpc"
      }
    }
    return nil
  }

  private func environmentProblem(_ container: JSON) -> String? {
    let secrets = container.list("secrets")
    let variables = container.list("environment").compactMap { $0.string("name") }
    var seen = Set(variables)
    for secret in secrets {
      guard let name = secret.string("name"), seen.insert(name).inserted else {
        return "The secret name must be unique and not shared with any new or existing environment variables set on the "
          + "container, such as '\(secret.string("name") ?? "")'."
      }
    }
    if !secrets.isEmpty, input["executionRoleArn"] == nil {
      return "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'."
    }
    return nil
  }

  private func dependencyProblem(_ container: JSON) -> String? {
    for dependency in container.list("dependsOn") {
      let name = dependency.string("containerName") ?? ""
      guard let target = containers.first(where: { $0.string("name") == name }) else {
        return "Cannot depend on container + '\(name)' because it does not exist"
      }
      switch dependency.string("condition") {
      case "SUCCESS", "COMPLETE":
        if target["essential"]?.boolValue != false {
          return "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container"
        }
      case "HEALTHY":
        if target["healthCheck"] == nil {
          return "A dependency container with HEALTHY condition must have health check configured"
        }
      default: break
      }
    }
    return nil
  }

  private func settingsProblem(_ container: JSON, _ name: String) -> String? {
    if let options = container["logConfiguration"], options.string("logDriver") == "awslogs" {
      let missing = ["awslogs-region", "awslogs-group"].filter { options["options"]?[$0] == nil }
      if !missing.isEmpty { return "Log driver awslogs requires options: \(missing.joined(separator: ", "))" }
    }
    if container["firelensConfiguration"] != nil, let user = container.string("user"), user != "0", !user.hasPrefix("0:") {
      return "If 'user' field is specified on firelens container, then 'UID' has to be '0'."
    }
    for member in ["startTimeout", "stopTimeout"] {
      if let seconds = container[member]?.intValue, seconds < 2 {
        return "Granular start/stop timeout on container '\(name)' must be at least 2 seconds."
      }
    }
    let declared = Set(input.list("volumes").compactMap { $0.string("name") })
    for mount in container.list("mountPoints") {
      if let volume = mount.string("sourceVolume"), !declared.contains(volume) { return "Unknown volume '\(volume)'." }
    }
    return nil
  }

  // MARK: The whole task

  private var sizes: String? {
    let taskMemory = input.string("memory").flatMap { Int(TaskDefinitionReadBack.units($0, word: "gb")) }
    let taskCPU = input.string("cpu").flatMap { Int(TaskDefinitionReadBack.units($0, word: "vcpu")) }
    if input["cpu"] != nil, taskCPU == nil { return "Invalid 'cpu' setting for task." }
    if input["memory"] != nil, taskMemory == nil { return "Invalid 'memory' setting for task." }
    for container in containers {
      let name = container.string("name") ?? ""
      let memory = container["memory"]?.intValue
      let reservation = container["memoryReservation"]?.intValue
      if taskMemory == nil, memory == nil, reservation == nil {
        return "Invalid setting for container '\(name)'. At least one of 'memory' or 'memoryReservation' must be specified."
      }
      if let memory, let reservation, memory < reservation {
        return "Invalid setting for container '\(name)'. 'memory' must be greater than or equal to 'memoryReservation'"
      }
      if let memory, let taskMemory, memory > taskMemory {
        return "The 'memory' setting for container '\(name)' is greater than for the task."
      }
    }
    if let taskCPU, containers.reduce(0, { $0 + ($1["cpu"]?.intValue ?? 0) }) > taskCPU {
      return "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'."
    }
    return nil
  }

  private var volumes: String? {
    let names = input.list("volumes").map { $0.string("name") ?? "" }
    guard names.allSatisfy(Reference.isName) else { return "Volume name contains invalid characters." }
    guard Set(names).count == names.count else { return "Volume.name contains duplicate values." }
    return nil
  }

  private var fargate: String? {
    guard input.texts("requiresCompatibilities").contains("FARGATE") else { return nil }
    return FargateRules.problem(with: input)
  }
}
