import AWS
import Foundation
import GRDB
import JSONDocument
import SimulatedAWS
import Testing

/// Clouds in a file, and several of them on one.
@Suite("Cloud files")
struct CloudFileTests {
  private let directory: String

  init() {
    directory = NSTemporaryDirectory() + "simulated-aws-tests-" + UUID().uuidString
  }

  private var path: String { directory + "/state/cloud.sqlite" }

  private func open() throws -> Account {
    try Account(SimulatedCloud(path: path, account: "111111111111", region: "eu-west-1"))
  }

  private func cleaned(_ work: () async throws -> Void) async throws {
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try await work()
  }

  @Test("what was done is there when the file is opened again, and so is the time")
  func reopening() async throws {
    try await cleaned {
      let first = try open()
      try await first.createService()
      await first.pass(300)
      let again = try open()
      #expect(try await again.service().int(at: "runningCount") == 2)
      #expect(await again.cloud.clock.now() == 1_767_603_900)
      #expect(try await again.register() == "arn:aws:ecs:eu-west-1:111111111111:task-definition/web:2")
    }
  }

  @Test("two clouds on one file see each other's writes and time")
  func sharing() async throws {
    try await cleaned {
      let (first, second) = (try open(), try open())
      try await first.createService()
      #expect(try await second.service().text(at: "status") == "ACTIVE")
      await second.pass(300)
      #expect(await first.cloud.clock.now() == 1_767_603_900)
      #expect(try await first.service().int(at: "runningCount") == 2)
    }
  }

  @Test("many writers of one file lose nothing and give no number twice")
  func manyWriters() async throws {
    try await cleaned {
      let clouds = try (0..<4).map { _ in try open() }
      let arns = try await withThrowingTaskGroup(of: [String].self) { group in
        for cloud in clouds {
          group.addTask {
            var arns: [String] = []
            for _ in 0..<25 { arns.append(try await cloud.register()) }
            return arns
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(Set(arns).count == 100)
      #expect(arns.contains { $0.hasSuffix(":100") })
    }
  }

  @Test("two clouds on one file may both wait")
  func waiting() async throws {
    try await cleaned {
      let (first, second) = (try open(), try open())
      async let one: Void = first.pass(100)
      async let two: Void = second.pass(250)
      _ = await (one, two)
      #expect(await first.cloud.clock.now() >= 1_767_603_850)
    }
  }

  @Test("accounts and regions in one file are apart")
  func accounts() async throws {
    try await cleaned {
      let first = try open()
      try await first.createService()
      let other = try Account(SimulatedCloud(path: path, account: "222222222222", region: "eu-west-1"))
      #expect(try await other.ecs("ListClusters")["clusterArns"] == [])
      let elsewhere = try Account(SimulatedCloud(path: path, account: "111111111111", region: "us-east-1"))
      #expect(try await elsewhere.ecs("ListClusters")["clusterArns"] == [])
    }
  }

  @Test("a file of a later format is refused")
  func newerFormat() async throws {
    try await cleaned {
      _ = try open()
      try await DatabaseQueue(path: path).write { try $0.execute(sql: "PRAGMA user_version = 99") }
      #expect(throws: SimulatedCloudError.newerFormat(found: 99, known: 1)) { try open() }
    }
  }

  @Test("a database of something else is refused and not touched", arguments: [0, 1])
  func foreign(version: Int) async throws {
    try await cleaned {
      try FileManager.default.createDirectory(atPath: directory + "/state", withIntermediateDirectories: true)
      let queue = try DatabaseQueue(path: path)
      try await queue.write { try $0.execute(sql: "CREATE TABLE theirs (a); PRAGMA user_version = \(version)") }
      #expect(throws: SimulatedCloudError.foreign(path: path)) { try open() }
      let tables = try await queue.read { try String.fetchAll($0, sql: "SELECT name FROM sqlite_master") }
      #expect(tables == ["theirs"])
    }
  }

  @Test("a file that is no database is refused by name")
  func noDatabase() async throws {
    try await cleaned {
      try FileManager.default.createDirectory(atPath: directory + "/state", withIntermediateDirectories: true)
      try String(repeating: "not a database ", count: 100).write(toFile: path, atomically: true, encoding: .utf8)
      #expect {
        try open()
      } throws: { error in
        "\(error)".contains(path)
      }
    }
  }

  @Test(
    "accounts have twelve digits, regions are words",
    arguments: [("1", "eu-west-1"), ("11111111111a", "eu-west-1"), ("111111111111", ""), ("111111111111", "eu/west")])
  func names(account: String, region: String) {
    #expect(throws: SimulatedCloudError.self) { try SimulatedCloud.inMemory(account: account, region: region) }
  }
}
