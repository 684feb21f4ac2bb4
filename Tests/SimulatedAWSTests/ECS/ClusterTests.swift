import AWS
import JSONDocument
import Testing

@Suite("Clusters")
struct ClusterTests {
  private let account: Account

  init() throws {
    account = try Account()
  }

  @Test("a new cluster is active and reads back with what AWS fills in")
  func creation() async throws {
    try await account.ecs("CreateCluster", #"{"clusterName": "main", "capacityProviders": ["FARGATE_SPOT", "FARGATE"]}"#)
    let answer = try await account.ecs("DescribeClusters", #"{"clusters": ["main"], "include": ["SETTINGS", "TAGS"]}"#)
    let cluster = try #require(answer.list(at: "clusters").first)
    #expect(cluster.text(at: "clusterArn") == "arn:aws:ecs:eu-west-1:111111111111:cluster/main")
    #expect(cluster.text(at: "status") == "ACTIVE")
    #expect(cluster["capacityProviders"] == ["FARGATE", "FARGATE_SPOT"], "providers come back sorted")
    #expect(cluster["settings"] == [["name": "containerInsights", "value": "disabled"]])
    #expect(cluster["tags"] == [])
  }

  @Test("what is not included is absent, not empty")
  func includes() async throws {
    try await account.ecs("CreateCluster", #"{"clusterName": "main", "tags": [{"key": "a", "value": "1"}]}"#)
    let bare = try await account.ecs("DescribeClusters", #"{"clusters": ["main"]}"#).list(at: "clusters")[0]
    for member in ["settings", "tags", "configuration", "statistics"] { #expect(bare[member] == nil, "\(member)") }
  }

  @Test("a taken name answers the cluster that is there")
  func twice() async throws {
    try await account.ecs("CreateCluster", #"{"clusterName": "main", "tags": [{"key": "a", "value": "1"}]}"#)
    let again = try await account.ecs("CreateCluster", #"{"clusterName": "main"}"#)
    #expect(again["cluster"]?["tags"] == [["key": "a", "value": "1"]])
  }

  @Test("a missing cluster is a failure of the description and an error elsewhere")
  func missing() async throws {
    let answer = try await account.ecs("DescribeClusters", #"{"clusters": ["nothing"]}"#)
    #expect(answer["clusters"] == [])
    #expect(answer.list(at: "failures").first?.text(at: "reason") == "MISSING")
    #expect(
      try await account.refusal(.ecs, "ListServices", #"{"cluster": "nothing"}"#)
        == AWSError(code: "ClusterNotFoundException", message: "Cluster not found."))
  }

  @Test("a cluster with services cannot be deleted, an empty one becomes INACTIVE")
  func deletion() async throws {
    try await account.createService(#""desiredCount": 0"#)
    let busy = try await account.refusal(.ecs, "DeleteCluster", #"{"cluster": "main"}"#)
    #expect(busy?.code == "ClusterContainsServicesException")
    try await account.ecs("DeleteService", #"{"cluster": "main", "service": "web"}"#)
    await account.pass(60)
    let deleted = try await account.ecs("DeleteCluster", #"{"cluster": "main"}"#)
    #expect(deleted["cluster"]?.text(at: "status") == "INACTIVE")
    let described = try await account.ecs("DescribeClusters", #"{"clusters": ["main"]}"#)
    #expect(described.list(at: "clusters").first?.text(at: "status") == "INACTIVE")
    #expect(try await account.ecs("ListClusters")["clusterArns"] == [])
    #expect(
      try await account.refusal(.ecs, "DeleteCluster", #"{"cluster": "main"}"#)?.message
        == "The referenced cluster was inactive.")
    #expect(
      try await account.refusal(
        .ecs, "TagResource", #"{"resourceArn": "arn:aws:ecs:eu-west-1:111111111111:cluster/main", "tags": []}"#)?.code
        == "InvalidParameterException")
  }

  @Test("a default strategy may only name the cluster's providers")
  func strategy() async throws {
    let refusal = try await account.refusal(
      .ecs, "CreateCluster",
      #"{"clusterName": "main", "defaultCapacityProviderStrategy": [{"capacityProvider": "FARGATE", "weight": 1}]}"#)
    #expect(refusal?.code == "InvalidParameterException")
    #expect(try await account.ecs("ListClusters")["clusterArns"] == [], "nothing was made")
  }

  @Test("a service takes the cluster's default strategy when it names neither launch type nor strategy")
  func defaultStrategy() async throws {
    try await account.ecs(
      "CreateCluster",
      """
      {"clusterName": "main", "capacityProviders": ["own"],
       "defaultCapacityProviderStrategy": [{"capacityProvider": "own", "weight": 1}]}
      """)
    let service = try await account.createService()
    #expect(service["capacityProviderStrategy"] == [["capacityProvider": "own", "weight": 1, "base": 0]])
    #expect(service["launchType"] == nil)
  }

  @Test("a daemon says its launch type where the cluster has a default strategy")
  func daemon() async throws {
    try await account.ecs(
      "CreateCluster",
      """
      {"clusterName": "main", "capacityProviders": ["own"],
       "defaultCapacityProviderStrategy": [{"capacityProvider": "own", "weight": 1}]}
      """)
    try await account.register()
    func refusal(_ rest: String) async throws -> String? {
      try await account.refusal(
        .ecs, "CreateService",
        #"{"cluster": "main", "serviceName": "web", "taskDefinition": "web", "schedulingStrategy": "DAEMON"\#(rest)}"#)?.message
    }
    #expect(
      try await refusal("")
        == "Specifying a capacity provider strategy is not supported when you create a service using the DAEMON scheduling strategy."
    )
    #expect(try await refusal(#", "launchType": "EC2""#) == nil)
  }

  @Test("a provider that tasks use stays with its cluster until they are gone")
  func providerInUse() async throws {
    try await account.ecs("CreateCluster", #"{"clusterName": "main", "capacityProviders": ["own", "other", "third"]}"#)
    let strategy =
      #""capacityProviderStrategy": [{"capacityProvider": "own", "weight": 1}, {"capacityProvider": "other", "weight": 0}]"#
    try await account.register()
    try await account.ecs(
      "CreateService", #"{"cluster": "main", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1, \#(strategy)}"#)
    try await account.ecs(
      "RunTask",
      #"{"cluster": "main", "taskDefinition": "web", "capacityProviderStrategy": [{"capacityProvider": "third", "weight": 1}]}"#)
    await account.pass(20)
    func keep(_ providers: String) async throws -> String? {
      try await account.refusal(
        .ecs, "PutClusterCapacityProviders",
        #"{"cluster": "main", "capacityProviders": [\#(providers)], "defaultCapacityProviderStrategy": []}"#)?.code
    }
    #expect(try await keep(#""own""#) == "ResourceInUseException", "a lone task runs on third")
    #expect(try await keep(#""third""#) == "ResourceInUseException", "the service runs on own")
    #expect(try await keep(#""own", "third""#) == nil)
    try await account.update(#""desiredCount": 0"#)
    await account.pass(600)
    #expect(try await keep("") == nil)
  }

  @Test(
    "ARNs of other regions and accounts are refused",
    arguments: [
      (
        "arn:aws:ecs:us-east-1:111111111111:cluster/main",
        "Invalid identifier: Identifier is for us-east-1. Your region is eu-west-1"
      ),
      (
        "arn:aws:ecs:eu-west-1:222222222222:cluster/main",
        "Invalid identifier: Identifier is for 222222222222. Your accountId is 111111111111"
      ),
    ])
  func foreign(arn: String, message: String) async throws {
    let refusal = try await account.refusal(.ecs, "ListServices", #"{"cluster": "\#(arn)"}"#)
    #expect(refusal == AWSError(code: "InvalidParameterException", message: message))
  }
}
