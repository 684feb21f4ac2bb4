extension TaskDefinitionCalls {
  static let permissions: [Permission] =
    Permission.list("ecs", ["DescribeTaskDefinition"], on: .all, for: .plan)
    + Permission.list("ecs", ["RegisterTaskDefinition", "DeregisterTaskDefinition"], on: .all, for: .apply)
    + Permission.list("ecs", ["TagResource", "UntagResource"], for: .apply)
}
