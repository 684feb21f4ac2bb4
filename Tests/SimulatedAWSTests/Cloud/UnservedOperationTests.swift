import AWS
import JSONDocument
import Testing

/// What is not there is refused, and says why.
@Suite("Operations that are not served")
struct UnservedOperationTests {
  @Test(
    "each says by name what is missing",
    arguments: [
      ("ExecuteCommand", "no process runs"), ("RegisterContainerInstance", "container instances are declared by a scenario"),
      ("ListContainerInstances", "container instances"), ("PutAccountSetting", "no settings"),
      ("ListAccountSettings", "no settings"), ("DeleteAccountSetting", "no settings"), ("CreateTaskSet", "EXTERNAL"),
      ("UpdateTaskSet", "EXTERNAL"), ("DeleteTaskSet", "EXTERNAL"), ("DescribeTaskSets", "EXTERNAL"),
      ("Nonsense", "Nonsense of ecs."),
    ])
  func words(operation: String, words: String) async throws {
    let refusal = try #require(try await Account().refusal(.ecs, operation, "{}"))
    #expect(refusal.code == "UnknownOperationException")
    #expect(refusal.message.contains("does not know the operation \(operation) of ecs") && refusal.message.contains(words))
  }
}

/// How much a call may ask for.
@Suite("Limits of reading calls")
struct ReadingLimitTests {
  @Test(
    "one more than AWS answers for at a time is refused",
    arguments: [
      (.ecs, "DescribeServices", "services", 10), (.ecs, "DescribeTasks", "tasks", 100),
      (.ecs, "DescribeClusters", "clusters", 100), (.ecs, "DescribeServiceDeployments", "serviceDeploymentArns", 20),
      (.ecs, "DescribeServiceRevisions", "serviceRevisionArns", 20), (.ecr, "DescribeRepositories", "repositoryNames", 100),
      (.ecr, "BatchGetImage", "imageIds", 100),
    ] as [(AWSRequest.Service, String, String, Int)])
  func references(service: AWSRequest.Service, operation: String, member: String, most: Int) async throws {
    let account = try Account()
    try await account.ecs("CreateCluster", #"{"clusterName": "default"}"#)
    _ = try await account.repository("app")
    func refusal(_ count: Int) async throws -> AWSError? {
      let items = (0..<count).map { number in
        switch member {
        case "imageIds": #"{"imageTag": "t\#(number)"}"#
        case "serviceDeploymentArns": #""arn:aws:ecs:eu-west-1:111111111111:service-deployment/default/s/\#(number)""#
        case "serviceRevisionArns": #""arn:aws:ecs:eu-west-1:111111111111:service-revision/default/s/\#(number)""#
        default: #""name-\#(number)""#
        }
      }
      let more = member == "imageIds" ? #", "repositoryName": "app""# : ""
      return try await account.refusal(service, operation, #"{"\#(member)": [\#(items.joined(separator: ", "))]\#(more)}"#)
    }
    #expect(try await refusal(most + 1)?.code == "InvalidParameterException")
    #expect(try await refusal(most)?.code != "InvalidParameterException")
  }

  @Test(
    "a page larger than AWS makes it is refused",
    arguments: [
      (.ecs, "ListServices", "maxResults", 100), (.ecs, "ListTasks", "maxResults", 100),
      (.ecs, "ListClusters", "maxResults", 100),
      (.ecs, "ListTaskDefinitions", "maxResults", 100), (.ecs, "ListTaskDefinitionFamilies", "maxResults", 100),
      (.ecs, "DescribeCapacityProviders", "maxResults", 10), (.ecr, "DescribeRepositories", "maxResults", 1000),
      (.ecr, "ListImages", "maxResults", 1000), (.ecr, "DescribeImages", "maxResults", 1000),
      (.logs, "DescribeLogGroups", "limit", 50), (.logs, "DescribeLogStreams", "limit", 50),
      (.logs, "FilterLogEvents", "limit", 10_000), (.logs, "GetLogEvents", "limit", 10_000),
    ] as [(AWSRequest.Service, String, String, Int)])
  func pages(service: AWSRequest.Service, operation: String, member: String, most: Int) async throws {
    let account = try Account()
    try await account.ecs("CreateCluster", #"{"clusterName": "default"}"#)
    _ = try await account.repository("app")
    try await account.logs("CreateLogGroup", #"{"logGroupName": "/g"}"#)
    var rest = service == .ecr && operation != "DescribeRepositories" ? #", "repositoryName": "app""# : ""
    if service == .logs, operation != "DescribeLogGroups" { rest = #", "logGroupName": "/g""# }
    if operation == "GetLogEvents" { rest += #", "logStreamName": "s""# }
    for size in [0, most + 1] {
      let refusal = try await account.refusal(service, operation, #"{"\#(member)": \#(size)\#(rest)}"#)
      #expect(refusal?.code == "InvalidParameterException", "\(size)")
    }
    let largest = try await account.refusal(service, operation, #"{"\#(member)": \#(most)\#(rest)}"#)
    #expect(largest?.code != "InvalidParameterException")
  }
}
