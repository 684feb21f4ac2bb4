import Resources

/// One-off tasks have no calls of a kind: nothing stands behind them that could be read or changed (`TaskRunner`).
enum OneOffTaskCalls {
  static let permissions: [Permission] =
    Permission.list("ecs", ["RunTask"], on: .runTaskDefinitions, for: .apply)
    + Permission.list("ecs", ["ListTasks"], on: .insideClusters, for: .apply)
    + Permission.list("ecs", ["DescribeTasks", "StopTask", "TagResource"], on: .tasksOfClusters, for: .apply)
    + Permission.list("ecs", ["DescribeTaskDefinition"], on: .all, for: .apply)
}

extension PermissionScope {
  /// Revisions of the task definitions that one-off tasks run, in their clusters.
  fileprivate static let runTaskDefinitions = PermissionScope(condition: \.inClusters) { owned in
    Set(owned.resources.map { owned.arn("ecs", "task-definition/\(owned.family(runBy: $0)):*") }).sorted()
  }
}

extension OwnedResources {
  fileprivate func family(runBy task: Resource) -> String {
    if let link = task.taskDefinitionLink, let definition = environment.resources.first(where: { $0.address == link }) {
      return definition.identity.name
    }
    return OneOffTaskDocument(task.attributes).taskDefinition?.family ?? "*"
  }
}
