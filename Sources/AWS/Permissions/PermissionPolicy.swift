package import JSONDocument
package import Resources

/// The least IAM policy with which an environment can be planned, looked at, entered, or planned and applied.
package struct PermissionPolicy {
  private let environment: DesiredState
  private let purpose: Purpose
  private let deletesData: Bool
  private let state: StateObject?
  private let stateKeys: StateKeys

  /// What a policy must be enough for.
  package enum Purpose: String, Sendable, CaseIterable {
    case plan
    /// What a plan needs, and the commands that show tags, tasks and lines of containers.
    case look
    /// The same, and commands inside of containers.
    case exec
    case apply
  }

  /// The object in which a state is shared.
  package struct StateObject: Sendable {
    package var bucket: String
    package var key: String
    /// The key of KMS that it is encrypted with; a policy can allow one that is named by its ARN.
    package var kmsKey: String?

    package init(bucket: String, key: String, kmsKey: String? = nil) {
      self.bucket = bucket
      self.key = key
      self.kmsKey = kmsKey
    }
  }

  /// The keys of KMS that wrap the state's own, each by its id, its ARN or its alias.
  package struct StateKeys: Sendable {
    package var opening: [String]
    /// The one of them that wraps new ones.
    package var wrapping: String?

    package init(opening: [String] = [], wrapping: String? = nil) {
      self.opening = opening
      self.wrapping = wrapping
    }
  }

  /// `deletesData` allows what `-delete-data` needs, for who applies.
  package init(
    for environment: DesiredState, purpose: Purpose, deletesData: Bool = false, state: StateObject? = nil,
    stateKeys: StateKeys = StateKeys()
  ) {
    self.environment = environment
    self.purpose = purpose
    self.deletesData = deletesData
    self.state = state
    self.stateKeys = stateKeys
  }

  /// A policy document: one statement for actions on the same resources, one for the roles that are passed on.
  package var document: JSON {
    var statements: [JSON] = []
    for kind in ResourceKind.all {
      let own = environment.resources.filter { $0.identity.kind == kind }
      guard !own.isEmpty else { continue }
      for (name, use) in uses {
        let permissions = (Kinds.permissions[kind] ?? []).filter { $0.use == use }
        for group in groups(of: permissions, on: own) {
          statements.append(group.statement("\(kind.type.camelCased)\(name)\(statements.count + 1)"))
        }
      }
    }
    statements += borrowedImages + imagesOfOthers + prerequisites + passedRoles + sharedState + keysOfState
    return ["Version": "2012-10-17", "Statement": .array(statements)]
  }

  private var uses: [(String, Permission.Use)] {
    switch purpose {
    case .plan: [("Read", .plan)]
    case .look: [("Read", .plan), ("Look", .look)]
    case .exec: [("Read", .plan), ("Look", .look), ("Enter", .exec)]
    case .apply: [("Read", .plan), ("Change", .apply)] + (deletesData ? [("DeleteData", .deleteData)] : [])
    }
  }

  private var appliesToo: Bool { purpose == .apply }

  /// Actions that are allowed on the same resources under the same condition.
  private struct Group {
    let resources: [String]
    let condition: JSON?
    var actions: [String]

    func statement(_ id: String) -> JSON {
      .members(
        ("Sid", .string(id)), ("Effect", "Allow"), ("Action", .strings(actions.sorted())), ("Resource", .strings(resources)),
        ("Condition", condition))
    }
  }

  private func groups(of permissions: [Permission], on own: [Resource]) -> [Group] {
    let owned = OwnedResources(resources: own, environment: environment)
    var groups: [Group] = []
    for permission in permissions {
      let (resources, condition) = (permission.scope.resources(owned), permission.scope.condition(owned))
      guard !resources.isEmpty else { continue }
      if let position = groups.firstIndex(where: { $0.resources == resources && $0.condition == condition }) {
        groups[position].actions.append(permission.action)
      } else {
        groups.append(Group(resources: resources, condition: condition, actions: [permission.action]))
      }
    }
    return groups
  }

  private var provider: ProviderIdentity { environment.environment.provider }

  private func arn(of identity: ResourceIdentity) -> String { identity.arn(in: provider)?.description ?? "*" }

  private func arn(_ service: String, _ resource: String) -> String { provider.arn(service, resource).description }

  /// Repositories of the account that tasks pull from and the environment does not own: whether images exist is asked.
  private var borrowedImages: [JSON] {
    let names = borrowed(.repository)
    guard !names.isEmpty else { return [] }
    return [
      [
        "Sid": "BorrowedImages", "Effect": "Allow",
        "Action": .strings(["ecr:BatchGetImage", "ecr:DescribeRepositories"]),
        "Resource": .strings(names.sorted().map { arn("ecr", "repository/\($0)") }),
      ]
    ]
  }

  /// In registries that other accounts have in this region.
  private var imagesOfOthers: [JSON] {
    let images = own(.taskDefinition).flatMap { TaskDefinitionDocument($0.attributes).images }
    let repositories = images.filter { $0.isInRegion(of: provider) && !$0.isOwn(of: provider) }.compactMap { image in
      image.registry.flatMap { ECRRegistry(host: $0) }.map { registry in
        ARN(
          "ecr", "repository/\(image.repository)", partition: provider.partition.name, region: registry.region,
          account: registry.account
        ).description
      }
    }
    guard !repositories.isEmpty else { return [] }
    return [
      [
        "Sid": "ImagesOfOthers", "Effect": "Allow", "Action": .strings(["ecr:BatchGetImage"]),
        "Resource": .strings(Set(repositories).sorted()),
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
    let bucket = ARN("s3", state.bucket, partition: provider.partition.name).description
    let object = "\(bucket)/\(state.key)"
    var statements: [JSON] = [
      ["Sid": "StateBucket", "Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": [.string(bucket)]],
      [
        "Sid": "StateRead", "Effect": "Allow", "Action": ["s3:GetObject"],
        "Resource": .strings([object, object + ".lock"]),
      ],
    ]
    if let key = state.kmsKey, ARN.isARN(key) {
      let actions: JSON = appliesToo ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"]
      statements.append(["Sid": "StateKey", "Effect": "Allow", "Action": actions, "Resource": [.string(key)]])
    }
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

  /// What wraps the state's own key: that is made once, and opened by every run. The calls are made where the environment is,
  /// for the context that `KMSKey` names.
  ///
  /// A policy cannot name a key by its alias, but hold a call to the alias that it names (KMS developer guide, "Using aliases
  /// to control access to KMS keys").
  private var keysOfState: [JSON] {
    stateKeys.opening.enumerated().map { position, key -> JSON in
      let named = ARN(key)
      let alias = (named?.resource ?? key).hasPrefix("alias/") ? named?.resource ?? key : nil
      let actions = appliesToo && key == stateKeys.wrapping ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"]
      let keyARN =
        alias == nil
        ? named?.description ?? arn("kms", "key/\(key)")
        : named.map { ARN("kms", "key/*", partition: $0.partition, region: $0.region, account: $0.account).description }
          ?? arn("kms", "key/*")
      let condition = JSON.members(
        ("kms:EncryptionContext:reconcile", "state"), ("kms:RequestAlias", alias.map { .string($0) }))
      return [
        "Sid": .string("StateEncryption\(position + 1)"), "Effect": "Allow", "Action": .strings(actions),
        "Resource": [.string(keyARN)],
        "Condition": ["StringEquals": condition],
      ]
    }
  }

  // MARK: Roles

  /// Roles that the files name and ECS is told to use: each may be passed to the service that assumes it.
  private var passedRoles: [JSON] {
    guard appliesToo else { return [] }
    let tasks = Set(roles.filter { $0.principal == .tasks }.map(\.arn))
    let services = Set(roles.filter { $0.principal == .scheduler }.map(\.arn))
    return [("PassTaskRoles", "ecs-tasks.amazonaws.com", tasks), ("PassServiceRoles", "ecs.amazonaws.com", services)]
      .filter { !$0.2.isEmpty }
      .map { name, service, roles in
        [
          "Sid": .string(name), "Effect": "Allow", "Action": "iam:PassRole", "Resource": .strings(roles.sorted()),
          "Condition": ["StringEquals": ["iam:PassedToService": .string(service)]],
        ]
      }
  }

  private var roles: Set<ReferredRole> {
    Set(
      environment.resources.flatMap {
        $0.identity.kind.roles(in: $0.attributes, provider: provider)
      })
  }

  // MARK: What a plan asks about

  /// Reads of what the environment refers to and does not own.
  private var prerequisites: [JSON] {
    var statements: [(String, [String], [String])] = [
      ("ReadRoles", ["iam:GetRole"], Set(roles.map(\.arn)).sorted()),
      ("ReadSecrets", ["secretsmanager:DescribeSecret"], secrets),
      ("ReadBorrowedClusters", ["ecs:DescribeClusters"], borrowedClusters.map { arn("ecs", "cluster/\($0)") }),
    ]
    statements.append(("ReadAccount", anywhere, anywhere.isEmpty ? [] : ["*"]))
    return statements.filter { !$0.2.isEmpty }.map { name, actions, resources in
      ["Sid": .string(name), "Effect": "Allow", "Action": .strings(actions.sorted()), "Resource": .strings(resources)]
    }
  }

  private var secretReferences: [ReferredSecret] {
    own(.taskDefinition).flatMap { TaskDefinitionDocument($0.attributes).secrets(in: provider) }
  }

  /// IAM is asked about whole ARNs, which end in six characters that Secrets Manager chose; files may leave them out.
  private var secrets: [String] {
    let ids = secretReferences.compactMap { reference -> String? in
      guard case .secret(let id) = reference else { return nil }
      let secret = ARN.isARN(id) ? id : arn("secretsmanager", "secret:\(id)")
      return ARN.isARN(id) && id.contains(/-[A-Za-z0-9]{6}$/) ? secret : secret + "-??????"
    }
    return Set(ids).sorted()
  }

  private var borrowedClusters: [String] {
    borrowed(.cluster).sorted()
  }

  /// Names of objects that documents here use, in this account and region, and that the environment does not own.
  private func borrowed(_ kind: ResourceKind) -> Set<String> {
    let used = environment.resources.flatMap { $0.identity.uses(in: $0.attributes, provider: provider) }
    return Set(used.filter { $0.kind == kind }.map(\.name)).subtracting(own(kind).map(\.identity.name))
  }

  /// Something writes to a log group of others, which has to be there.
  private var hasBorrowedLogs: Bool {
    let owned = Set(own(.logGroup).map(\.identity.name))
    return environment.resources.contains { resource in
      resource.identity.kind.logs(in: resource.attributes, provider: provider)
        .contains { !$0.createsGroup && !owned.contains($0.group) }
    }
  }

  /// Actions that can be allowed on `*` only.
  private var anywhere: [String] {
    let hasParameters = secretReferences.contains { if case .parameter = $0 { true } else { false } }
    let services = own(.service).map { ServiceDocument($0.attributes) }
    let tasks = own(.oneOffTask).map { OneOffTaskDocument($0.attributes) }
    let hasTargets = services.contains(where: \.hasLoadBalancers)
    let hasAddresses = services.contains(where: \.hasOwnAddresses) || tasks.contains(where: \.hasOwnAddresses)
    let hasGroups =
      services.contains { !$0.securityGroups.isEmpty } || tasks.contains { !$0.securityGroups.isEmpty }
    return [
      hasParameters ? "ssm:DescribeParameters" : nil,
      hasAddresses ? "ec2:DescribeSubnets" : nil,
      hasGroups ? "ec2:DescribeSecurityGroups" : nil,
      hasTargets ? "elasticloadbalancing:DescribeTargetGroups" : nil,
      hasTargets && uses.contains { $0.1 == .apply } ? "elasticloadbalancing:DescribeTargetHealth" : nil,
      hasBorrowedLogs && own(.logGroup).isEmpty ? "logs:DescribeLogGroups" : nil,
    ].compactMap { $0 }
  }

  private func own(_ kind: ResourceKind) -> [Resource] {
    environment.resources.filter { $0.identity.kind == kind }
  }
}

extension String {
  /// `AwsEcsService` of `aws_ecs_service`, without the first word: statement ids take letters and digits only.
  fileprivate var camelCased: String {
    split(separator: "_").dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}
