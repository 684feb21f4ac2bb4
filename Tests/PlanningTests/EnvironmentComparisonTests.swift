import JSONDocument
import Planning
import Resources
import Testing

/// What two environments want differently beyond what makes them two.
@Suite struct EnvironmentComparisonTests {
  private static func side(
    _ name: String, account: String, tags: [String: String] = [:], intended: [IgnoreRule] = [], _ files: [(Address, String)]
  ) throws -> EnvironmentComparison.Side {
    let provider = ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: account)
    let environment = EnvironmentIdentity(name: name, directory: "envs/\(name)", provider: provider, cluster: "shop-\(name)")
    let resources = try files.map { address, text in
      Resource(address: address, identity: ResourceIdentity(address.kind, name: address.name), attributes: try JSON(text: text))
    }
    let images = tags.map { key, tag in
      let reference = ImageReference("\(provider.registry)/\(key):\(tag)")
      return (key, EnvironmentImage(key: key, registry: provider.registry, repository: key, tag: tag, reference: reference))
    }
    return EnvironmentComparison.Side(
      DesiredState(environment: environment, resources: resources),
      images: Dictionary(images, uniquingKeysWith: { $1 }), intended: intended)
  }

  private static let web = Address(.taskDefinition, "web")
  private static let service = Address(.service, "web")

  /// Paths that differ between one file in staging and one in prod.
  private static func differing(
    _ address: Address, _ staging: String, _ prod: String, tags: ([String: String], [String: String]) = ([:], [:])
  ) throws -> [String] {
    let outcome = EnvironmentComparison(
      try side("staging", account: "111111111111", tags: tags.0, [(address, staging)]),
      try side("prod", account: "222222222222", tags: tags.1, [(address, prod)])
    ).outcome()
    return outcome.differences.flatMap { $0.fields.map(\.path.description) }
  }

  @Test(
    "what carries the name, the account or the cluster of its environment is no difference",
    arguments: [
      (#"{"family": "web-staging"}"#, #"{"family": "web-prod"}"#),
      (#"{"family": "web-staging"}"#, #"{"family": "web-production"}"#),
      (
        #"{"family": "w", "executionRoleArn": "arn:aws:iam::111111111111:role/Staging-exec"}"#,
        #"{"family": "w", "executionRoleArn": "arn:aws:iam::222222222222:role/Prod-exec"}"#
      ),
      (
        #"{"family": "w", "containerDefinitions": [{"name": "w", "environment": [{"name": "URL", "value": "https://staging.x.com"}]}]}"#,
        #"{"family": "w", "containerDefinitions": [{"name": "w", "environment": [{"name": "URL", "value": "https://prod.x.com"}]}]}"#
      ),
    ])
  func names(staging: String, prod: String) throws {
    #expect(try Self.differing(Self.web, staging, prod) == [])
  }

  @Test(
    "a word of the other environment, and a part of a word, is a difference",
    arguments: [
      (#"{"family": "web-staging"}"#, #"{"family": "web-staging"}"#),
      (#"{"family": "stagingweb"}"#, #"{"family": "prodweb"}"#),
      (#"{"family": "web-staging"}"#, #"{"family": "web-products"}"#),
    ])
  func copies(staging: String, prod: String) throws {
    #expect(try Self.differing(Self.web, staging, prod) == ["family"])
  }

  @Test(
    "ids that AWS has given are known by their place",
    arguments: [
      (#"["subnet-0a1b2c3d", "subnet-1a1b2c3d"]"#, #"["subnet-0f9e8d7c6b5a40001", "subnet-0f9e8d7c6b5a40002"]"#, true),
      (#"["subnet-0a1b2c3d"]"#, #"["subnet-0f9e8d7c6b5a40001", "subnet-0f9e8d7c6b5a40002"]"#, false),
      (#"["subnet-names"]"#, #"["subnet-other"]"#, false),
    ])
  func ids(staging: String, prod: String, isSame: Bool) throws {
    func file(_ subnets: String, _ group: String) -> String {
      """
      {"networkConfiguration": {"awsvpcConfiguration": {"subnets": \(subnets)}}, "loadBalancers": [{"containerName": "w",
        "containerPort": 80, "targetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/web/\(group)"}]}
      """
    }
    let found = try Self.differing(
      Self.service, file(staging, "3f1c9a7be2d04856"), file(prod, "c04a91e67f3b5d28"))
    #expect(found == (isSame ? [] : ["networkConfiguration.awsvpcConfiguration.subnets"]))
  }

  @Test("a secret of the same name is the same, whatever its ARN ends in")
  func secrets() throws {
    func file(_ account: String, _ name: String) -> String {
      """
      {"family": "w", "containerDefinitions": [{"name": "w", "secrets": [{"name": "DB",
        "valueFrom": "arn:aws:secretsmanager:eu-west-1:\(account):secret:\(name):url::"}]}]}
      """
    }
    func differing(_ one: String, _ other: String) throws -> [String] {
      try Self.differing(Self.web, file("111111111111", one), file("222222222222", other))
    }
    #expect(try differing("staging/db-q7xR2m", "prod/db-Vd91Kz") == [])
    #expect(try differing("staging/db-q7xR2m", "prod/cache-Vd91Kz") == [#"containers["w"].secrets["DB"]"#])
  }

  @Test("of names that have words in common only the others count")
  func commonWords() throws {
    let outcome = EnvironmentComparison(
      try Self.side("shop-staging", account: "111111111111", [(Self.web, #"{"family": "shop-staging-web"}"#)]),
      try Self.side("shop-production", account: "111111111111", [(Self.web, #"{"family": "shop-prod-web"}"#)])
    ).outcome()
    #expect(outcome.differences.isEmpty && outcome.same == 1)
  }

  @Test("images of the tag map and what repeats their tags are compared apart")
  func images() throws {
    func file(_ account: String, _ tag: String, _ sidecar: String) -> String {
      """
      {"family": "w", "containerDefinitions": [
        {"name": "w", "image": "\(account).dkr.ecr.eu-west-1.amazonaws.com/api:\(tag)",
         "environment": [{"name": "RELEASE", "value": "\(tag)"}]}, {"name": "s", "image": "\(sidecar)"}]}
      """
    }
    let tags = (["api": "sha-2"], ["api": "sha-1"])
    #expect(
      try Self.differing(
        Self.web, file("111111111111", "sha-2", "nginx:1"), file("222222222222", "sha-1", "nginx:1"), tags: tags) == [])
    #expect(
      try Self.differing(
        Self.web, file("111111111111", "sha-2", "nginx:1"), file("222222222222", "sha-1", "nginx:2"), tags: tags)
        == [#"containers["s"].image"#])
  }

  @Test("what is declared as intended is told apart, with its reason, whichever of the two declares it")
  func intended() throws {
    let rule = IgnoreRule(.kind(.service), path: try #require(FieldPattern("desiredCount")), reason: "prod is larger")
    let whole = IgnoreRule(
      .address(Address(.service, "debug")), path: try #require(FieldPattern("*")), reason: "only people of staging use it")
    for (first, second) in [([rule, whole], []), ([], [rule, whole])] {
      let outcome = EnvironmentComparison(
        try Self.side(
          "staging", account: "111111111111", intended: first,
          [(Self.service, #"{"desiredCount": 1, "launchType": "EC2"}"#), (Address(.service, "debug"), "{}")]),
        try Self.side(
          "prod", account: "222222222222", intended: second,
          [(Self.service, #"{"desiredCount": 2, "launchType": "FARGATE"}"#), (Address(.service, "extra"), "{}")])
      ).outcome()
      #expect(outcome.differences.map(\.address.name) == ["extra", "web"])
      #expect(outcome.differences.map(\.presence) == [.secondOnly, .both])
      #expect(outcome.differences.last?.fields.map(\.path.description) == ["launchType"])
      #expect(outcome.intended.map(\.reason) == ["only people of staging use it", "prod is larger"])
      #expect(outcome.same == 0)
    }
  }

  @Test(
    "the verdict about an image goes by tags and digests",
    arguments: [
      (("1", "d1"), ("1", "d1"), .same), (("1", nil), ("1", "d1"), .same), (("1", "d1"), ("1", "d2"), .otherImage),
      (("1", "d1"), ("2", "d1"), .sameImage), (("1", "d1"), ("2", "d2"), .otherTag), (("1", nil), ("2", nil), .otherTag),
      (("1", nil), (nil, nil), .firstOnly), ((nil, nil), ("1", nil), .secondOnly), ((nil, nil), (nil, nil), .same),
    ] as [((String?, String?), (String?, String?), ImageComparison.Verdict)])
  func verdicts(first: (String?, String?), second: (String?, String?), verdict: ImageComparison.Verdict) {
    let image = ImageComparison(
      key: "api", first: ImageComparison.Side(tag: first.0, digest: first.1),
      second: ImageComparison.Side(tag: second.0, digest: second.1))
    #expect(image.verdict == verdict)
  }
}
