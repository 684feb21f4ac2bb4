import JSONDocument
import Loading
import Resources

/// The files of the environment at one moment.
struct Files: Sendable {
  var services: [Int: Move.ServiceFiles] = [:]
  var logGroups: [Int: Int] = [:]
  var repositories: [Int: Bool] = [:]

  static let cluster = "life-cluster"
  static let provider = ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "111111111111")

  static func image(_ tag: Int) -> String { "public.ecr.aws/team/app:v\(tag)" }

  mutating func take(_ move: Move) {
    switch move {
    case .edit(let service, let files): services[service] = files
    case .editLogGroup(let group, let days): logGroups[group] = days
    case .editRepository(let repository, let isImmutable): repositories[repository] = isImmutable
    case .outsider, .apply: break
    }
  }

  var environment: LoadedEnvironment {
    let identity = EnvironmentIdentity(name: "life", directory: "envs/life", provider: Self.provider, cluster: Self.cluster)
    return LoadedEnvironment(
      desired: DesiredState(environment: identity, resources: resources),
      settings: EnvironmentSettings(
        provider: ProviderSettings(identity: Self.provider), projectRoot: "/", stateDirectory: "/"), images: [:])
  }

  private var resources: [Resource] {
    var all = [resource(.cluster, "main", Self.cluster, ["clusterName": .string(Self.cluster)])]
    for (number, days) in logGroups {
      let name = "/life/\(number)"
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

  static func definition(_ number: Int, tag: Int, level: Int) -> JSON {
    [
      "family": .string("s\(number)"), "networkMode": "awsvpc", "requiresCompatibilities": ["EC2", "FARGATE"],
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
    resource(.taskDefinition, "s\(number)", "s\(number)", Self.definition(number, tag: files.tag, level: files.level))
  }

  private func service(_ number: Int, _ files: Move.ServiceFiles) -> Resource {
    let name = "s\(number)"
    return Resource(
      address: Address(.service, name), identity: ResourceIdentity(.service, name: name, scope: Self.cluster),
      attributes: [
        "serviceName": .string(name), "cluster": .string(Self.cluster), "taskDefinition": .string(name),
        "desiredCount": .int(files.count), "launchType": files.isOnFargate ? "FARGATE" : "EC2",
        "enableExecuteCommand": .bool(files.hasExec),
        "networkConfiguration": [
          "awsvpcConfiguration": ["subnets": ["subnet-a"], "securityGroups": ["sg-a"], "assignPublicIp": "DISABLED"]
        ],
      ], links: [Resource.Link(member: "taskDefinition", target: Address(.taskDefinition, name))])
  }
}
