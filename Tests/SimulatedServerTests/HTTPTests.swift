import FoundationEssentials
import Testing

@testable import SimulatedServer

@Suite("HTTP")
struct HTTPTests {
  private static func head(_ text: String) throws(HTTPProblem) -> RequestHead { try RequestHead(Array(text.utf8)) }

  @Test("A head is its line and its headers")
  func head() throws {
    let head = try Self.head(
      "PUT /a%20b//c?x=1&y HTTP/1.1\r\nHost: LocalHost.:4566\r\nX-Two: a\r\nx-two:\tb \r\nContent-Length: 3\r\nX-Empty:")
    #expect(head.method == "PUT")
    #expect(head.path == "/a%20b//c")
    #expect(head.query == "x=1&y")
    #expect(head.headers["x-two"] == "a, b")
    #expect(head.headers["x-empty"] == "")
    #expect(head.host == "localhost")
    #expect(head.body == .length(3))
    #expect(head.staysOpen)
  }

  @Test(
    "A connection stays open as the client wants",
    arguments: [
      ("1.1", "", true), ("1.1", "Connection: close\r\n", false), ("1.0", "", false),
      ("1.0", "Connection: Keep-Alive\r\n", true),
    ])
  func staysOpen(version: String, header: String, isOpen: Bool) throws {
    #expect(try Self.head("GET / HTTP/\(version)\r\n\(header)Host: a").staysOpen == isOpen)
  }

  @Test(
    "What could be read in two ways is refused",
    arguments: [
      ("", 400), ("GET /", 400), ("GET  / HTTP/1.1\r\nHost: a", 400), ("GET / HTTP/2.0\r\nHost: a", 505),
      ("GET http://a/ HTTP/1.1\r\nHost: a", 400), ("GET / HTTP/1.1", 400), ("G@T / HTTP/1.1\r\nHost: a", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nHost: b", 400), ("GET / HTTP/1.1\r\nHost: a\r\n folded: b", 400),
      ("GET / HTTP/1.1\r\nHost : a", 400), ("GET / HTTP/1.1\r\nHost: a\r\nnothing", 400),
      ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2", 400),
      ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1", 400), ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1", 400),
      ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked", 400),
      ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked", 501),
      ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999", 413), ("GET / HTTP/1.1\r\nHost: a\rb", 400),
    ])
  func refused(text: String, status: Int) {
    let problem = #expect(throws: HTTPProblem.self) { try Self.head(text) }
    #expect(problem?.status == status, "\(String(describing: problem))")
  }

  @Test(
    "A server for this machine answers to names of this machine",
    arguments: [
      ("localhost", nil, true), ("localhost:4566", nil, true), ("127.0.0.1:1", nil, true), ("127.9.9.9", nil, true),
      ("[::1]:4566", nil, true), ("states.localhost:4566", nil, true), ("LOCALHOST.", nil, true),
      ("evil.example", nil, false), ("evil.example:80", nil, false), ("127.0.0.1.evil.example", nil, false),
      ("localhost.evil.example", nil, false), ("127.0.0", nil, false), ("10.0.0.1", nil, false), ("evillocalhost", nil, false),
      ("", nil, false), ("localhost", "http://localhost:3000", true), ("localhost", "http://[::1]:3000", true),
      ("localhost", "https://evil.example", false), ("localhost", "null", false), ("localhost", "https://localhost.evil", false),
    ] as [(String, String?, Bool)])
  func hosts(host: String, origin: String?, isAnswered: Bool) throws {
    let head = try Self.head("POST / HTTP/1.1\r\nHost: \(host)" + (origin.map { "\r\nOrigin: \($0)" } ?? ""))
    let here = HostRule(try #require(ListenAddress("127.0.0.1:0")))
    #expect((here.problem(with: head) == nil) == isAnswered)
    #expect(here.problem(with: head).map(\.status) ?? 403 == 403)
    #expect(HostRule(try #require(ListenAddress("0.0.0.0:0"))).problem(with: head) == nil)
  }

  @Test("The bucket is what stands before localhost")
  func hostBucket() {
    #expect(HostRule.bucket(in: "my.states.localhost") == "my.states")
    for host in ["localhost", "127.0.0.1", "s3.localhost", "states.example", nil] { #expect(HostRule.bucket(in: host) == nil) }
  }

  @Test("An answer has a date and a length, and no header begins inside of a value")
  func answer() {
    let answer = WireAnswer(status: 200, contentType: "text/plain", body: "grün", headers: ["X": "a\r\nb: c"])
    func text(_ answer: WireAnswer, isToHead: Bool = false, staysOpen: Bool = true) -> String {
      String(
        decoding: AnswerText.bytes(of: answer, isToHead: isToHead, staysOpen: staysOpen, at: 1_767_603_600), as: UTF8.self)
    }
    let head =
      "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5\r\nContent-Type: text/plain\r\n"
      + "Date: Mon, 05 Jan 2026 09:00:00 GMT\r\nX: a  b: c\r\n\r\n"
    #expect(text(answer) == head + "grün")
    #expect(text(answer, isToHead: true) == head)
    #expect(text(answer, staysOpen: false).contains("Connection: close\r\n"))
    #expect(
      text(WireAnswer(status: 204, contentType: "x", body: ""))
        == "HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\nDate: Mon, 05 Jan 2026 09:00:00 GMT\r\n\r\n")
  }
}
