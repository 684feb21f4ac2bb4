import AWS
import JSONDocument
import Resources

/// What CreateService and UpdateService refuse, in AWS's words where they are known (rule c.6).
struct ServiceCheck {
  /// The service as it would be.
  let service: JSON
  /// What it runs; nil under the EXTERNAL controller.
  let definition: JSON?
  /// What the call does: `created`, `updated`.
  let deed: String

  /// Tasks per service (ECS service quotas).
  private static let taskQuota = 5000

  func run() throws(AWSError) {
    let desired = service["desiredCount"]?.intValue ?? 0
    guard desired >= 0 else { throw .invalidParameter("Desired count cannot be negative.") }
    guard desired <= Self.taskQuota else {
      throw AWSError(
        code: "LimitExceededException", message: "The service quota of \(Self.taskQuota) tasks per service was exceeded.")
    }
    if let problem = deploymentProblem ?? taskProblem ?? networkProblem ?? loadBalancerProblem ?? execProblem {
      throw .invalidParameter(problem)
    }
  }

  private var deploymentProblem: String? {
    let configuration = service["deploymentConfiguration"]
    let most = configuration?["maximumPercent"]?.intValue ?? 200
    let fewest = configuration?["minimumHealthyPercent"]?.intValue ?? 100
    if most == 100, fewest == 100 {
      return "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments."
    }
    if service.string("schedulingStrategy") == "REPLICA", most < 100 {
      return "maximumPercent must be greater than or equal to 100 for REPLICA services."
    }
    guard (0...100).contains(fewest), most >= 0 else {
      return "minimumHealthyPercent must be between 0 and 100, and maximumPercent must not be negative."
    }
    if let breaker = configuration?["deploymentCircuitBreaker"], breaker["enable"]?.boolValue == true,
      service["deploymentController"]?.string("type") != "ECS"
    {
      return "Deployment circuit breaker is only supported with the ECS deployment controller."
    }
    return nil
  }

  private var taskProblem: String? {
    let strategy = service.list("capacityProviderStrategy")
    if !strategy.isEmpty {
      if strategy.allSatisfy({ ($0["weight"]?.intValue ?? 0) == 0 }) {
        return "There are no capacity providers in the capacity provider strategy with a weight value greater than zero"
      }
      let names = strategy.compactMap { $0.string("capacityProvider") }
      if names.contains(where: { $0.hasPrefix("FARGATE") }), names.contains(where: { !$0.hasPrefix("FARGATE") }) {
        return "The specified capacity provider strategy cannot contain both Fargate and Auto Scaling group capacity providers."
      }
    }
    guard let definition else { return nil }
    if ServiceDocument(service).asksForFargate {
      guard definition.texts("compatibilities").contains("FARGATE") else {
        return "Task definition does not support launch_type FARGATE."
      }
      if service.string("schedulingStrategy") == "DAEMON" {
        return "The daemon scheduling strategy is not supported for services with the FARGATE launch type."
      }
    } else if service["platformVersion"] != nil {
      return "The platform version must be null when specifying an EC2 launch type."
    }
    return nil
  }

  /// Words of AWS from reports: aws/aws-toolkit-jetbrains#3649, docker-archive/compose-cli#2120.
  private var execProblem: String? {
    guard let definition, ServiceDocument(service).opensExec, TaskDefinitionDocument(definition).taskRole == nil else {
      return nil
    }
    return "The service couldn't be \(deed) because a valid taskRoleArn is not being used. Specify a valid task role in your "
      + "task definition and try again."
  }

  private var networkProblem: String? {
    guard let definition else { return nil }
    let isAwsvpc = definition.string("networkMode") == "awsvpc"
    let vpc = service["networkConfiguration"]?["awsvpcConfiguration"]
    if isAwsvpc, vpc == nil { return "Network Configuration must be provided when networkMode 'awsvpc' is specified." }
    if !isAwsvpc, vpc != nil { return "Network Configuration is not valid for the given networkMode of this task definition." }
    guard let vpc else { return nil }
    guard (1...16).contains(vpc.list("subnets").count) else { return "subnets can have at least 1 and at most 16 items." }
    guard vpc.list("securityGroups").count <= 5 else { return "securityGroups can have at most 5 items." }
    if vpc.string("assignPublicIp") == "ENABLED", !ServiceDocument(service).asksForFargate {
      return "Assign public IP is not supported for this launch type."
    }
    return nil
  }

  private var loadBalancerProblem: String? {
    let containers = definition?.list("containerDefinitions") ?? []
    for balancer in service.list("loadBalancers") {
      guard balancer["targetGroupArn"] == nil || balancer["loadBalancerName"] == nil else {
        return "loadBalancerName and targetGroupArn cannot both be specified."
      }
      guard let name = balancer.string("containerName") else { continue }
      guard let container = containers.first(where: { $0.string("name") == name }) else {
        return "The container \(name) does not exist in the task definition."
      }
      let ports = container.list("portMappings").compactMap { $0["containerPort"]?.intValue }
      guard let port = balancer["containerPort"]?.intValue, ports.contains(port) else {
        return "The container \(name) did not have a container port \(balancer["containerPort"]?.intValue ?? 0) defined."
      }
    }
    if service.list("serviceRegistries").count > 1 { return "service registries can have at most 1 items" }
    guard let connect = service["serviceConnectConfiguration"], connect["enabled"]?.boolValue == true else { return nil }
    let names = Set(containers.flatMap { $0.list("portMappings") }.compactMap { $0.string("name") })
    for exposed in connect.list("services") {
      let name = exposed.string("portName") ?? ""
      guard names.contains(name) else {
        return "portName(\(name)) does not refer to any named PortMapping in the task definition."
      }
      let aliases = exposed.list("clientAliases").count
      guard aliases <= 1 else { return "\(aliases) clientAliases exceeds the max limit of 1" }
    }
    return nil
  }
}
