import JSONDocument
import ProviderConformance
import Providers
import Resources
import SimulatedAWS
import Testing

@testable import AWS

/// What a plan needs and does not make is asked about in few calls, and nothing but reading.
@Suite struct PrerequisiteTests {
  private let role = "arn:aws:iam::111111111111:role/path/api"
  private let gone = "arn:aws:iam::111111111111:role/gone"
  private let group = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/api/0123456789abcdef"

  @Test("a simulated account has what is asked for until it is taken away")
  func aSimulatedAccountHasWhatIsAskedForUntilItIsTakenAway() async throws {
    let place = try await SimulatedPlace()
    let vanished = group.replacing("api", with: "old")
    for id in [gone, "subnet-0a", "/db/password", "arn:aws:secretsmanager:eu-west-1:111111111111:secret:x-AbCdEf", vanished] {
      try await place.cloud.remove(id)
    }
    try await place.cloud.hold(group, ["TargetType": "instance"])
    let answers = try await place.provider.answers(about: [
      .caller, .role("arn:aws:iam::111111111111:role/api"), .role(gone), .subnet("subnet-0a"), .subnet("subnet-0b"),
      .securityGroup("sg-0a"), .parameter("/db/password"), .parameter("/db/user"),
      .secret("arn:aws:secretsmanager:eu-west-1:111111111111:secret:x-AbCdEf"), .secret("y"), .targetGroup(group),
      .targetGroup(vanished),
    ])
    #expect(answers[.caller] == .present(.account("111111111111")))
    #expect(
      answers[.role("arn:aws:iam::111111111111:role/api")]
        == .present(.role(services: ["ecs-tasks.amazonaws.com", "ecs.amazonaws.com"])))
    for absent: Prerequisite in [
      .role(gone), .subnet("subnet-0a"), .parameter("/db/password"), .targetGroup(vanished),
      .secret("arn:aws:secretsmanager:eu-west-1:111111111111:secret:x-AbCdEf"),
    ] { #expect(answers[absent] == .absent, "\(absent)") }
    for present: Prerequisite in [.parameter("/db/user"), .secret("y")] { #expect(answers[present] == .present(.existence)) }
    guard case .present(.network(let vpc?))? = answers[.subnet("subnet-0b")] else {
      Issue.record("subnet-0b has no network")
      return
    }
    #expect(answers[.securityGroup("sg-0a")] == .present(.network(vpc: vpc)))
    #expect(answers[.targetGroup(group)] == .present(.targetGroup(type: "instance", vpc: vpc)))
  }

  @Test("an image of one manifest tells its platform where its configuration is embedded")
  func anImageOfOneManifestTellsItsPlatform() async throws {
    let place = try await SimulatedPlace()
    _ = try await place.cloud.push(repository: "images", tag: "arm", behaviour: .builtFor(platform: "linux/arm64"))
    let image = ImageReference(registry: place.setting.provider.registry, repository: "images", tag: "arm")
    guard case .present(.image(_, let platforms))? = try await place.provider.answers(about: [.image(image)])[.image(image)]
    else {
      Issue.record("no answer about \(image)")
      return
    }
    #expect(platforms == ["linux/arm64"])
  }

  @Test("images of other accounts in the region are asked for, and none of other regions")
  func imagesOfOtherAccounts() async throws {
    let place = try await SimulatedPlace()
    let other = try place.cloud.neighbour(account: "999999999999")
    _ = try await other.call(AWSRequest(.ecr, "CreateRepository", ["repositoryName": "images"]))
    try await other.push(repository: "images", tag: "there")
    func image(_ account: String, _ region: String, _ tag: String) -> ImageReference {
      ImageReference(registry: ECRRegistry(account: account, region: region).host, repository: "images", tag: tag)
    }
    let region = place.setting.provider.region
    let (there, gone) = (image("999999999999", region, "there"), image("999999999999", region, "gone"))
    let far = image("999999999999", "us-west-2", "there")
    let answers = try await place.provider.answers(about: [.image(there), .image(gone), .image(far)])
    #expect(answers[.image(gone)] == .absent)
    #expect(answers[.image(far)] == nil)
    guard case .present(.image)? = answers[.image(there)] else {
      Issue.record("\(answers)")
      return
    }
  }

  @Test("images tell their digest and platforms")
  func imagesTellTheirDigestAndPlatforms() async throws {
    let place = try await SimulatedPlace()
    let index: JSON = [
      "schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json",
      "manifests": [
        ["digest": "sha256:1", "platform": ["os": "linux", "architecture": "arm64"]],
        ["digest": "sha256:2", "platform": ["os": "unknown", "architecture": "unknown"]],
      ],
    ]
    _ = try await place.cloud.call(
      AWSRequest(
        .ecr, "PutImage", ["repositoryName": "images", "imageTag": "both", "imageManifest": .string(index.text())]))
    let registry = place.setting.provider.registry
    func image(_ tag: String) -> ImageReference { ImageReference(registry: registry, repository: "images", tag: tag) }
    let elsewhere = ImageReference(registry: "public.ecr.aws", repository: "nginx/nginx", tag: "1")
    let answers = try await place.provider.answers(about: [
      .image(image("good")), .image(image("both")), .image(image("never")), .image(elsewhere),
    ])
    #expect(answers[.image(image("never"))] == .absent)
    #expect(answers[.image(elsewhere)] == nil)
    guard case .present(.image(let digest, let platforms))? = answers[.image(image("both"))],
      case .present(.image(let other, let none))? = answers[.image(image("good"))]
    else {
      Issue.record("\(answers)")
      return
    }
    #expect(digest == "sha256:" + ContentDigest(of: index.text()).hex)
    #expect(platforms == ["linux/arm64"])
    #expect(other.hasPrefix("sha256:") && none.isEmpty)
  }

  @Test("many are asked about in few calls")
  func manyAreAskedAboutInFewCalls() async throws {
    let client = CountingClient(try SimulatedCloud.inMemory())
    let identity = ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "111111111111")
    let provider = AWSProvider(client: client, identity: identity)
    let many = (0..<100).flatMap { number -> [Prerequisite] in
      [
        .subnet("subnet-\(number)"), .securityGroup("sg-\(number)"), .parameter("/p/\(number)"),
        .targetGroup("\(group)\(number)"),
      ]
    }
    let answers = try await provider.answers(about: many + many)
    #expect(answers.count == 400)
    #expect(
      client.counts == [
        "ec2 DescribeSubnets": 1, "ec2 DescribeSecurityGroups": 1, "ssm DescribeParameters": 2, "elbv2 DescribeTargetGroups": 5,
      ])
  }

  @Test("what nobody may ask is unknown and the rest is answered")
  func whatNobodyMayAskIsUnknownAndTheRestIsAnswered() async throws {
    let refusal = FaultPlan.Fault.refuse(code: "AccessDenied", message: "not authorized")
    let plan = FaultPlan([FaultPlan.Rule(refusal, operation: "iam:GetRole")])
    let place = try await SimulatedPlace { FaultInjectingClient($0, plan: plan) }
    let answers = try await place.provider.answers(about: [.role(role), .caller])
    guard case .unknown(let error)? = answers[.role(role)] else {
      Issue.record("\(answers)")
      return
    }
    #expect(error.kind == .forbidden)
    #expect(answers[.caller] == .present(.account("111111111111")))
  }

  @Test(
    "Trust policies are read as they are written",
    arguments: [
      (#"{"Statement": {"Effect": "Allow", "Principal": {"Service": "a"}, "Action": "sts:AssumeRole"}}"#, ["a"]),
      (
        #"{"Statement": [{"Effect": "Allow", "Principal": {"Service": ["a", "b"]}, "Action": ["sts:TagSession", "sts:*"]}]}"#,
        ["a", "b"]
      ),
      (#"{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]}"#, ["*"]),
      (#"{"Statement": [{"Effect": "Deny", "Principal": {"Service": "a"}, "Action": "sts:AssumeRole"}]}"#, []),
      (#"{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn"}, "Action": "sts:AssumeRole"}]}"#, []),
      ("no policy", []),
    ] as [(String, Set<String>)])
  func trust(policy: String, services: Set<String>) {
    #expect(TrustPolicy(JSON.parse(policy).document).services == services)
    #expect(TrustPolicy(.string(policy.replacing("{", with: "%7B"))).services == services)
  }
}
