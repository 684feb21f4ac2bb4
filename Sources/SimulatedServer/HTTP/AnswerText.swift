import FoundationEssentials

/// An answer as it goes over the wire.
enum AnswerText {
  static func bytes(of answer: WireAnswer, isToHead: Bool, staysOpen: Bool, at time: Double = Pace.wallClock()) -> Data {
    var headers = answer.headers
    headers["Date"] = HTTPDate.text(time)
    headers["Connection"] = staysOpen ? "keep-alive" : "close"
    let body = Data(answer.body.utf8)
    // RFC 9110, 8.6: these have no body and no length.
    let hasNoBody = answer.status == 204 || answer.status == 304
    if !hasNoBody {
      headers["Content-Type"] = answer.contentType
      if headers["Content-Length"] == nil { headers["Content-Length"] = "\(body.count)" }
    }
    var text = "HTTP/1.1 \(answer.status) \(phrases[answer.status] ?? "Answer")\r\n"
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) { text += "\(name): \(oneLine(value))\r\n" }
    var bytes = Data((text + "\r\n").utf8)
    if !isToHead, !hasNoBody { bytes.append(body) }
    return bytes
  }

  /// Values come from callers, too: a line's end in one would begin another header.
  private static func oneLine(_ value: String) -> String {
    String(String.UnicodeScalarView(value.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
  }

  private static let phrases = [
    200: "OK", 204: "No Content", 304: "Not Modified", 400: "Bad Request", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 409: "Conflict", 412: "Precondition Failed", 413: "Content Too Large",
    431: "Request Header Fields Too Large", 500: "Internal Server Error", 501: "Not Implemented",
    503: "Service Unavailable", 505: "HTTP Version Not Supported",
  ]
}
