/// A request as it came in.
struct HTTPRequest: Sendable {
  var head: RequestHead
  var body: [UInt8]
}

/// Why a request is answered without being carried out.
struct HTTPProblem: Error, Equatable {
  var status: Int
  var reason: String

  static func malformed(_ reason: String) -> HTTPProblem { HTTPProblem(status: 400, reason: reason) }
}

/// How much a client may send, and how long it may take.
enum HTTPLimits {
  /// Of the line and the headers together; AWS's clients send some two thousand bytes.
  static let head = 32 << 10
  /// The largest is the state of an environment of some thousand services.
  static let body = 64 << 20
  static let connections = 512

  /// Until the next request begins.
  static let idle = Duration.seconds(600)
  static let headTime = Duration.seconds(20)
  static let bodyTime = Duration.seconds(120)
  static let answerTime = Duration.seconds(120)
  /// For the rest of a request that was refused before it was read.
  static let lingering = Duration.seconds(2)
}
