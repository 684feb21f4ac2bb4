import JSONDocument
import Resources
import Testing

/// What documents mean, each meaning with what is not meant.
@Suite("Documents")
struct DocumentTests {
  private static let provider = ProviderIdentity(name: .awsCommandLine, region: "eu-west-1", accountId: "111111111111")

  // MARK: Log groups

  struct Logging: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var kind: ResourceKind
    var document: JSON
    var groups: [String]

    init(_ description: String, _ kind: ResourceKind, _ document: JSON, _ groups: [String]) {
      (testDescription, self.kind, self.document, self.groups) = (description, kind, document, groups)
    }

    static func container(_ driver: String, _ options: JSON) -> JSON {
      ["containerDefinitions": [["name": "a", "logConfiguration": ["logDriver": .string(driver), "options": options]]]]
    }
    static func connect(_ isEnabled: Bool, _ options: JSON) -> JSON {
      [
        "serviceConnectConfiguration": [
          "enabled": .bool(isEnabled), "logConfiguration": ["logDriver": "awslogs", "options": options],
        ]
      ]
    }

    static let all = [
      Logging("a container's", .taskDefinition, container("awslogs", ["awslogs-group": "/a"]), ["/a"]),
      Logging(
        "of the own region", .taskDefinition, container("awslogs", ["awslogs-group": "/a", "awslogs-region": "eu-west-1"]),
        ["/a"]),
      Logging(
        "of another region", .taskDefinition, container("awslogs", ["awslogs-group": "/a", "awslogs-region": "us-east-1"]), []),
      Logging("another driver's option", .taskDefinition, container("splunk", ["awslogs-group": "/a"]), []),
      Logging("no name", .taskDefinition, container("awslogs", ["awslogs-group": ""]), []),
      Logging("Service Connect's", .service, connect(true, ["awslogs-group": "/c"]), ["/c"]),
      Logging("Service Connect's, switched off", .service, connect(false, ["awslogs-group": "/c"]), []),
      Logging(
        "Service Connect's of another region", .service,
        connect(true, ["awslogs-group": "/c", "awslogs-region": "us-east-1"]), []),
      Logging(
        "ECS Exec's", .cluster,
        [
          "configuration": [
            "executeCommandConfiguration": ["logging": "OVERRIDE", "logConfiguration": ["cloudWatchLogGroupName": "/exec"]]
          ]
        ], ["/exec"]),
      Logging("none", .repository, ["repositoryName": "a"], []),
    ]
  }

  @Test("log groups of the own region that something writes to", arguments: Logging.all)
  func logs(example: Logging) {
    #expect(example.kind.logs(in: example.document, provider: Self.provider).map(\.group) == example.groups)
    let identity = ResourceIdentity(example.kind, name: "a", scope: "main")
    let used = identity.uses(in: example.document, provider: Self.provider).filter { $0.kind == .logGroup }
    #expect(used.map(\.name) == example.groups)
  }

  // MARK: Fargate

  @Test(
    "one answer to whether tasks run on Fargate",
    arguments: [
      (["launchType": "FARGATE"], true), (["launchType": "EC2"], false), ([:], false),
      (["capacityProviderStrategy": [["capacityProvider": "FARGATE_SPOT"]]], true),
      (["capacityProviderStrategy": [["capacityProvider": "FARGATE"], ["capacityProvider": "FARGATE_SPOT"]]], true),
      (["capacityProviderStrategy": [["capacityProvider": "spot"]]], false), (["capacityProviderStrategy": []], false),
    ] as [(JSON, Bool)])
  func fargate(document: JSON, isFargate: Bool) {
    #expect(ServiceDocument(document).asksForFargate == isFargate)
    #expect(OneOffTaskDocument(document).asksForFargate == isFargate)
  }

  // MARK: Services

  @Test("target groups, also those that new tasks get while traffic is shifted")
  func targetGroups() {
    let service = ServiceDocument([
      "loadBalancers": [
        ["targetGroupArn": "arn:blue", "advancedConfiguration": ["alternateTargetGroupArn": "arn:green"]],
        ["loadBalancerName": "classic"],
      ]
    ])
    #expect(service.targetGroups == ["arn:blue", "arn:green"])
  }

  @Test("the same service with another revision, and with none")
  func running() {
    let service = ServiceDocument(["serviceName": "api", "taskDefinition": "api:1"])
    #expect(service.running("api:2").json == ["serviceName": "api", "taskDefinition": "api:2"])
    #expect(service.running(nil).json == ["serviceName": "api"])
  }

  @Test(
    "the time that traffic bakes",
    arguments: [
      ([:], 0), (["strategy": "ROLLING", "bakeTimeInMinutes": 5], 0), (["strategy": "BLUE_GREEN", "bakeTimeInMinutes": 5], 300),
      (["strategy": "CANARY"], 600), (["strategy": "LINEAR", "linearConfiguration": ["stepPercent": 50]], 720),
    ] as [(JSON, Double)])
  func bakeTime(configuration: JSON, seconds: Double) {
    #expect(ServiceDocument(["deploymentConfiguration": configuration]).bakeTime == seconds)
  }

  // MARK: Names

  @Test(
    "what names a revision",
    arguments: [
      ("arn:aws-cn:ecs:cn-north-1:111111111111:task-definition/api:42", "api", 42), ("api:42", "api", 42), ("api", "api", nil),
      ("api:latest", "api", nil), ("api:", "api", nil),
    ] as [(String, String, Int?)])
  func revision(text: String, family: String, number: Int?) {
    let reference = RevisionReference(text)
    #expect(reference.family == family)
    #expect(reference.number == number)
    #expect(reference.isFamilyAlone == (text == "api"))
  }

  @Test("the parts of an ARN")
  func arn() throws {
    let service = try #require(ARN("arn:aws:ecs:eu-west-1:111111111111:service/main/api"))
    #expect(service.names == ["main", "api"])
    #expect(ARN("arn:aws:ecs") == nil)
    #expect(ARN.lastName(of: "api") == "api")
    #expect(ARN.name(of: "arn:aws:ecs:eu-west-1:111111111111:cluster/main") == "main")
  }

  // MARK: Task definitions

  @Test("an image is written in another way where it stands, and what names none stays")
  func replacing() {
    let definition = TaskDefinitionDocument([
      "containerDefinitions": [["name": "a", "image": "api:1"], ["name": "b", "image": "${image.b}"], ["name": "c"]]
    ])
    let replaced = definition.replacingImages { ImageReference(registry: $0.registry, repository: $0.repository, tag: "2") }
    #expect(
      replaced.json == [
        "containerDefinitions": [["name": "a", "image": "api:2"], ["name": "b", "image": "${image.b}"], ["name": "c"]]
      ])
  }

  @Test("a variable that has a name and no value gets an empty one")
  func variables() {
    let definition = TaskDefinitionDocument([
      "containerDefinitions": [["environment": [["name": "A"], ["name": "B", "value": "1"]]]]
    ])
    #expect(
      definition.givingVariablesValues.json == [
        "containerDefinitions": [["environment": [["name": "A", "value": ""], ["name": "B", "value": "1"]]]]
      ])
  }
}
