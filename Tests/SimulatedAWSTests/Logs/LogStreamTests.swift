import AWS
import JSONDocument
import SimulatedAWS
import Testing

/// Streams and events of a group, as programs read them that follow logs.
@Suite("Log streams")
struct LogStreamTests {
  private let account: Account

  /// Five lone tasks of which each has written three lines into `/ecs/web`.
  init() async throws {
    account = try Account()
    try await account.ecs("CreateCluster", #"{"clusterName": "main"}"#)
    try await account.logs("CreateLogGroup", #"{"logGroupName": "/ecs/web"}"#)
    try await account.logs("CreateLogGroup", #"{"logGroupName": "/ecs/empty"}"#)
    let logging = """
      , "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1",
        "awslogs-stream-prefix": "jobs"}}
      """
    try await account.register(image: "nginx:1", logging)
    try await account.cloud.stage(
      StagedContainer(seconds: 30, lines: ["GET /a 200", "GET /b 500", "panic: no such table"]), family: "web", container: "web")
    for _ in 0..<5 {
      try await account.ecs("RunTask", #"{"cluster": "main", "taskDefinition": "web"}"#)
      await account.pass(60)
    }
  }

  private func events(_ more: String = "") async throws -> [JSON] {
    try await account.logs("FilterLogEvents", #"{"logGroupName": "/ecs/web"\#(more)}"#).list(at: "events")
  }

  private func streams(_ more: String = "") async throws -> [String] {
    let answer = try await account.logs("DescribeLogStreams", #"{"logGroupName": "/ecs/web"\#(more)}"#)
    return answer.list(at: "logStreams").compactMap { $0.text(at: "logStreamName") }
  }

  @Test("events of all streams come by their time, each with its stream and an id of its own")
  func filtering() async throws {
    let found = try await events()
    #expect(found.count == 15)
    let times = found.compactMap { $0["timestamp"]?.intValue }
    #expect(times == times.sorted())
    #expect(Set(found.compactMap { $0.text(at: "eventId") }).count == 15)
    #expect(Set(found.compactMap { $0.text(at: "logStreamName") }).count == 5)
    let one = try #require(found.first?.text(at: "logStreamName"))
    #expect(try await events(#", "logStreamNames": ["\#(one)"]"#).count == 3)
    #expect(try await events(#", "logStreamNamePrefix": "other""#).isEmpty)
    #expect(try await events(#", "startTime": \#(times[12])"#).count == 3)
    #expect(try await events(#", "endTime": \#(times[0])"#).count == 1)
  }

  @Test(
    "patterns hold words, choices, exclusions and phrases",
    arguments: [
      ("GET", 10), ("GET 500", 5), ("?500 ?panic", 10), ("GET -500", 5), (#""no such table""#, 5), ("get", 0), ("", 15),
    ])
  func patterns(pattern: String, count: Int) async throws {
    let text = JSON.string(pattern).text()
    #expect(try await events(#", "filterPattern": \#(text)"#).count == count)
  }

  @Test("other patterns are refused by name", arguments: ["{ $.level = 1 }", "[ip, user]", "%GET|PUT%"])
  func otherPatterns(pattern: String) async throws {
    let refusal = try await account.refusal(
      .logs, "FilterLogEvents", #"{"logGroupName": "/ecs/web", "filterPattern": "\#(pattern)"}"#)
    #expect(refusal?.code == "InvalidParameterException")
  }

  @Test("pages of events and of streams are whole, whatever their size", arguments: [1, 2, 4, 15, 50])
  func pages(size: Int) async throws {
    for (operation, member) in [("FilterLogEvents", "events"), ("DescribeLogStreams", "logStreams")] {
      var found: [JSON] = []
      var token: String?
      repeat {
        let more = token.map { #", "nextToken": "\#($0)""# } ?? ""
        let answer = try await account.logs(operation, #"{"logGroupName": "/ecs/web", "limit": \#(size)\#(more)}"#)
        let page = answer.list(at: member)
        #expect(page.count <= size)
        found += page
        token = answer.text(at: "nextToken")
      } while token != nil
      #expect(found == (try await account.logs(operation, #"{"logGroupName": "/ecs/web"}"#).list(at: member)))
    }
  }

  @Test("one stream is read on and back, and at its ends the token stays")
  func oneStream() async throws {
    let stream = try #require(try await streams().first)
    func page(_ more: String) async throws -> (messages: [String], forward: String, backward: String) {
      let answer = try await account.logs(
        "GetLogEvents", #"{"logGroupName": "/ecs/web", "logStreamName": "\#(stream)", "limit": 2\#(more)}"#)
      return (
        answer.list(at: "events").compactMap { $0.text(at: "message") }, answer.text(at: "nextForwardToken") ?? "",
        answer.text(at: "nextBackwardToken") ?? ""
      )
    }
    let first = try await page(#", "startFromHead": true"#)
    #expect(first.messages == ["GET /a 200", "GET /b 500"])
    let second = try await page(#", "nextToken": "\#(first.forward)""#)
    #expect(second.messages == ["panic: no such table"])
    let end = try await page(#", "nextToken": "\#(second.forward)""#)
    #expect(end.messages.isEmpty && end.forward == second.forward)
    // Without a place to start from, the newest ones come, and the backward token leads to those before.
    let newest = try await page("")
    #expect(newest.messages == ["GET /b 500", "panic: no such table"])
    let older = try await page(#", "nextToken": "\#(newest.backward)""#)
    #expect(older.messages == ["GET /a 200"])
    let start = try await page(#", "nextToken": "\#(older.backward)""#)
    #expect(start.messages.isEmpty && start.backward == older.backward)
    let invalid = try await account.refusal(
      .logs, "GetLogEvents", #"{"logGroupName": "/ecs/web", "logStreamName": "\#(stream)", "nextToken": "x"}"#)
    #expect(invalid?.code == "InvalidParameterException")
  }

  @Test("streams come by name, or by their latest event, and never by both")
  func order() async throws {
    let names = try await streams()
    #expect(names.count == 5 && names == names.sorted())
    #expect(try await streams(#", "descending": true"#) == names.reversed())
    let latest = try await streams(#", "orderBy": "LastEventTime", "descending": true"#)
    #expect(try await events().last?.text(at: "logStreamName") == latest.first)
    let refusal = try await account.refusal(
      .logs, "DescribeLogStreams",
      #"{"logGroupName": "/ecs/web", "orderBy": "LastEventTime", "logStreamNamePrefix": "jobs"}"#)
    #expect(refusal?.code == "InvalidParameterException")
    #expect(try await account.logs("DescribeLogStreams", #"{"logGroupName": "/ecs/empty"}"#).list(at: "logStreams").isEmpty)
  }
}
