/// A request as it goes out, whole.
struct HTTPRequest: Sendable {
  var method = "POST"
  /// `https` or `http`.
  var scheme = "https"
  /// With its port where that is not the scheme's own.
  var host: String
  /// Encoded; begins with `/`.
  var path = "/"
  /// Encoded names and values, in any order.
  var query: [(name: String, value: String)] = []
  /// Without `Host`; each name once.
  var headers: [(name: String, value: String)] = []
  var body: [UInt8] = []

  var url: String {
    let query = query.map { $0.value.isEmpty ? $0.name : "\($0.name)=\($0.value)" }.joined(separator: "&")
    return "\(scheme)://\(host)\(path)" + (query.isEmpty ? "" : "?\(query)")
  }

  mutating func set(_ name: String, _ value: String?) {
    headers.removeAll { $0.name.lowercased() == name.lowercased() }
    if let value { headers.append((name, value)) }
  }
}

struct HTTPAnswer: Sendable {
  var status: Int
  /// By their names in small letters.
  var headers: [String: String]
  var body: [UInt8]

  var isSuccess: Bool { (200..<300).contains(status) }
}

/// No answer came, or only a part of one.
struct HTTPFailure: Error, Sendable, Equatable {
  enum Kind: Sendable, Equatable { case unreachable, cancelled, tooMuch }

  var kind: Kind
  var message: String
  /// The request was certainly not received by anybody.
  var isCertain: Bool
}

/// Sends requests, many at a time.
protocol HTTPSender: Sendable {
  func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPAnswer
}
