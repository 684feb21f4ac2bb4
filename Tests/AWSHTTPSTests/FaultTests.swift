import AWS
import AWSHTTPS
import Foundation
import JSONDocument
import Platform
import Providers
import TestSupport
import Testing

/// What a client says of a server, or of something on the way to it, that goes wrong.
@Suite("Answers that go wrong", .enabled(if: Botocore.isInstalled, "there is no Python in .venv"), .timeLimit(.minutes(10)))
struct FaultTests {
  private static func client(_ port: String) -> HTTPSClient {
    HTTPSClient(
      region: "eu-west-1", endpoint: "http://127.0.0.1:\(port)",
      variables: ProcessEnvironment(overrides: [
        "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": nil, "AWS_PROFILE": nil, "http_proxy": nil,
        "AWS_CONFIG_FILE": "/nowhere", "AWS_SHARED_CREDENTIALS_FILE": "/nowhere",
      ]))
  }

  private static func serving(_ work: @escaping @Sendable (HTTPSClient) async throws -> Void) async throws {
    try await HelperProcess.running(["Tests/Tools/HTTP/faulty.py"]) { port, _ in
      try await work(client(port.trimmingCharacters(in: .whitespaces)))
    }
  }

  private static func error(of operation: String, _ client: HTTPSClient) async throws -> AWSError {
    try await #require(#expect(throws: AWSError.self) { try await client.call(AWSRequest(.ecs, operation, ["a": 1])) })
  }

  @Test("each is told for what it is, and whether the call may have been carried out")
  func faults() async throws {
    try await Self.serving { client in
      for operation in ["Cut", "Half"] {
        let error = try await Self.error(of: operation, client)
        #expect(error.isUnreachable && !error.isCertain, "\(operation): \(error)")
      }
      let garbage = try await Self.error(of: "Garbage", client)
      #expect(garbage.code == LocalErrorCode.badAnswer && !garbage.isCertain)
      #expect(try await Self.error(of: "Page", client).code == "502")
      #expect(try await Self.error(of: "Redirect", client).code == "307", "nobody is sent elsewhere with our signature")
      let long = try await client.call(AWSRequest(.ecs, "Long", [:]))
      #expect(long["text"]?.stringValue?.utf8.count == 5_000_000)
    }
    let nobody = try await Self.error(of: "Any", Self.client("1"))
    #expect(nobody.isUnreachable && nobody.isCertain)
  }

  @Test("a connection that ends without an answer has the call sent once, not twice")
  func dropped() async throws {
    try await Self.serving { client in
      #expect(try await client.call(AWSRequest(.ecs, "Dropped", ["a": 1])) == ["a": 1])
      let error = try await Self.error(of: "Dropped", client)
      #expect(error.isUnreachable && !error.isCertain)
      #expect(try await client.call(AWSRequest(.ecs, "Count", [:]))["received"]?["Dropped"] == 2)
    }
  }

  @Test("a call that is refused for this machine's clock is signed by the server's")
  func skew() async throws {
    try await Self.serving { client in
      #expect(try await client.call(AWSRequest(.ecs, "Skewed", ["a": 1])) == ["ok": true])
      #expect(try await client.call(AWSRequest(.ecs, "Skewed", ["a": 1])) == ["ok": true])
      let received = try await client.call(AWSRequest(.ecs, "Count", [:]))["received"]
      #expect(received?["Skewed"] == 3, "the second call is signed right at once")
    }
  }

  @Test("many calls at once each get their own answer, over few connections")
  func many() async throws {
    try await Self.serving { client in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 1...300 {
          group.addTask {
            let answer = try await client.call(AWSRequest(.ecs, "Echo", ["number": .int(number)]))
            #expect(answer["number"]?.intValue == number)
          }
        }
        try await group.waitForAll()
      }
      let connections = try await client.call(AWSRequest(.ecs, "Count", [:]))["connections"]?.intValue ?? 0
      #expect(connections <= 25, "\(connections) connections for 300 calls")
    }
  }

  @Test("a wait that is cancelled ends at once, also before the call was sent")
  func cancelled() async throws {
    try await Self.serving { client in
      // More than go out at a time, so that some have not been sent.
      let waits = (1...40).map { _ in Task { try await client.call(AWSRequest(.ecs, "Silent", ["a": 1])) } }
      await Task.yield()
      for wait in waits { wait.cancel() }
      for wait in waits {
        let error = await #expect(throws: AWSError.self) { try await wait.value }
        #expect(error?.code == LocalErrorCode.cancelled)
      }
    }
  }
}
