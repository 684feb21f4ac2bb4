import Diagnostics
import JSONDocument
import Planning
import Providers
import Resources
import Testing

@testable import Preflight

/// Every finding of preflight, once in a world that has it and once in one that does not.
@Suite("What a plan needs, held against the cloud")
struct PreflightJudgementTests {
  @Test("A world that lacks it has the finding, and one that has it does not", arguments: FindingExample.all)
  func judged(example: FindingExample) {
    let wrong = example.findings(in: example.wrong)
    #expect(wrong.map(\.code) == [example.code], "\(wrong)")
    #expect(wrong.first?.message == example.message)
    #expect(wrong.first?.severity == example.severity)
    #expect(wrong.first?.fix?.isEmpty == false)
    #expect(example.findings(in: example.right) == [])
  }

  @Test(
    "With warn the same is said and keeps nobody from going on, but for other people's credentials", arguments: FindingExample.all
  )
  func warned(example: FindingExample) {
    let found = example.findings(in: example.wrong, .warn)
    #expect(found.map(\.severity) == [example.isErrorInAnyMode ? .error : .warning])
    #expect(found.first?.fix?.contains("-preflight=warn") == false)
    #expect(found.first?.details.contains { $0.contains("Nothing was changed") } == example.isErrorInAnyMode)
  }

  @Test("What is to be pinned and has no digest is an error in any mode", arguments: [PreflightMode.warn, .error])
  func unpinned(mode: PreflightMode) {
    func judged(_ image: String, _ answer: PrerequisiteAnswer) -> [Diagnostic] {
      let change = Subject.definition(container: ["image": .string(image)])
      var world = World()
      for asked in [image, Subject.image.description] {
        if let image = ImageReference(asked) { world.answers[.image(image)] = answer }
      }
      return FindingExample.judgement([change], world, mode, pin: .digest).findings
    }
    let missing = judged(Subject.image.description, .absent)
    #expect(missing.map(\.code) == ["image-not-pushed"])
    #expect(missing.map(\.severity) == [.error])
    #expect(missing.first?.fix == "push the image, or correct its tag")
    // It was pushed after the plan had asked.
    let late = judged(Subject.image.description, .present(.image(digest: "sha256:1", platforms: [])))
    #expect(late.map(\.code) == ["image-unpinned"])
    #expect(late.map(\.severity) == [.error])
    let digest = "sha256:" + String(repeating: "1", count: 64)
    #expect(judged("\(Subject.image)@\(digest)", .present(.image(digest: digest, platforms: []))) == [])
    #expect(judged("public.ecr.aws/nginx:1", .absent).map(\.code) == ["image-not-pushed"])
  }

  @Test("Images of ECR in other regions are named as not looked for, and never kept from going on")
  func otherRegions() {
    let far = "111111111111.dkr.ecr.us-west-2.amazonaws.com/api:v9"
    let found = FindingExample.judgement([Subject.definition(container: ["image": .string(far)])], World(), .error).findings
    #expect(found.map(\.code) == ["image-unchecked"])
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.message == "nobody looked whether image \"\(far)\" was pushed")
  }

  @Test(
    "A log group of another region, of another driver, or that the driver makes is not asked about",
    arguments: [
      ["logDriver": "awslogs", "options": ["awslogs-group": "/api", "awslogs-region": "us-east-1"]],
      ["logDriver": "splunk", "options": ["awslogs-group": "/api"]],
      ["logDriver": "awslogs", "options": ["awslogs-group": "/api", "awslogs-create-group": "true"]],
    ] as [JSON])
  func otherLogs(configuration: JSON) {
    let change = Subject.definition(container: ["logConfiguration": configuration])
    #expect(FindingExample.judgement([change], World(), .error).findings == [])
  }

  @Test("A question that nobody may ask names the permission, as a warning", arguments: Prerequisite.samples)
  func forbidden(prerequisite: Prerequisite) {
    let error = ProviderError(.forbidden, operation: "Ask", message: "not authorized to perform: x")
    var world = World()
    world.answers[prerequisite] = .unknown(error)
    let found = FindingExample.judgement([Subject.service(), Subject.definition()], world, .error).unchecked
    #expect(found.map(\.code) == ["preflight-unchecked"])
    #expect(found.first?.severity == .warning)
    #expect(found.first?.message.contains("Ask: not authorized to perform: x") == true)
    #expect(found.first?.fix?.contains("allow ") == true && found.first?.fix?.contains(":") == true)
  }

  @Test("Many users of what is missing are counted, not listed")
  func counted() {
    let users = ["api", "web", "worker"].map { Subject.definition(["executionRoleArn": .string(Subject.role)], name: $0) }
    var world = World()
    world.answers[.role(Subject.role)] = .absent
    let found = FindingExample.judgement(users, world, .error).findings
    #expect(found.map(\.code) == ["role-missing"])
    #expect(found.first?.details.first == "aws_ecs_task_definition.api and 2 more would not start. Nothing was changed.")
  }
}

extension Prerequisite {
  fileprivate static let samples: [Prerequisite] = [
    .caller, .image(Subject.image), .role(Subject.role), .secret("db"), .parameter("/db"), .subnet("subnet-1"),
    .securityGroup("sg-1"), .targetGroup(Subject.targetGroup),
  ]
}

/// What the cloud answers.
struct World: Sendable {
  var answers: [Prerequisite: PrerequisiteAnswer] = [.caller: .present(.account("111111111111"))]
  var clusters: [String: Observation] = [:]
  var logGroups: [String: Observation] = [:]
  var repositories: [String: Observation] = [:]
  var program = CLISupportFindings()

  static func answering(_ prerequisite: Prerequisite, _ answer: PrerequisiteAnswer) -> World {
    var world = World()
    world.answers[prerequisite] = answer
    return world
  }

  static func cluster(_ attributes: JSON?) -> World {
    var world = World()
    world.clusters["main"] = Subject.observation(.cluster, "main", attributes)
    return world
  }

  static func networks(_ facts: [Prerequisite: PrerequisiteFacts]) -> World {
    var world = World()
    for (prerequisite, facts) in facts { world.answers[prerequisite] = .present(facts) }
    return world
  }
}

/// Changes that need something.
enum Subject {
  static let provider = ProviderIdentity(name: .awsCommandLine, region: "eu-west-1", accountId: "111111111111")
  static let role = "arn:aws:iam::111111111111:role/api"
  static let targetGroup = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/api/1"
  static let image = ImageReference(registry: provider.registry, repository: "api", tag: "1")

  static func definition(_ members: JSON = [:], container: JSON = [:], name: String = "api") -> Change {
    var after: JSON = members
    after["family"] = .string(name)
    var one = container
    one["name"] = "api"
    if one["image"] == nil { one["image"] = "public.ecr.aws/nginx:1" }
    after["containerDefinitions"] = .array([one])
    return Change(
      address: Address(.taskDefinition, name), identity: ResourceIdentity(.taskDefinition, name: name), action: .create,
      reason: .notThere, after: after)
  }

  static func service(_ members: JSON = [:]) -> Change {
    Change(
      address: Address(.service, "api"), identity: ResourceIdentity(.service, name: "api", scope: "main"), action: .create,
      reason: .notThere, after: members)
  }

  static func task(_ members: JSON) -> Change {
    Change(
      address: Address(.oneOffTask, "migrate"), identity: ResourceIdentity(.oneOffTask, name: "migrate", scope: "main"),
      action: .run, reason: .notRunYet, after: members)
  }

  static func network(_ more: JSON = [:]) -> JSON {
    var members = more
    members["networkConfiguration"] = ["awsvpcConfiguration": ["subnets": ["subnet-1"], "securityGroups": ["sg-1"]]]
    return members
  }

  static func observation(_ kind: ResourceKind, _ name: String, _ attributes: JSON?) -> Observation {
    attributes.map { .present(ObservedObject(identity: ResourceIdentity(kind, name: name), attributes: $0)) } ?? .absent
  }
}

struct FindingExample: Sendable, CustomTestStringConvertible {
  var code: String
  var message: String
  var change: Change
  var wrong: World
  var right: World
  var severity = Diagnostic.Severity.error
  var isErrorInAnyMode = false

  var testDescription: String { "\(code): \(message)" }

  func findings(in world: World, _ mode: PreflightMode = .error) -> [Diagnostic] {
    // A cluster that is there, where the example is about something else.
    var world = world
    if world.clusters.isEmpty { world.clusters["main"] = Subject.observation(.cluster, "main", ["status": "ACTIVE"]) }
    return Self.judgement([change], world, mode).findings
  }

  static func judgement(
    _ changes: [Change], _ world: World, _ mode: PreflightMode, pin: ImagePin = .tag
  ) -> PreflightJudgement {
    let environment = EnvironmentIdentity(
      name: "staging", directory: "envs/staging", provider: Subject.provider, cluster: "main")
    var desired = DesiredState(environment: environment, resources: [])
    desired.pin = pin
    return PreflightJudgement(
      needs: PlannedNeeds(Plan(environment: environment, state: nil, changes: changes), of: desired), answers: world.answers,
      clusters: .answered(world.clusters), logGroups: .answered(world.logGroups), repositories: .answered(world.repositories),
      program: world.program, mode: mode)
  }

  private static let pushed = PrerequisiteAnswer.present(.image(digest: "sha256:1", platforms: []))

  static let all: [FindingExample] = account + images + roles + clusters + networks

  private static let account = [
    FindingExample(
      code: "caller-elsewhere",
      message: "these credentials belong to account 222222222222; the environment is declared for 111111111111",
      change: Subject.definition(), wrong: .answering(.caller, .present(.account("222222222222"))), right: World(),
      isErrorInAnyMode: true)
  ]

  private static let images: [FindingExample] = {
    let byTag = Subject.definition(container: ["image": .string(Subject.image.description)])
    let onARM = Subject.definition(
      ["runtimePlatform": ["cpuArchitecture": "ARM64"]], container: ["image": .string(Subject.image.description)])
    let intel = PrerequisiteAnswer.present(.image(digest: "sha256:1", platforms: ["linux/amd64"]))
    let both = PrerequisiteAnswer.present(.image(digest: "sha256:1", platforms: ["linux/amd64", "linux/arm64"]))
    var movable = World.answering(.image(Subject.image), pushed)
    var fixed = movable
    movable.repositories["api"] = Subject.observation(.repository, "api", ["imageTagMutability": "MUTABLE"])
    fixed.repositories["api"] = Subject.observation(.repository, "api", ["imageTagMutability": "IMMUTABLE"])
    return [
      FindingExample(
        code: "image-not-pushed", message: "image \"api:1\" is not in the registry", change: byTag,
        wrong: .answering(.image(Subject.image), .absent), right: .answering(.image(Subject.image), pushed)),
      FindingExample(
        code: "image-platform", message: "image \"api:1\" is built for linux/amd64, not for linux/arm64", change: onARM,
        wrong: .answering(.image(Subject.image), intel), right: .answering(.image(Subject.image), both)),
      FindingExample(
        code: "image-tag-movable", message: "tags of the repository \"api\" can be moved to other images", change: byTag,
        wrong: movable, right: fixed, severity: .warning),
    ]
  }()

  private static let roles: [FindingExample] = {
    let change = Subject.definition(["executionRoleArn": .string(Subject.role)])
    let secret = Subject.definition(container: [
      "secrets": [["name": "A", "valueFrom": "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf"]]
    ])
    let parameter = Subject.definition(container: ["secrets": [["name": "A", "valueFrom": "/db"]]])
    let secretName = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf"
    return [
      FindingExample(
        code: "role-missing", message: "the role \"\(Subject.role)\" does not exist", change: change,
        wrong: .answering(.role(Subject.role), .absent),
        right: .answering(.role(Subject.role), .present(.role(services: ["ecs-tasks.amazonaws.com"])))),
      FindingExample(
        code: "role-not-assumable", message: "the role \"\(Subject.role)\" cannot be assumed by ecs-tasks.amazonaws.com",
        change: change, wrong: .answering(.role(Subject.role), .present(.role(services: ["ec2.amazonaws.com"]))),
        right: .answering(.role(Subject.role), .present(.role(services: ["*"])))),
      FindingExample(
        code: "role-missing", message: "the role \"\(Subject.role)\" does not exist",
        change: Subject.task(["overrides": ["taskRoleArn": .string(Subject.role)]]),
        wrong: .answering(.role(Subject.role), .absent),
        right: .answering(.role(Subject.role), .present(.role(services: ["ecs-tasks.amazonaws.com"])))),
      FindingExample(
        code: "secret-missing", message: "the secret \"\(secretName)\" does not exist", change: secret,
        wrong: .answering(.secret(secretName), .absent), right: .answering(.secret(secretName), .present(.existence))),
      FindingExample(
        code: "parameter-missing", message: "the parameter \"/db\" does not exist", change: parameter,
        wrong: .answering(.parameter("/db"), .absent), right: .answering(.parameter("/db"), .present(.existence))),
    ]
  }()

  private static let clusters: [FindingExample] = {
    let logging = Subject.definition(container: [
      "logConfiguration": ["logDriver": "awslogs", "options": ["awslogs-group": "/api"]]
    ])
    let strategy: JSON = ["capacityProviderStrategy": [["capacityProvider": "FARGATE"]]]
    let active: JSON = ["status": "ACTIVE", "capacityProviders": ["FARGATE"]]
    var logged = World()
    logged.logGroups["/api"] = Subject.observation(.logGroup, "/api", [:])
    let places = [Subject.service(), Subject.task([:])]
    return places.flatMap { change in
      [
        FindingExample(
          code: "cluster-missing", message: "the cluster \"main\" does not exist", change: change, wrong: .cluster(nil),
          right: .cluster(active)),
        FindingExample(
          code: "cluster-missing", message: "the cluster \"main\" is DEPROVISIONING, not ACTIVE", change: change,
          wrong: .cluster(["status": "DEPROVISIONING"]), right: .cluster(active)),
      ]
    }
      + [Subject.service(strategy), Subject.task(strategy)].map { change in
        FindingExample(
          code: "capacity-provider-missing",
          message: "the cluster \"main\" does not have the capacity provider \"FARGATE\"", change: change,
          wrong: .cluster(["status": "ACTIVE", "capacityProviders": ["spot"]]), right: .cluster(active))
      } + [
        FindingExample(
          code: "log-group-missing", message: "the log group \"/api\" does not exist", change: logging, wrong: World(),
          right: logged),
        FindingExample(
          code: "log-group-missing", message: "the log group \"/api\" does not exist",
          change: Subject.service([
            "serviceConnectConfiguration": [
              "enabled": true, "logConfiguration": ["logDriver": "awslogs", "options": ["awslogs-group": "/api"]],
            ]
          ]), wrong: World(), right: logged),
        FindingExample(
          code: "log-group-missing", message: "the log group \"/api\" does not exist",
          change: Change(
            address: Address(.cluster, "main"), identity: ResourceIdentity(.cluster, name: "main"), action: .create,
            reason: .notThere,
            after: [
              "configuration": [
                "executeCommandConfiguration": ["logConfiguration": ["cloudWatchLogGroupName": "/api"]]
              ]
            ]), wrong: World(), right: logged),
      ]
  }()

  private static let networks: [FindingExample] = {
    let behind: JSON = ["loadBalancers": [["targetGroupArn": .string(Subject.targetGroup)]]]
    let one: [Prerequisite: PrerequisiteFacts] = [
      .subnet("subnet-1"): .network(vpc: "vpc-1"), .securityGroup("sg-1"): .network(vpc: "vpc-1"),
    ]
    let two: [Prerequisite: PrerequisiteFacts] = [
      .subnet("subnet-1"): .network(vpc: "vpc-1"), .securityGroup("sg-1"): .network(vpc: "vpc-2"),
    ]
    func group(_ type: String) -> World { .networks([.targetGroup(Subject.targetGroup): .targetGroup(type: type, vpc: nil)]) }
    return [Subject.service(Subject.network()), Subject.task(Subject.network())].flatMap { change in
      [
        FindingExample(
          code: "subnet-missing", message: "the subnet \"subnet-1\" does not exist", change: change,
          wrong: .answering(.subnet("subnet-1"), .absent), right: .networks(one)),
        FindingExample(
          code: "security-group-missing", message: "the security group \"sg-1\" does not exist", change: change,
          wrong: .answering(.securityGroup("sg-1"), .absent), right: .networks(one)),
        FindingExample(
          code: "networks-differ", message: "what \(change.address) is put into lies in 2 different networks", change: change,
          wrong: .networks(two), right: .networks(one)),
      ]
    } + [
      FindingExample(
        code: "target-group-missing", message: "the target group \"\(Subject.targetGroup)\" does not exist",
        change: Subject.service(behind), wrong: .answering(.targetGroup(Subject.targetGroup), .absent),
        right: group("instance")),
      FindingExample(
        code: "target-group-type",
        message:
          "the target group \"\(Subject.targetGroup)\" has the target type instance; the network mode awsvpc needs ip",
        change: Subject.service(Subject.network(behind)), wrong: group("instance"), right: group("ip")),
      FindingExample(
        code: "target-group-type",
        message:
          "the target group \"\(Subject.targetGroup)\" has the target type ip; the network mode bridge or host needs instance",
        change: Subject.service(behind), wrong: group("ip"), right: group("instance")),
    ]
  }()
}
