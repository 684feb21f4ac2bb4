import AWS
import JSONDocument
import Testing

@Suite("Task definitions")
struct TaskDefinitionTests {
  private let account: Account

  init() throws {
    account = try Account()
  }

  // MARK: Revisions

  @Test("the same content makes another revision each time")
  func noDeduplication() async throws {
    #expect(try await account.register().hasSuffix(":1"))
    #expect(try await account.register().hasSuffix(":2"))
  }

  @Test("numbers are never given again, not even after deletion")
  func numbers() async throws {
    let first = try await account.register()
    try await account.ecs("DeregisterTaskDefinition", #"{"taskDefinition": "\#(first)"}"#)
    try await account.ecs("DeleteTaskDefinitions", #"{"taskDefinitions": ["\#(first)"]}"#)
    await account.pass(120)
    let gone = try await account.refusal(.ecs, "DescribeTaskDefinition", #"{"taskDefinition": "web:1"}"#)
    #expect(gone == AWSError(code: "ClientException", message: "Unable to describe task definition."))
    #expect(try await account.register().hasSuffix(":2"))
  }

  @Test("a family means its newest active revision")
  func family() async throws {
    try await account.register()
    let second = try await account.register()
    func newest() async throws -> Int? {
      try await account.ecs("DescribeTaskDefinition", #"{"taskDefinition": "web"}"#)["taskDefinition"]?.int(at: "revision")
    }
    #expect(try await newest() == 2)
    try await account.ecs("DeregisterTaskDefinition", #"{"taskDefinition": "\#(second)"}"#)
    #expect(try await newest() == 1)
  }

  @Test("a family is not found by the beginning of its name")
  func familyPrefix() async throws {
    try await account.register("web-admin")
    #expect(try await account.refusal(.ecs, "DescribeTaskDefinition", #"{"taskDefinition": "web"}"#)?.code == "ClientException")
    let families = try await account.ecs("ListTaskDefinitionFamilies", #"{"familyPrefix": "web"}"#)
    #expect(families["families"] == ["web-admin"])
    let revisions = try await account.ecs("ListTaskDefinitions", #"{"familyPrefix": "web"}"#)
    #expect(revisions["taskDefinitionArns"] == [])
  }

  @Test("a deregistered revision can be read and not be used")
  func inactive() async throws {
    let first = try await account.register()
    let answer = try await account.ecs("DeregisterTaskDefinition", #"{"taskDefinition": "web:1"}"#)
    #expect(answer["taskDefinition"]?.text(at: "status") == "INACTIVE")
    #expect(answer["taskDefinition"]?["deregisteredAt"] != nil)
    let read = try await account.ecs("DescribeTaskDefinition", #"{"taskDefinition": "\#(first)"}"#)
    #expect(read["taskDefinition"]?.text(at: "status") == "INACTIVE")
    try await account.ecs("CreateCluster", #"{"clusterName": "main"}"#)
    let refusal = try await account.refusal(
      .ecs, "CreateService", #"{"cluster": "main", "serviceName": "a", "taskDefinition": "web:1", "desiredCount": 1}"#)
    #expect(refusal == AWSError(code: "ClientException", message: "TaskDefinition is inactive"))
    #expect(try await account.ecs("ListTaskDefinitions")["taskDefinitionArns"] == [])
    let inactive = try await account.ecs("ListTaskDefinitions", #"{"status": "INACTIVE"}"#)
    #expect(inactive["taskDefinitionArns"] == [.string(first)])
  }

  @Test("an active revision cannot be deleted, and what is missing is a failure")
  func deletion() async throws {
    try await account.register()
    let answer = try await account.ecs("DeleteTaskDefinitions", #"{"taskDefinitions": ["web:1", "web:7"]}"#)
    #expect(answer["taskDefinitions"] == [])
    let reasons = answer.list(at: "failures").compactMap { $0.text(at: "reason") }
    #expect(reasons.first?.contains("still in ACTIVE status") == true)
    #expect(reasons.last?.contains("does not exist") == true)
  }

  @Test("a deleted revision that a service runs stays until the service lets it go")
  func deletedInUse() async throws {
    try await account.createService(#""desiredCount": 1"#)
    await account.pass(120)
    try await account.ecs("DeregisterTaskDefinition", #"{"taskDefinition": "web:1"}"#)
    try await account.ecs("DeleteTaskDefinitions", #"{"taskDefinitions": ["web:1"]}"#)
    await account.pass(600)
    let read = try await account.ecs("DescribeTaskDefinition", #"{"taskDefinition": "web:1"}"#)
    #expect(read["taskDefinition"]?.text(at: "status") == "DELETE_IN_PROGRESS")
    #expect(try await account.service().int(at: "runningCount") == 1)
  }

  @Test("deregistering needs a revision")
  func revisionNumber() async throws {
    try await account.register()
    for (name, message) in [("web", "Revision is missing."), ("web:one", "Invalid revision number. Number: one")] {
      #expect(
        try await account.refusal(.ecs, "DeregisterTaskDefinition", #"{"taskDefinition": "\#(name)"}"#)
          == AWSError(code: "ClientException", message: message))
    }
    let deleted = try await account.ecs("DeleteTaskDefinitions", #"{"taskDefinitions": ["web", "web:7"]}"#)
    #expect(
      deleted.list(at: "failures").map { $0.text(at: "reason") } == [
        "The specified task definition identifier is invalid. Specify a valid name or ARN and try again.",
        "The specified task definition does not exist. Specify a valid account, family, revision and try again.",
      ])
  }

  @Test("families are listed by status, over pages")
  func families() async throws {
    for family in ["a", "a-b", "b", "c"] { try await account.register(family) }
    try await account.register("a")
    try await account.ecs("DeregisterTaskDefinition", #"{"taskDefinition": "a:1"}"#)
    try await account.ecs("DeregisterTaskDefinition", #"{"taskDefinition": "b:1"}"#)
    func all(_ status: String) async throws -> [String] {
      var names: [String] = []
      var token = ""
      repeat {
        let answer = try await account.ecs(
          "ListTaskDefinitionFamilies", #"{"status": "\#(status)", "maxResults": 1\#(token)}"#)
        names += answer.list(at: "families").compactMap(\.stringValue)
        token = answer.text(at: "nextToken").map { #", "nextToken": "\#($0)""# } ?? ""
      } while !token.isEmpty
      return names
    }
    #expect(try await all("ACTIVE") == ["a", "a-b", "c"])
    #expect(try await all("INACTIVE") == ["b"])
    #expect(try await all("ALL") == ["a", "a-b", "b", "c"])
  }

  @Test("tags are answered when they are asked for")
  func tags() async throws {
    let arn = try await account.register("web", #""tags": [{"key": "team", "value": "a"}], \#(Account.bridge)"#)
    #expect(try await account.ecs("DescribeTaskDefinition", #"{"taskDefinition": "web"}"#)["tags"] == nil)
    let read = try await account.ecs("DescribeTaskDefinition", #"{"taskDefinition": "web", "include": ["TAGS"]}"#)
    #expect(read["tags"] == [["key": "team", "value": "a"]])
    #expect(read["taskDefinition"]?["tags"] == nil)
    try await account.ecs("TagResource", #"{"resourceArn": "\#(arn)", "tags": [{"key": "team", "value": "b"}, {"key": "x"}]}"#)
    try await account.ecs("UntagResource", #"{"resourceArn": "\#(arn)", "tagKeys": ["nothing"]}"#)
    let listed = try await account.ecs("ListTagsForResource", #"{"resourceArn": "\#(arn)"}"#)
    #expect(listed["tags"] == [["key": "team", "value": "b"], ["key": "x", "value": ""]])
  }

  @Test("an empty list of tags is refused")
  func emptyTags() async throws {
    let refusal = try await account.refusal(.ecs, "RegisterTaskDefinition", #"{"family": "web", "tags": [], \#(Account.bridge)}"#)
    #expect(refusal == AWSError(code: "ClientException", message: "Tags can not be empty."))
  }
}
