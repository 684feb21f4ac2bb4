import FlyingSocks
import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One client's connection: requests one after the other, each answered by one write.
///
/// Head and body of an answer in one write come together, at once. Apart, the body waits for the client's delayed
/// acknowledgement (some 40 ms), and whoever hangs up between the two repeats a call that was carried out.
struct HTTPConnection {
  private let socket: AsyncSocket
  private let deadlines: ConnectionDeadlines
  private let id: UInt64
  private let handler: RequestHandler
  /// What came in and was not read yet.
  private var received: [UInt8] = []

  init(_ socket: AsyncSocket, _ id: UInt64, deadlines: ConnectionDeadlines, handler: RequestHandler) {
    self.socket = socket
    self.id = id
    self.deadlines = deadlines
    self.handler = handler
    try? socket.socket.setValue(true, for: BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY))
  }

  /// Until the client goes, does not keep to HTTP, or takes too long.
  mutating func serve() async {
    while (try? await answerNext()) == true {}
  }

  /// False: nothing more is read.
  private mutating func answerNext() async throws -> Bool {
    let request: HTTPRequest
    do {
      guard let head = try await head() else { return false }
      if let problem = handler.problem(with: head) { throw problem }
      request = HTTPRequest(head: head, body: try await body(of: head))
    } catch let problem as HTTPProblem {
      try await write(handler.answer(to: problem), isToHead: false, staysOpen: false)
      await linger()
      return false
    }
    deadlines.set(id, nil)
    let answer = await handler.answer(request)
    try await write(answer, isToHead: request.head.method == "HEAD", staysOpen: request.head.staysOpen)
    return request.head.staysOpen
  }

  // MARK: Reading

  /// Nil when the client went between two requests.
  private mutating func head() async throws -> RequestHead? {
    deadlines.set(id, received.isEmpty ? HTTPLimits.idle : HTTPLimits.headTime)
    // Empty lines before a request are passed over (RFC 9112, 2.2).
    while true {
      received = Array(received.drop { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") })
      if !received.isEmpty { break }
      guard try await receive(isFirst: true) else { return nil }
    }
    deadlines.set(id, HTTPLimits.headTime)
    var searched = 0
    while true {
      if let end = Self.endOfHead(in: received, from: searched) {
        let head = try RequestHead(received[..<end.lowerBound])
        received.removeFirst(end.upperBound)
        return head
      }
      guard received.count <= HTTPLimits.head else {
        throw HTTPProblem(status: 431, reason: "the headers are larger than \(HTTPLimits.head >> 10) KB")
      }
      searched = max(0, received.count - 3)
      _ = try await receive(isFirst: false)
    }
  }

  /// From the end of the last line to the body: `\r\n\r\n`, or bare `\n\n`.
  private static func endOfHead(in bytes: [UInt8], from start: Int) -> Range<Int>? {
    for position in start..<bytes.count where bytes[position] == UInt8(ascii: "\n") {
      let next = position + 1
      if next < bytes.count, bytes[next] == UInt8(ascii: "\n") { return position..<(next + 1) }
      if next + 1 < bytes.count, bytes[next] == UInt8(ascii: "\r"), bytes[next + 1] == UInt8(ascii: "\n") {
        return position..<(next + 2)
      }
    }
    return nil
  }

  private mutating func body(of head: RequestHead) async throws -> [UInt8] {
    deadlines.set(id, HTTPLimits.bodyTime)
    if head.headers["expect"]?.lowercased() == "100-continue", received.isEmpty, head.body != .length(0) {
      try await socket.write(Data("HTTP/1.1 100 Continue\r\n\r\n".utf8))
    }
    switch head.body {
    case .length(let length): return try await take(length)
    case .chunked: return try await chunks()
    }
  }

  private mutating func take(_ count: Int) async throws -> [UInt8] {
    while received.count < count { _ = try await receive(isFirst: false) }
    let taken = Array(received[..<count])
    received.removeFirst(count)
    return taken
  }

  /// RFC 9112, 7.1. Extensions and trailers are passed over.
  private mutating func chunks() async throws -> [UInt8] {
    var body: [UInt8] = []
    while true {
      let line = try await nextLine()
      let digits = String(decoding: line.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }, as: UTF8.self)
      guard let size = Int(digits, radix: 16), size >= 0 else { throw HTTPProblem.malformed("a chunk has no size") }
      guard size <= HTTPLimits.body - body.count else { throw HTTPProblem.bodyTooLarge }
      if size == 0 { break }
      body += try await take(size)
      guard try await nextLine().isEmpty else { throw HTTPProblem.malformed("a chunk is longer than its size") }
    }
    var trailers = 0
    while case let line = try await nextLine(), !line.isEmpty {
      trailers += line.count
      guard trailers <= HTTPLimits.head else { throw HTTPProblem.malformed("the trailers are too long") }
    }
    return body
  }

  private mutating func nextLine() async throws -> [UInt8] {
    var searched = 0
    while true {
      if let end = received[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(received[..<end])
        received.removeFirst(end + 1)
        return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      }
      searched = received.count
      guard searched <= HTTPLimits.head else { throw HTTPProblem.malformed("a line is too long") }
      _ = try await receive(isFirst: false)
    }
  }

  /// False when the client went and that is no loss.
  private mutating func receive(isFirst: Bool) async throws -> Bool {
    do {
      received += try await socket.read(atMost: 1 << 16)
      return true
    } catch SocketError.disconnected where isFirst {
      return false
    }
  }

  // MARK: Writing

  private func write(_ answer: WireAnswer, isToHead: Bool, staysOpen: Bool) async throws {
    deadlines.set(id, HTTPLimits.answerTime)
    try await socket.write(AnswerText.bytes(of: answer, isToHead: isToHead, staysOpen: staysOpen))
  }

  /// What is closed with bytes unread is reset, and the client may lose the answer. So the rest is read, but not for long.
  private mutating func linger() async {
    deadlines.set(id, HTTPLimits.lingering)
    shutdown(socket.socket.file.rawValue, Int32(SHUT_WR))
    var count = 0
    while count < 1 << 20, let bytes = try? await socket.read(atMost: 1 << 16) { count += bytes.count }
  }
}
