import AWS
import JSONDocument
import Testing

@Suite("Log groups")
struct LogGroupTests {
  private let account: Account

  init() throws {
    account = try Account()
  }

  private func groups(_ prefix: String) async throws -> [JSON] {
    try await account.logs("DescribeLogGroups", #"{"logGroupNamePrefix": "\#(prefix)"}"#).list(at: "logGroups")
  }

  @Test("a new group reads back with what AWS fills in, and never expires")
  func creation() async throws {
    try await account.logs("CreateLogGroup", #"{"logGroupName": "/ecs/api"}"#)
    let expected = try JSON(
      text: """
        {"logGroupName": "/ecs/api", "creationTime": 1767603600000, "metricFilterCount": 0, "storedBytes": 0,
         "arn": "arn:aws:logs:eu-west-1:111111111111:log-group:/ecs/api:*",
         "logGroupArn": "arn:aws:logs:eu-west-1:111111111111:log-group:/ecs/api", "logGroupClass": "STANDARD",
         "deletionProtectionEnabled": false, "bearerTokenAuthenticationEnabled": false}
        """)
    #expect(try await groups("/ecs/api") == [expected])
  }

  @Test("groups are found by prefix, which is not their name")
  func prefix() async throws {
    for name in ["/ecs/api", "/ecs/api-admin", "/ecs/web"] {
      try await account.logs("CreateLogGroup", #"{"logGroupName": "\#(name)"}"#)
    }
    #expect(try await groups("/ecs/api").count == 2)
    #expect(try await groups("/other").isEmpty)
  }

  @Test("retention comes and goes")
  func retention() async throws {
    try await account.logs("CreateLogGroup", #"{"logGroupName": "g"}"#)
    try await account.logs("PutRetentionPolicy", #"{"logGroupName": "g", "retentionInDays": 30}"#)
    #expect(try await groups("g").first?.int(at: "retentionInDays") == 30)
    try await account.logs("DeleteRetentionPolicy", #"{"logGroupName": "g"}"#)
    #expect(try await groups("g").first?["retentionInDays"] == nil)
    #expect(
      try await account.refusal(.logs, "PutRetentionPolicy", #"{"logGroupName": "g", "retentionInDays": 2}"#)?.code
        == "InvalidParameterException")
  }

  @Test("names that are taken and names that are missing")
  func identity() async throws {
    try await account.logs("CreateLogGroup", #"{"logGroupName": "g"}"#)
    #expect(
      try await account.refusal(.logs, "CreateLogGroup", #"{"logGroupName": "g"}"#)
        == AWSError(code: "ResourceAlreadyExistsException", message: "The specified log group already exists"))
    #expect(
      try await account.refusal(.logs, "DeleteLogGroup", #"{"logGroupName": "h"}"#)
        == AWSError(code: "ResourceNotFoundException", message: "The specified log group does not exist."))
    try await account.logs("DeleteLogGroup", #"{"logGroupName": "g"}"#)
    #expect(try await groups("g").isEmpty)
  }

  @Test("tags are a map")
  func tags() async throws {
    try await account.logs("CreateLogGroup", #"{"logGroupName": "g", "tags": {"team": "a"}}"#)
    let arn = "arn:aws:logs:eu-west-1:111111111111:log-group:g"
    try await account.logs("TagResource", #"{"resourceArn": "\#(arn)", "tags": {"x": "1"}}"#)
    try await account.logs("UntagResource", #"{"resourceArn": "\#(arn)", "tagKeys": ["team"]}"#)
    #expect(try await account.logs("ListTagsForResource", #"{"resourceArn": "\#(arn)"}"#)["tags"] == ["x": "1"])
    #expect(
      try await account.refusal(.logs, "ListTagsForResource", #"{"resourceArn": "\#(arn):*"}"#)?.code
        == "InvalidParameterException")
    #expect(
      try await account.refusal(.logs, "ListTagsForResource", #"{"resourceArn": "\#(arn)s"}"#)?.code
        == "ResourceNotFoundException")
  }

  @Test("a protected group cannot be deleted")
  func protection() async throws {
    try await account.logs("CreateLogGroup", #"{"logGroupName": "g", "deletionProtectionEnabled": true}"#)
    #expect(try await account.refusal(.logs, "DeleteLogGroup", #"{"logGroupName": "g"}"#)?.code == "ValidationException")
    try await account.logs("PutLogGroupDeletionProtection", #"{"logGroupIdentifier": "g", "deletionProtectionEnabled": false}"#)
    try await account.logs("DeleteLogGroup", #"{"logGroupName": "g"}"#)
  }
}
