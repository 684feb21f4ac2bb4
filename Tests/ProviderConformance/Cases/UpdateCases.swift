import JSONDocument
import Providers
import Resources
import Testing

extension ConformanceCase {
  /// Resources that are changed in place, one state after another.
  static let updateCases: [ConformanceCase] =
    stories.map { story in
      ConformanceCase("\(story.kind.noun), \(story.name): changes in place", needs: story.needs) { provider, setting in
        try await verifyStory(story, provider, setting)
      }
    } + [inPlaceCase, tagsOfRevisionCase]

  private struct Story: Sendable {
    var kind: ResourceKind
    var name: String
    var states: [String]
    var needs: Set<Capability> = []
  }

  private static let stories: [Story] = [
    Story(
      kind: .cluster, name: "insights and tags",
      states: [
        #"{"settings": [{"name": "containerInsights", "value": "enabled"}], "tags": [{"key": "a", "value": "1"}]}"#,
        #"{"settings": [{"name": "containerInsights", "value": "disabled"}], "tags": [{"key": "b", "value": "2"}]}"#,
        #"{"settings": [{"name": "containerInsights", "value": "disabled"}], "tags": []}"#,
      ]),
    Story(
      kind: .cluster, name: "capacity providers",
      states: [
        "{}", #"{"capacityProviders": ["FARGATE"]}"#,
        """
        {"capacityProviders": ["FARGATE", "FARGATE_SPOT"],
         "defaultCapacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]}
        """,
        #"{"capacityProviders": [], "defaultCapacityProviderStrategy": []}"#,
      ]),
    Story(
      kind: .logGroup, name: "retention and tags",
      states: [
        "{}", #"{"retentionInDays": 7, "tags": {"a": "1"}}"#, #"{"retentionInDays": 30, "tags": {"a": "2", "b": "3"}}"#,
        #"{"retentionInDays": 30, "tags": {}}"#,
      ], needs: [.logGroups]),
    Story(
      kind: .repository, name: "settings and tags",
      states: [
        "{}", #"{"imageTagMutability": "IMMUTABLE", "tags": [{"Key": "a", "Value": "1"}]}"#,
        #"{"imageTagMutability": "MUTABLE", "imageScanningConfiguration": {"scanOnPush": true}, "tags": []}"#,
        #"{"imageScanningConfiguration": {"scanOnPush": false}}"#,
      ], needs: [.repositories]),
    Story(
      kind: .repository, name: "policies",
      states: [
        "{}", #"{"lifecyclePolicy": \#(lifecycle(30))}"#,
        #"{"lifecyclePolicy": \#(lifecycle(50)), "repositoryPolicy": \#(policy)}"#,
        #"{"lifecyclePolicy": "", "repositoryPolicy": ""}"#,
      ], needs: [.repositories, .repositoryPolicies]),
  ]

  private static func lifecycle(_ count: Int) -> String {
    """
    {"rules": [{"rulePriority": 1, "description": "keep the last \(count) images, and no more than these",
      "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": \(count)}, "action": {"type": "expire"}}]}
    """
  }

  private static let policy = """
    {"Version": "2012-10-17", "Statement": [{"Sid": "pull", "Effect": "Allow", "Principal": "*",
      "Action": ["ecr:BatchGetImage"]}]}
    """

  private static func verifyStory(_ story: Story, _ provider: any Provider, _ setting: ConformanceSetting) async throws {
    let tokens = Tokens(setting)
    let states = try story.states.map { try setting.resource(story.kind, "thing", $0) }
    _ = try await provider.create(states[0], token: tokens(1))
    for (number, wanted) in states.enumerated().dropFirst() {
      let before = try #require(try await provider.observation(of: wanted)?.object?.attributes)
      let change = update(before, wanted)
      #expect(!change.changedMembers.isEmpty, "state \(number) changes nothing")
      let result = try await provider.update(change, token: tokens(number + 1))
      #expect(result.rollout == nil)
      expectSame(result.object.attributes, as: wanted, "state \(number), changed")
      expectSame(try await provider.observation(of: wanted)?.object?.attributes, as: wanted, "state \(number), read")
    }
    try await provider.delete(
      ResourceDeletion(identity: states[0].identity, withData: true), token: tokens(90))
  }

  private static let inPlaceCase = ConformanceCase(
    "service: counts, limits and tags change without a deployment", needs: [.services, .rollouts]
  ) { provider, setting in
    let setup = try await ServiceSetup(provider, setting)
    let revision = try await setup.register(TaskDefinitions.bridge)
    _ = try await setup.start(
      try setup.service(
        #"{"launchType": "EC2", "desiredCount": 1, "tags": [{"key": "a", "value": "1"}]}"#, revision: revision))
    let wanted = try setup.service(
      """
      {"launchType": "EC2", "desiredCount": 3, "deploymentConfiguration": {"minimumHealthyPercent": 50},
       "healthCheckGracePeriodSeconds": 30, "enableECSManagedTags": true, "tags": [{"key": "b", "value": "2"}]}
      """, revision: revision)
    let before = try #require(try await provider.observation(of: wanted)?.object?.attributes)
    let result = try await provider.update(update(before, wanted), token: setup.tokens(10))
    #expect(result.rollout == nil)
    expectSame(result.object.attributes, as: wanted, "changed")
    expectSame(try await provider.observation(of: wanted)?.object?.attributes, as: wanted, "read")
    try await setup.remove()
  }

  private static let tagsOfRevisionCase = ConformanceCase(
    "task definition: tags change on the revision that is there", needs: [.services]
  ) { provider, setting in
    let tokens = Tokens(setting)
    let first = try setting.resource(.taskDefinition, "web", TaskDefinitions.bridge)
    let made = try await provider.create(first, token: tokens(1))
    var wanted = first
    wanted.attributes["tags"] = [["key": "team", "value": "a"]]
    let result = try await provider.update(
      ResourceUpdate(
        identity: wanted.identity, before: made.object.attributes, after: wanted.attributes, changedMembers: ["tags"]),
      token: tokens(2))
    #expect(result.object.arn == made.object.arn)
    expectSame(result.object.attributes, as: wanted, "changed")
    let arn = try #require(made.object.arn)
    expectSame(try await provider.revisions([arn])[arn]?.content, as: wanted, "read")
    try await provider.delete(ResourceDeletion(identity: wanted.identity, revisions: [arn]), token: tokens(3))
  }
}
