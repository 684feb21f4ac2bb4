import AWSHTTPS
import Applying
import FoundationEssentials
import JSONDocument
import Loading
import Planning
import Platform
import Reporting
import Resources
import TestSupport
import Testing

@testable import Notifying

/// Letters on their way to a server that is well, busy, out of order or asleep.
@Suite(
  "Notifications on their way",
  .enabled(if: FileManager.default.isExecutableFile(atPath: HelperProcess.python), "there is no Python in .venv"),
  .timeLimit(.minutes(5)))
struct DeliveryTests {
  private static let token = "T0KEN-that-nobody-sees"

  /// Quick, because nothing here depends on how long it takes.
  private static var pace: DeliveryPace {
    var pace = DeliveryPace()
    (pace.seconds, pace.pauses) = (1, [.milliseconds(5), .milliseconds(5)])
    return pace
  }

  private static func serving(_ work: @escaping @Sendable (_ port: String, _ directory: String) async throws -> Void) async throws
  {
    try await HelperProcess.running(["Tests/Tools/HTTP/receiver.py"]) { port, directory in
      try await work(String(port.prefix(while: \.isNumber)), directory)
    }
  }

  private static func deliver(
    _ letter: Letter = Letter(body: ["a": 1]), to url: String, _ sink: NotificationSettings.Sink = .slack, secret: String? = nil
  ) async throws {
    let settings = NotificationSettings(
      sink, url: .variable("HOOK_URL"), secret: secret == nil ? nil : .variable("HOOK_KEY"))
    let variables = ProcessEnvironment(overrides: ["HOOK_URL": url, "HOOK_KEY": secret, "http_proxy": nil])
    try await Delivery(settings, pace: pace, variables: variables).deliver(letter)
  }

  private static func problem(to url: String) async -> String? {
    do {
      try await deliver(to: url)
      return nil
    } catch {
      return "\(error)"
    }
  }

  private struct Seen: Decodable {
    var path: String
    var body: String
    var headers: [String: String]
  }

  /// What the server wrote into its directory.
  private static func seen(_ directory: String) throws -> [Seen] {
    let text = try String(contentsOfFile: "\(directory)/seen", encoding: .utf8)
    return try text.split(separator: "\n").map { try JSONDecoder().decode(Seen.self, from: Data($0.utf8)) }
  }

  @Test("what goes wrong is tried again a few times, and told without the address")
  func troubles() async throws {
    try await Self.serving { port, directory in
      let base = "http://127.0.0.1:\(port)"
      let cases: [(path: String, problem: String?, times: Int)] = [
        ("ok", nil, 1), ("busy/2", nil, 3), ("busy/3", "it was answered with 500", 3),
        ("broken", "it was answered with 500 (rollup_error)", 3), ("gone", "it was answered with 404 (no_service)", 1),
        ("echo", "it was answered with 400", 1), ("moved", "it was answered with 302", 1), ("slow/0", nil, 2),
        ("slow/600", "it was answered with 429", 1), ("hang", "Timeout was reached", 3),
      ]
      for trouble in cases {
        let problem = await Self.problem(to: "\(base)/\(trouble.path)/\(Self.token)")
        #expect(problem == trouble.problem, "\(trouble.path)")
        #expect(problem?.contains(Self.token) != true)
      }
      let seen = try Self.seen(directory)
      for trouble in cases {
        #expect(seen.count { $0.path == "/\(trouble.path)/\(Self.token)" } == trouble.times, "\(trouble.path)")
      }
    }
  }

  @Test("nobody at the other end is told as such")
  func nobody() async throws {
    let problem = await Self.problem(to: "http://127.0.0.1:1/\(Self.token)")
    #expect(problem?.contains("connect") == true)
    #expect(problem?.contains(Self.token) != true)
  }

  @Test(
    "an address that cannot be used is named by its variable",
    arguments: [
      (nil, "the variable HOOK_URL is not set or empty, which should hold the address"),
      (" \n", "the variable HOOK_URL is not set or empty, which should hold the address"),
      ("hooks.example/x", "what the variable HOOK_URL holds is no address that begins with https://"),
      ("ftp://hooks.example/x", "what the variable HOOK_URL holds is no address that begins with https://"),
      ("https://user:word@hooks.example/x", "what the variable HOOK_URL holds is no address that begins with https://"),
      ("https://hooks.example/x\r\nHost: y", "what the variable HOOK_URL holds is no address that begins with https://"),
      (
        "http://hooks.example/x",
        "what the variable HOOK_URL holds is an address of plain http, where others could read its token; use https"
      ),
      (
        "http://127.0.0.1.hooks.example/x",
        "what the variable HOOK_URL holds is an address of plain http, where others could read its token; use https"
      ),
    ])
  func addresses(url: String?, problem: String) async throws {
    let settings = NotificationSettings(.slack, url: .variable("HOOK_URL"))
    let delivery = Delivery(settings, pace: Self.pace, variables: ProcessEnvironment(overrides: ["HOOK_URL": url]))
    let error = try await #require(#expect(throws: DeliveryProblem.self) { try await delivery.deliver(Letter()) })
    #expect(error.description == problem)
  }

  @Test("a webhook is signed with its key, and its address may lie in a file")
  func signature() async throws {
    try await Self.serving { port, directory in
      try await Self.deliver(
        Letter(body: ["event": "success"], headers: ["X-Reconcile-Event": "success"], isSigned: true),
        to: "http://127.0.0.1:\(port)/ok/a?key=1", .webhook, secret: "swordfish")
      try await Self.deliver(Letter(query: ["tag": "a b&c"]), to: "http://127.0.0.1:\(port)/ok/b", .portainer)
      let folder = try TemporaryDirectory()
      try folder.write("http://127.0.0.1:\(port)/ok/c\n", to: "url")
      let settings = NotificationSettings(.slack, url: .file("\(folder.path)/url"))
      try await Delivery(settings, pace: Self.pace, variables: ProcessEnvironment()).deliver(Letter(body: [:]))
      let seen = try Self.seen(directory)
      #expect(seen.map(\.path) == ["/ok/a?key=1", "/ok/b?tag=a%20b%26c", "/ok/c"])
      #expect(seen[0].headers["x-reconcile-event"] == "success")
      #expect(seen[0].headers["content-type"] == "application/json")
      #expect(seen[0].body == #"{"event":"success"}"#)
      // printf '{"event":"success"}' | openssl dgst -sha256 -hmac swordfish
      #expect(
        seen[0].headers["x-reconcile-signature"] == "sha256=db196c53cd03fd4cdd0eabb1e7827ce827580b65f88b319fff1bd67da7962993")
      #expect(seen[1].body.isEmpty)
    }
  }
}
