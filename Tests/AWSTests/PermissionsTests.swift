import JSONDocument
import ProviderConformance
import Resources
import Synchronization
import Testing

@testable import AWS

/// Every call that the provider makes is one that the printed policy allows.
@Suite struct PermissionsTests {
  /// Notes the IAM action of each call on its way.
  private final class Witness: AWSClient {
    private let client: any AWSClient
    private let seen = Mutex<Set<String>>([])

    init(_ client: any AWSClient) { self.client = client }

    var clock: any AWSClock { client.clock }
    var actions: Set<String> { seen.withLock { $0 } }

    func call(_ request: AWSRequest) async throws(AWSError) -> JSON {
      seen.withLock { _ = $0.insert("\(request.service.rawValue):\(request.operation)") }
      return try await client.call(request)
    }
  }

  @Test("no call needs more than the table says", arguments: ConformanceCase.all)
  func tableIsComplete(promise: ConformanceCase) async throws {
    let witness = Mutex<Witness?>(nil)
    let place = try await SimulatedPlace { client in
      let new = Witness(client)
      witness.withLock { $0 = new }
      return new
    }
    try await promise.verify(place.provider, in: place.setting)
    let allowed = Set(Kinds.permissions.values.flatMap { $0 }.map(\.action))
    let used = try #require(witness.withLock { $0 }).actions
    #expect(used.subtracting(allowed) == [])
  }

  private let environment = DesiredState(
    environment: EnvironmentIdentity(
      name: "prod", directory: "envs/prod",
      provider: ProviderIdentity(name: .awsCommandLine, region: "eu-west-1", accountId: "222222222222"), cluster: "main"),
    resources: [
      Resource(
        address: Address(.taskDefinition, "api"), identity: ResourceIdentity(.taskDefinition, name: "api"),
        attributes: ["executionRoleArn": "execution", "taskRoleArn": "arn:aws:iam::333333333333:role/task"],
        file: "task-definitions/api.json"),
      Resource(
        address: Address(.service, "api"), identity: ResourceIdentity(.service, name: "api", scope: "main"), attributes: [:],
        file: "services/api.json"),
    ], inputs: [], bootstrapTag: nil)

  private func statements(_ policy: PermissionPolicy) -> [JSON] { policy.document["Statement"]?.arrayValue ?? [] }

  @Test("a plan may only read")
  func aPlanMayOnlyRead() {
    let actions = statements(PermissionPolicy(for: environment, purpose: .plan)).flatMap { statement in
      statement["Action"]?.arrayValue?.compactMap(\.stringValue) ?? [statement["Action"]?.stringValue ?? ""]
    }
    // The cluster and the roles are not its own: it only asks whether they are there.
    #expect(
      actions.sorted() == [
        "application-autoscaling:DescribeScalableTargets", "ecs:DescribeClusters", "ecs:DescribeServices",
        "ecs:DescribeTaskDefinition", "iam:GetRole",
      ])
  }

  @Test("roles of the files may be passed to tasks and to nobody else")
  func rolesOfTheFilesMayBePassedToTasksAndToNobodyElse() {
    let pass = statements(PermissionPolicy(for: environment, purpose: .apply)).filter {
      $0["Action"]?.stringValue == "iam:PassRole"
    }
    #expect(
      pass == [
        [
          "Sid": "PassTaskRoles", "Effect": "Allow", "Action": "iam:PassRole",
          "Resource": ["arn:aws:iam::222222222222:role/execution", "arn:aws:iam::333333333333:role/task"],
          "Condition": ["StringEquals": ["iam:PassedToService": "ecs-tasks.amazonaws.com"]],
        ]
      ])
  }

  @Test("data is deleted only with leave")
  func dataIsDeletedOnlyWithLeave() {
    func deletes(_ policy: PermissionPolicy) -> Bool { policy.document.text().contains("DeleteRepository\"") }
    var environment = environment
    environment.resources.append(
      Resource(
        address: Address(.repository, "api"), identity: ResourceIdentity(.repository, name: "api"), attributes: [:],
        file: "repositories/api.json"))
    #expect(!deletes(PermissionPolicy(for: environment, purpose: .apply)))
    #expect(deletes(PermissionPolicy(for: environment, purpose: .apply, deletesData: true)))
  }

  // MARK: Log groups

  private func allowed(_ environment: DesiredState) -> [String: [String]] {
    var allowed: [String: [String]] = [:]
    for statement in statements(PermissionPolicy(for: environment, purpose: .apply, deletesData: true)) {
      for action in statement["Action"]?.arrayValue?.compactMap(\.stringValue) ?? [] {
        allowed[action, default: []] += statement["Resource"]?.arrayValue?.compactMap(\.stringValue) ?? []
      }
    }
    return allowed
  }

  private func adding(_ kind: ResourceKind, _ name: String, _ attributes: JSON) -> DesiredState {
    var environment = environment
    environment.resources.append(
      Resource(
        address: Address(kind, "x"), identity: ResourceIdentity(kind, name: name), attributes: attributes,
        file: "\(kind.folder)/x.json"))
    return environment
  }

  @Test("calls about a log group's tags name its plain ARN, all others the one that ends in :*")
  func logGroupARNs() {
    let allowed = allowed(adding(.logGroup, "/ecs/api", [:]))
    let plain = "arn:aws:logs:eu-west-1:222222222222:log-group:/ecs/api"
    for action in ["UntagResource", "ListTagsForResource"] { #expect(allowed["logs:\(action)"] == [plain]) }
    // Creating with tags asks for it, too, and nothing says by which ARN.
    #expect(allowed["logs:TagResource"] == [plain, plain + ":*"])
    for action in ["CreateLogGroup", "PutRetentionPolicy", "DeleteRetentionPolicy", "AssociateKmsKey", "DeleteLogGroup"] {
      #expect(allowed["logs:\(action)"] == [plain + ":*"], "\(action)")
    }
    #expect(allowed["logs:DescribeLogGroups"] == ["*"])
  }

  @Test("lines are read of the streams that containers write to, whoever owns the group")
  func streams() {
    let log: JSON = ["logDriver": "awslogs", "options": ["awslogs-group": "/theirs", "awslogs-stream-prefix": "s"]]
    let definition: JSON = ["containerDefinitions": [["name": "a", "logConfiguration": log]]]
    let allowed = allowed(adding(.taskDefinition, "x", definition))
    #expect(allowed["logs:GetLogEvents"] == ["arn:aws:logs:eu-west-1:222222222222:log-group:/theirs:log-stream:*"])
  }

  // MARK: What IAM asks about

  @Test("tasks are listed in the environment's clusters only, on every resource")
  func listing() {
    let listing = statements(PermissionPolicy(for: environment, purpose: .apply)).first {
      $0["Action"]?.arrayValue?.contains("ecs:ListTasks") == true
    }
    #expect(listing?["Resource"] == ["*"])
    #expect(
      listing?["Condition"] == ["ArnEquals": ["ecs:cluster": ["arn:aws:ecs:eu-west-1:222222222222:cluster/main"]]])
  }

  @Test(
    "secrets are named by whole ARNs",
    arguments: [
      ("db", "secret:db-??????"), ("arn:aws:secretsmanager:eu-west-1:222222222222:secret:db", "secret:db-??????"),
      ("arn:aws:secretsmanager:eu-west-1:222222222222:secret:db-Zk3xQ9:url::", "secret:db-Zk3xQ9"),
    ])
  func secrets(reference: String, resource: String) {
    let secrets: JSON = [["name": "A", "valueFrom": .string(reference)]]
    let allowed = allowed(
      adding(.taskDefinition, "x", ["containerDefinitions": [["name": "a", "secrets": secrets]]]))
    let isSecret = reference.hasPrefix("arn:")
    #expect(
      allowed["secretsmanager:DescribeSecret"]
        == (isSecret ? ["arn:aws:secretsmanager:eu-west-1:222222222222:\(resource)"] : nil))
  }

  @Test(
    "a repository with a key of one's own needs grants on that key",
    arguments: [
      ("arn:aws:kms:eu-west-1:222222222222:key/1a2b", ["arn:aws:kms:eu-west-1:222222222222:key/1a2b"]),
      ("1a2b", ["arn:aws:kms:eu-west-1:222222222222:key/1a2b"]), ("alias/images", nil), ("", nil),
    ] as [(String, [String]?)])
  func keys(key: String, resources: [String]?) {
    let attributes: JSON = ["encryptionConfiguration": ["encryptionType": "KMS", "kmsKey": .string(key)]]
    #expect(allowed(adding(.repository, "x", attributes))["kms:CreateGrant"] == resources)
  }

  @Test(
    "log groups of others are looked at where something here writes to them",
    arguments: [
      (["logDriver": "awslogs", "options": ["awslogs-group": "/a"]], true),
      (["logDriver": "awslogs", "options": ["awslogs-group": "/a", "awslogs-create-group": "true"]], false),
      (["logDriver": "awslogs", "options": ["awslogs-group": "/a", "awslogs-region": "us-east-1"]], false),
      (["logDriver": "json-file", "options": ["labels": "awslogs-group"]], false),
    ] as [(JSON, Bool)])
  func borrowedLogs(configuration: JSON, areRead: Bool) {
    let definition: JSON = ["containerDefinitions": [["name": "a", "logConfiguration": configuration]]]
    let allowed = allowed(adding(.taskDefinition, "x", definition))
    #expect((allowed["logs:DescribeLogGroups"] != nil) == areRead)
  }
}
