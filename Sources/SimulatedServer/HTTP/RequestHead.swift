/// The line and the headers of a request, read strictly (RFC 9112): what two programs could read in two ways is refused.
struct RequestHead: Sendable, Equatable {
  enum Body: Sendable, Equatable {
    case length(Int)
    case chunked
  }

  var method: String
  /// As they were sent, with their percent signs.
  var path: String
  var query: String
  /// By names in small letters; what was sent several times is joined.
  var headers: [String: String]
  var body: Body
  var staysOpen: Bool

  /// - `bytes`: up to the empty line, without it.
  init(_ bytes: some Collection<UInt8>) throws(HTTPProblem) {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }
    guard let first = lines.first else { throw .malformed("there is no request line") }
    let words = first.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard words.count == 3, !words[0].isEmpty, words[0].utf8.allSatisfy(Self.isTokenByte) else {
      throw .malformed("the request line is not \"METHOD PATH HTTP/1.1\"")
    }
    guard ["HTTP/1.1", "HTTP/1.0"].contains(words[2]) else {
      throw HTTPProblem(status: 505, reason: "\"\(words[2].prefix(20))\" is not HTTP/1.1")
    }
    method = words[0]
    (path, query) = try Self.target(words[1])
    headers = try Self.headers(lines.dropFirst())
    body = try Self.body(headers)
    let wishes = (headers["connection"] ?? "").lowercased()
    staysOpen = words[2] == "HTTP/1.1" ? !wishes.contains("close") : wishes.contains("keep-alive")
    guard words[2] == "HTTP/1.0" || headers["host"] != nil else { throw .malformed("there is no Host") }
  }

  /// The name in the header `Host`, without its port.
  var host: String? {
    guard let host = headers["host"]?.lowercased() else { return nil }
    if host.hasPrefix("[") { return host.prefix { $0 != "]" } + "]" }
    let name = host.prefix { $0 != ":" }
    return String(name.hasSuffix(".") ? name.dropLast() : name)
  }

  private static func target(_ text: String) throws(HTTPProblem) -> (path: String, query: String) {
    guard text.hasPrefix("/"), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw .malformed("the request's target is no path")
    }
    let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    return (String(parts[0]), parts.count == 2 ? String(parts[1]) : "")
  }

  private static func headers(_ lines: some Collection<some Collection<UInt8>>) throws(HTTPProblem) -> [String: String] {
    var headers: [String: String] = [:]
    for line in lines {
      let parts = line.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, parts[0].allSatisfy(isTokenByte) else {
        throw .malformed("a header is not \"NAME: VALUE\"")
      }
      let name = String(decoding: parts[0], as: UTF8.self).lowercased()
      let value = String(decoding: parts[1], as: UTF8.self).trimmed
      guard value.unicodeScalars.allSatisfy({ $0 == "\t" || $0.value >= 0x20 && $0.value != 0x7F }) else {
        throw .malformed("the header \(name) has control characters")
      }
      guard let before = headers[name] else {
        headers[name] = value
        continue
      }
      guard !["host", "content-length", "transfer-encoding", "authorization"].contains(name) else {
        throw .malformed("the header \(name) stands twice")
      }
      headers[name] = before + ", " + value
    }
    return headers
  }

  private static func body(_ headers: [String: String]) throws(HTTPProblem) -> Body {
    if let coding = headers["transfer-encoding"] {
      guard headers["content-length"] == nil else { throw .malformed("both Content-Length and Transfer-Encoding are sent") }
      guard coding.lowercased() == "chunked" else {
        throw HTTPProblem(status: 501, reason: "the transfer coding \"\(coding.prefix(40))\" is not served")
      }
      return .chunked
    }
    guard let text = headers["content-length"] else { return .length(0) }
    guard let length = Int(text), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw .malformed("Content-Length is no number")
    }
    guard length <= HTTPLimits.body else { throw .bodyTooLarge }
    return .length(length)
  }

  /// RFC 9110, "token".
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}

extension HTTPProblem {
  static let bodyTooLarge = HTTPProblem(status: 413, reason: "the body is larger than \(HTTPLimits.body >> 20) MB")
}

extension String {
  fileprivate var trimmed: String {
    let start = drop { $0 == " " || $0 == "\t" }
    guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
    return String(start[...last])
  }
}
