import AWS
import JSONDocument
import SimulatedAWS
import Testing

@Suite("Log events")
struct LogEventTests {
  private let account: Account

  init() async throws {
    account = try Account()
    let repository = try await account.repository()
    try await account.cloud.push(repository: "app", tag: "broken", behaviour: .exits(code: 3))
    try await account.ecs("CreateCluster", #"{"clusterName": "main"}"#)
    try await account.logs("CreateLogGroup", #"{"logGroupName": "/ecs/web"}"#)
    let logging = """
      , "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1",
        "awslogs-stream-prefix": "team/web"}}
      """
    try await account.register(image: "\(repository):broken", logging)
  }

  private func messages(of task: String, group: String = "/ecs/web") async throws -> [String] {
    let id = task.split(separator: "/").last.map(String.init) ?? ""
    let answer = try await account.logs(
      "GetLogEvents", #"{"logGroupName": "\#(group)", "logStreamName": "team/web/web/\#(id)", "limit": 20}"#)
    return answer.list(at: "events").compactMap { $0.text(at: "message") }
  }

  @Test("a container of a service says what it ended with")
  func service() async throws {
    try await account.ecs(
      "CreateService", #"{"cluster": "main", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1}"#)
    await account.pass(30)
    let stopped = try await account.ecs("ListTasks", #"{"cluster": "main", "serviceName": "web", "desiredStatus": "STOPPED"}"#)
    let task = try #require(stopped.list(at: "taskArns").first?.stringValue)
    #expect(try await messages(of: task) == ["web: started", "web: fatal: ending with exit code 3"])
  }

  @Test("so does one of a lone task")
  func loneTask() async throws {
    let answer = try await account.ecs("RunTask", #"{"cluster": "main", "taskDefinition": "web"}"#)
    let task = try #require(answer.list(at: "tasks").first?.text(at: "taskArn"))
    await #expect(throws: AWSError(code: "ResourceNotFoundException", message: "The specified log stream does not exist.")) {
      try await messages(of: task)
    }
    await account.pass(60)
    #expect(try await messages(of: task).last == "web: fatal: ending with exit code 3")
    await #expect(throws: AWSError(code: "ResourceNotFoundException", message: "The specified log group does not exist.")) {
      try await messages(of: task, group: "/other")
    }
  }
}
