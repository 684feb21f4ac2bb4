import JSONDocument
package import Resources

/// Where a conformance case runs: the names it may use, and things that must exist outside of what it makes.
package struct ConformanceSetting: Sendable {
  package var provider: ProviderIdentity
  /// Begins the name of everything a case makes, so that cases and runs do not meet. Lower-case letters, digits and `-`.
  package var prefix: String
  package var subnets: [String]
  package var securityGroups: [String]
  /// Of a target group that is attached to a listener.
  package var targetGroup: String
  package var executionRole: String
  /// Lets ECS manage EBS volumes and load balancers.
  package var infrastructureRole: String
  /// An image that starts and stays healthy, and one that is pulled but never does; nil when there is none to use.
  package var image: String
  package var failingImage: String?

  package init(
    provider: ProviderIdentity, prefix: String, subnets: [String] = ["subnet-0a1b2c3d", "subnet-1b2c3d4e"],
    securityGroups: [String] = ["sg-0a1b2c3d"], targetGroup: String? = nil, executionRole: String? = nil,
    infrastructureRole: String? = nil, image: String = "public.ecr.aws/nginx/nginx:1.27", failingImage: String? = nil
  ) {
    self.provider = provider
    self.prefix = prefix
    self.subnets = subnets
    self.securityGroups = securityGroups
    self.targetGroup =
      targetGroup
      ?? "arn:aws:elasticloadbalancing:\(provider.region):\(provider.accountId):targetgroup/\(prefix)/0123456789abcdef"
    self.executionRole = executionRole ?? "arn:aws:iam::\(provider.accountId):role/ecsTaskExecutionRole"
    self.infrastructureRole = infrastructureRole ?? "arn:aws:iam::\(provider.accountId):role/ecsInfrastructureRole"
    self.image = image
    self.failingImage = failingImage
  }

  package func name(_ text: String) -> String { "\(prefix)-\(text)" }

  /// The same setting for names of its own.
  package func narrowed(to text: String) -> ConformanceSetting {
    var setting = self
    setting.prefix = name(text)
    return setting
  }

  /// Reads JSON in which `@NAME@` stands for a part of the setting.
  func json(_ text: String) throws(JSONSyntaxError) -> JSON {
    let values = [
      "PREFIX": prefix, "SUBNET": subnets[0], "GROUP": securityGroups[0], "TARGET": targetGroup, "EXECUTION": executionRole,
      "INFRASTRUCTURE": infrastructureRole, "IMAGE": image, "REGION": provider.region,
    ]
    return try JSON(text: values.reduce(text) { $0.replacing("@\($1.key)@", with: $1.value) })
  }

  func identity(_ kind: ResourceKind, _ text: String) -> ResourceIdentity {
    let stem = kind == .logGroup ? "/ecs/" + name(text) : name(text)
    return kind.identified([:], stem: stem, cluster: name("cluster")).identity
  }

  /// A resource with its name filled in. `text` is its attributes without the name.
  func resource(_ kind: ResourceKind, _ name: String, _ text: String) throws -> Resource {
    let identity = identity(kind, name)
    var attributes = try json(text)
    attributes[kind.nameMember] = .string(identity.name)
    if let member = kind.scopeMember, let scope = identity.scope { attributes[member] = .string(scope) }
    return Resource(
      address: Address(kind, name), identity: identity, attributes: attributes,
      file: "\(kind.folder)/\(name).json")
  }
}
