import AWS
import JSONDocument
import Resources

/// What Fargate demands of a task definition.
enum FargateRules {
  /// MiB for each number of CPU units (ECS developer guide, "Task CPU and memory").
  static func memorySizes(cpu: Int) -> [Int] {
    func sizes(_ from: Int, _ to: Int, by step: Int) -> [Int] { Array(stride(from: from, through: to, by: step)) }
    switch cpu {
    case 256: return [512, 1024, 2048]
    case 512: return sizes(1024, 4096, by: 1024)
    case 1024: return sizes(2048, 8192, by: 1024)
    case 2048: return sizes(4096, 16384, by: 1024)
    case 4096: return sizes(8192, 30720, by: 1024)
    case 8192: return sizes(16384, 61440, by: 4096)
    case 16384: return sizes(32768, 122_880, by: 8192)
    case 32768: return [61440, 122_880, 249_856]
    default: return []
    }
  }

  /// The first rule that the definition breaks, in AWS's words.
  static func problem(with definition: JSON) -> String? {
    guard definition.string("networkMode") == "awsvpc" else { return "Fargate only supports network mode ‘awsvpc’." }
    guard let cpuText = definition.string("cpu") else { return "Fargate requires that 'cpu' be defined at the task level." }
    guard let memoryText = definition.string("memory") else {
      return "Fargate requires that 'memory' be defined at the task level."
    }
    let cpu = Int(TaskDefinitionReadBack.units(cpuText, word: "vcpu")) ?? 0
    let memory = Int(TaskDefinitionReadBack.units(memoryText, word: "gb")) ?? 0
    guard memorySizes(cpu: cpu).contains(memory) else {
      return "No Fargate configuration exists for given values: \(cpu) CPU, \(memory) memory. See the Amazon ECS documentation "
        + "for the valid values."
    }
    if definition.string("pidMode") == "host" {
      return "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for pidMode is 'task'."
    }
    if definition["ipcMode"] != nil { return "Fargate compatible task definitions do not support ipcMode" }
    if !definition.list("placementConstraints").isEmpty {
      return "Fargate compatible task definitions do not support placementConstraints"
    }
    for volume in definition.list("volumes") {
      if volume["dockerVolumeConfiguration"] != nil {
        return "Fargate compatible task definitions do not support dockerVolumeConfiguration"
      }
      if volume["host"]?.string("sourcePath") != nil { return "Fargate compatible task definitions do not support sourcePath" }
    }
    return definition.list("containerDefinitions").lazy.compactMap { problem(with: $0, in: definition) }.first
  }

  private static func problem(with container: JSON, in definition: JSON) -> String? {
    let hasExecutionRole = definition["executionRoleArn"] != nil
    if let driver = container["logConfiguration"]?.string("logDriver") {
      guard ["awslogs", "splunk", "awsfirelens"].contains(driver) else {
        return "\(driver) is not a valid log driver. Must be one of [awslogs, splunk, awsfirelens]"
      }
      if driver == "awslogs", !hasExecutionRole {
        return "Fargate requires task definition to have execution role ARN to support log driver awslogs."
      }
      if driver == "awslogs", container["logConfiguration"]?["options"]?["awslogs-stream-prefix"] == nil {
        return "Fargate requires log configuration options to include awslogs-stream-prefix to support log driver awslogs."
      }
    }
    if !hasExecutionRole, container.string("image").flatMap(ImageReference.init)?.isInECR == true {
      return "Fargate requires task definition to have execution role ARN to support ECR images."
    }
    if container["privileged"]?.boolValue == true { return "Fargate requires that the 'privileged' setting be 'false'." }
    for capability in container["linuxParameters"]?["capabilities"]?.texts("add") ?? [] where capability != "SYS_PTRACE" {
      return "\(capability) is not allowed on Fargate."
    }
    for member in ["devices", "sharedMemorySize", "maxSwap", "swappiness"] {
      guard let value = container["linuxParameters"]?[member], value.arrayValue?.isEmpty != true else { continue }
      return "Fargate compatible task definitions do not support \(member)"
    }
    if (container["stopTimeout"]?.intValue ?? 0) > 120 {
      return "Tasks using the Fargate launch type must have a container stop timeout of less than 120 seconds."
    }
    return nil
  }
}
