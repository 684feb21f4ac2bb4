package import JSONDocument
package import Resources

/// The least IAM policy with which an environment can be planned, or planned and applied.
package struct PermissionPolicy {
  private let environment: DesiredState
  private let appliesToo: Bool
  private let deletesData: Bool
  private let state: StateObject?

  /// The object in which a state is shared.
  package struct StateObject: Sendable {
    package var bucket: String
    package var key: String

    package init(bucket: String, key: String) {
      self.bucket = bucket
      self.key = key
    }
  }

  /// `appliesToo` is false for a policy that can only plan; `deletesData` allows what `-delete-data` needs.
  package init(for environment: DesiredState, appliesToo: Bool, deletesData: Bool = false, state: StateObject? = nil) {
    self.environment = environment
    self.appliesToo = appliesToo
    self.deletesData = deletesData
    self.state = state
  }

  /// A policy document: one statement for actions on the same resources, one for the roles that are passed on.
  package var document: JSON {
    var statements: [JSON] = []
    for kind in ResourceKind.all {
      let own = environment.resources.filter { $0.identity.kind == kind }
      guard !own.isEmpty else { continue }
      for (name, use) in uses {
        let entries = PermissionTable.entries(kind).filter { $0.use == use }
        for (resources, actions) in grouped(entries, own) {
          statements.append(Self.statement("\(kind.type.camelCased)\(name)", statements.count, actions, resources))
        }
      }
    }
    statements += borrowedImages + passedRoles + sharedState
    return ["Version": "2012-10-17", "Statement": .array(statements)]
  }

  private var uses: [(String, PermissionTable.Use)] {
    var uses: [(String, PermissionTable.Use)] = [("Read", .plan)]
    if appliesToo { uses.append(("Change", .apply)) }
    if appliesToo, deletesData { uses.append(("DeleteData", .deleteData)) }
    return uses
  }

  private func grouped(_ entries: [PermissionTable.Entry], _ own: [Resource]) -> [(resources: [String], actions: [String])] {
    var groups: [(resources: [String], actions: [String])] = []
    for entry in entries {
      let resources = resources(entry.scope, own)
      guard !resources.isEmpty else { continue }
      if let position = groups.firstIndex(where: { $0.resources == resources }) {
        groups[position].actions.append(entry.action)
      } else {
        groups.append((resources, [entry.action]))
      }
    }
    return groups
  }

  private static func statement(_ name: String, _ number: Int, _ actions: [String], _ resources: [String]) -> JSON {
    [
      "Sid": .string("\(name)\(number + 1)"), "Effect": "Allow", "Action": .strings(actions.sorted()),
      "Resource": .strings(resources),
    ]
  }

  // MARK: Resources

  private func resources(_ scope: PermissionTable.Scope, _ own: [Resource]) -> [String] {
    switch scope {
    case .all: ["*"]
    case .own: Set(own.map { arn(of: $0.identity) }).sorted()
    case .tasksOfClusters:
      Set(own.compactMap(\.identity.scope)).sorted().flatMap {
        [arn("ecs", "task/\($0)/*"), arn("ecs", "container-instance/\($0)/*")]
      }
    case .serviceDeployments:
      Set(own.filter { Self.shiftsTraffic($0.attributes) }.map(\.identity)).sorted().map {
        arn("ecs", "service-deployment/\($0.scope ?? "default")/\($0.name)/*")
      }
    case .runTaskDefinitions:
      Set(own.map { arn("ecs", "task-definition/\(family($0)):*") }).sorted()
    case .logStreams: Set(own.map { arn(of: $0.identity) + ":log-stream:*" }).sorted()
    }
  }

  private static func shiftsTraffic(_ service: JSON) -> Bool {
    guard let strategy = service["deploymentConfiguration"]?["strategy"]?.stringValue else { return false }
    return strategy != "ROLLING"
  }

  /// The family of the task definition that a one-off task runs.
  private func family(_ task: Resource) -> String {
    if let link = task.taskDefinitionLink, let definition = environment.resources.first(where: { $0.address == link }) {
      return definition.identity.name
    }
    let name = task.attributes["taskDefinition"]?.stringValue?.split(separator: "/").last ?? "*"
    return name.split(separator: ":").first.map(String.init) ?? "*"
  }

  private func arn(of identity: ResourceIdentity) -> String {
    switch identity.kind {
    case .cluster: arn("ecs", "cluster/\(identity.name)")
    case .service: arn("ecs", "service/\(identity.scope ?? "default")/\(identity.name)")
    case .taskDefinition: arn("ecs", "task-definition/\(identity.name):*")
    case .repository: arn("ecr", "repository/\(identity.name)")
    case .logGroup: arn("logs", "log-group:\(identity.name)")
    default: "*"
    }
  }

  private func arn(_ service: String, _ resource: String) -> String {
    let provider = environment.environment.provider
    return "arn:\(partition):\(service):\(provider.region):\(provider.accountId):\(resource)"
  }

  private var partition: String {
    let region = environment.environment.provider.region
    if region.hasPrefix("cn-") { return "aws-cn" }
    return region.hasPrefix("us-gov-") ? "aws-us-gov" : "aws"
  }

  /// Repositories of the account that tasks pull from and the environment does not own: whether images exist is asked.
  private var borrowedImages: [JSON] {
    let registry = environment.environment.provider.registry
    var names: Set<String> = []
    for definition in environment.resources where definition.identity.kind == .taskDefinition {
      for container in definition.attributes["containerDefinitions"]?.arrayValue ?? [] {
        guard let image = container["image"]?.stringValue.flatMap(ImageReference.init), image.registry == registry else {
          continue
        }
        names.insert(image.repository)
      }
    }
    names.subtract(environment.resources.filter { $0.identity.kind == .repository }.map(\.identity.name))
    guard !names.isEmpty else { return [] }
    return [
      [
        "Sid": "BorrowedImages", "Effect": "Allow", "Action": ["ecr:BatchGetImage"],
        "Resource": .strings(names.sorted().map { arn("ecr", "repository/\($0)") }),
      ]
    ]
  }

  // MARK: State

  /// The state, its lock, and the object that finds out whether the store keeps to conditions.
  ///
  /// Whoever may not list the bucket is told "forbidden" about an object that is not there yet (S3 API reference,
  /// GetObject, "Permissions"), and that must not be taken for absence.
  private var sharedState: [JSON] {
    guard let state else { return [] }
    let bucket = "arn:\(partition):s3:::\(state.bucket)"
    let object = "\(bucket)/\(state.key)"
    var statements: [JSON] = [
      ["Sid": "StateBucket", "Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": [.string(bucket)]],
      [
        "Sid": "StateRead", "Effect": "Allow", "Action": ["s3:GetObject"],
        "Resource": .strings([object, object + ".lock", object + ".probe"]),
      ],
    ]
    guard appliesToo else { return statements }
    statements.append([
      "Sid": "StateChange", "Effect": "Allow", "Action": ["s3:PutObject"],
      "Resource": .strings([object, object + ".lock", object + ".probe"]),
    ])
    statements.append([
      "Sid": "StateProbe", "Effect": "Allow", "Action": ["s3:DeleteObject"], "Resource": [.string(object + ".probe")],
    ])
    return statements
  }

  // MARK: Roles

  /// Roles that the files name and ECS is told to use: each may be passed to the service that assumes it.
  private var passedRoles: [JSON] {
    guard appliesToo else { return [] }
    var tasks: Set<String> = []
    var services: Set<String> = []
    for resource in environment.resources {
      switch resource.identity.kind {
      case .taskDefinition:
        for member in ["executionRoleArn", "taskRoleArn"] { tasks.formUnion(role(resource.attributes[member])) }
      case .oneOffTask:
        for member in ["executionRoleArn", "taskRoleArn"] { tasks.formUnion(role(resource.attributes["overrides"]?[member])) }
      case .service:
        services.formUnion(role(resource.attributes["role"]))
        services.formUnion(infrastructureRoles(in: resource.attributes))
      default: break
      }
    }
    return [("PassTaskRoles", "ecs-tasks.amazonaws.com", tasks), ("PassServiceRoles", "ecs.amazonaws.com", services)]
      .filter { !$0.2.isEmpty }
      .map { name, service, roles in
        [
          "Sid": .string(name), "Effect": "Allow", "Action": "iam:PassRole", "Resource": .strings(roles.sorted()),
          "Condition": ["StringEquals": ["iam:PassedToService": .string(service)]],
        ]
      }
  }

  private func infrastructureRoles(in service: JSON) -> Set<String> {
    var roles: Set<String> = []
    for volume in service["volumeConfigurations"]?.arrayValue ?? [] {
      roles.formUnion(role(volume["managedEBSVolume"]?["roleArn"]))
    }
    for balancer in service["loadBalancers"]?.arrayValue ?? [] {
      roles.formUnion(role(balancer["advancedConfiguration"]?["roleArn"]))
    }
    for lattice in service["vpcLatticeConfigurations"]?.arrayValue ?? [] { roles.formUnion(role(lattice["roleArn"])) }
    for hook in service["deploymentConfiguration"]?["lifecycleHooks"]?.arrayValue ?? [] { roles.formUnion(role(hook["roleArn"])) }
    return roles
  }

  /// Specs may give a role's ARN or its name.
  private func role(_ value: JSON?) -> [String] {
    guard let text = value?.stringValue, !text.isEmpty else { return [] }
    if text.hasPrefix("arn:") { return [text] }
    return ["arn:\(partition):iam::\(environment.environment.provider.accountId):role/\(text)"]
  }
}

extension String {
  /// `AwsEcsService` of `aws_ecs_service`, without the first word: statement ids take letters and digits only.
  fileprivate var camelCased: String {
    split(separator: "_").dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}
