import JSONDocument
import Loading
import Resources

/// The files of the environment at one moment.
struct Files: Sendable {
  var services: [Int: Move.ServiceFiles] = [:]
  var logGroups: [Int: Int] = [:]
  var repositories: [Int: Bool] = [:]

  /// Nothing is wanted any more.
  var isDestroyed = false
  var clusterName = 0
  var logGroupNames: [Int: Int] = [:]

  static func cluster(_ name: Int) -> String { name == 0 ? "life-cluster" : "life-cluster-\(name)" }
  static func logGroup(_ number: Int, _ name: Int) -> String { "/life/\(number)" + (name == 0 ? "" : "-\(name)") }
  static func service(_ number: Int, _ name: Int) -> String { "s\(number)" + (name == 0 ? "" : "-\(name)") }
  /// Families are not called as services are, so that neither is taken for the other.
  static func family(_ number: Int, _ family: Int) -> String { "s\(number)" + (family == 0 ? "" : "-family-\(family)") }

  var cluster: String { Self.cluster(clusterName) }
  static let provider = ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "111111111111")

  static func image(_ tag: Int) -> String { "public.ecr.aws/team/app:v\(tag)" }

  mutating func take(_ move: Move) {
    switch move {
    case .edit(let service, let files): services[service] = files
    case .editLogGroup(let group, let days): logGroups[group] = days
    case .editRepository(let repository, let isImmutable): repositories[repository] = isImmutable
    case .renameCluster(let name): clusterName = name
    case .renameLogGroup(let group, let name): logGroupNames[group] = name
    case .outsider, .apply: break
    }
  }

  var environment: LoadedEnvironment {
    let identity = EnvironmentIdentity(name: "life", directory: "envs/life", provider: Self.provider, cluster: cluster)
    return LoadedEnvironment(
      desired: DesiredState(environment: identity, resources: resources),
      settings: EnvironmentSettings(
        provider: ProviderSettings(identity: Self.provider), projectRoot: "/", stateDirectory: "/"), images: [:])
  }

  private var resources: [Resource] {
    guard !isDestroyed else { return [] }
    var all = [resource(.cluster, "main", cluster, ["clusterName": .string(cluster)])]
    for (number, days) in logGroups {
      let name = Self.logGroup(number, logGroupNames[number] ?? 0)
      all.append(
        resource(.logGroup, "g\(number)", name, ["logGroupName": .string(name), "retentionInDays": .int(days)]))
    }
    for (number, isImmutable) in repositories {
      let name = "life-\(number)"
      all.append(
        resource(
          .repository, name, name,
          ["repositoryName": .string(name), "imageTagMutability": isImmutable ? "IMMUTABLE" : "MUTABLE"]))
    }
    for (number, files) in services { all += [definition(number, files), service(number, files)] }
    return all
  }

  private func resource(_ kind: ResourceKind, _ local: String, _ name: String, _ attributes: JSON) -> Resource {
    Resource(address: Address(kind, local), identity: ResourceIdentity(kind, name: name), attributes: attributes)
  }

  static func definition(_ number: Int, tag: Int, level: Int, family: Int = 0) -> JSON {
    [
      "family": .string(Self.family(number, family)), "networkMode": "awsvpc", "requiresCompatibilities": ["EC2", "FARGATE"],
      "cpu": "256", "memory": "512", "taskRoleArn": "arn:aws:iam::111111111111:role/app",
      "containerDefinitions": [
        [
          "name": "app", "image": .string(image(tag)), "essential": true,
          "environment": [["name": "LEVEL", "value": .string("\(level)")]],
        ]
      ],
    ]
  }

  private func definition(_ number: Int, _ files: Move.ServiceFiles) -> Resource {
    resource(
      .taskDefinition, "s\(number)", Self.family(number, files.family),
      Self.definition(number, tag: files.tag, level: files.level, family: files.family))
  }

  private func service(_ number: Int, _ files: Move.ServiceFiles) -> Resource {
    let address = "s\(number)"
    let name = Self.service(number, files.name)
    return Resource(
      address: Address(.service, address), identity: ResourceIdentity(.service, name: name, scope: cluster),
      attributes: [
        "serviceName": .string(name), "cluster": .string(cluster), "taskDefinition": .string(address),
        "desiredCount": .int(files.count), "launchType": files.isOnFargate ? "FARGATE" : "EC2",
        "enableExecuteCommand": .bool(files.hasExec),
        "networkConfiguration": [
          "awsvpcConfiguration": ["subnets": ["subnet-a"], "securityGroups": ["sg-a"], "assignPublicIp": "DISABLED"]
        ],
      ], links: [Resource.Link(member: "taskDefinition", target: Address(.taskDefinition, address))])
  }
}
