import Resources

extension TaskDefinitionCalls {
  static let permissions: [Permission] =
    Permission.list("ecs", ["DescribeTaskDefinition"], on: .all, for: .plan)
    + Permission.list("ecs", ["RegisterTaskDefinition", "DeregisterTaskDefinition"], on: .all, for: .apply)
    + Permission.list("ecs", ["TagResource", "UntagResource"], for: .apply)
    // What failing containers wrote, whoever owns the log group.
    + Permission.list("logs", ["GetLogEvents"], on: .streamsOfContainers, for: .apply)
    + Permission.list("logs", ["FilterLogEvents"], on: .groupsOfContainers, for: .look)
}

extension PermissionScope {
  fileprivate static let groupsOfContainers = PermissionScope { owned in
    let logs = owned.resources.flatMap { TaskDefinitionDocument($0.attributes).containers }.compactMap(\.log)
    let groups = Set(logs.filter { $0.isIn(region: owned.provider.region) }.map(\.group)).sorted()
    return groups.map { owned.arn(of: ResourceIdentity(.logGroup, name: $0)) + ResourceKind.logGroup.naming.iamSuffix }
  }

  fileprivate static let streamsOfContainers = PermissionScope { owned in
    let containers = owned.resources.flatMap { TaskDefinitionDocument($0.attributes).containers }
    let logs = containers.compactMap(\.log).filter { $0.streamPrefix != nil && $0.isIn(region: owned.provider.region) }
    return Set(logs.map(\.group)).sorted().map {
      owned.arn(of: ResourceIdentity(.logGroup, name: $0)) + ":log-stream:*"
    }
  }
}
