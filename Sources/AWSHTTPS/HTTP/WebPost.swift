package import Platform

/// An address of the web to which something is sent. What it says is a secret: it is never part of a message.
package struct WebAddress: Sendable, Equatable {
  let scheme: String
  let host: String
  /// With its query, as it goes out.
  let path: String

  package enum Problem: Error, Sendable, Equatable {
    case notAnAddress
    /// Whoever is on the way could read it.
    case plain
  }

  /// `https://…`; over plain http only this machine.
  package init(_ text: String) throws(Problem) {
    guard let separator = text.firstRange(of: "://") else { throw .notAnAddress }
    let rest = text[separator.upperBound...]
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    scheme = text[..<separator.lowerBound].lowercased()
    host = String(rest[..<end])
    let isPrintable = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    guard ["http", "https"].contains(scheme), isPrintable, !host.isEmpty, !rest.contains(where: { "@#\\".contains($0) }) else {
      throw .notAnAddress
    }
    let path = String(rest[end...])
    self.path = path.hasPrefix("/") ? path : "/\(path)"
    if scheme == "http", !Self.isThisMachine(host) { throw .plain }
  }

  /// The same with one more part in its query, which is encoded here.
  package func adding(_ name: String, _ value: String) -> WebAddress {
    let part = "\(URLText.encoded(name))=\(URLText.encoded(value))"
    return WebAddress(scheme: scheme, host: host, path: "\(path)\(path.contains("?") ? "&" : "?")\(part)")
  }

  private init(scheme: String, host: String, path: String) {
    self.scheme = scheme
    self.host = host
    self.path = path
  }

  private static func isThisMachine(_ host: String) -> Bool {
    let name = host.hasPrefix("[") ? String(host.prefix { $0 != "]" }) + "]" : String(host.prefix { $0 != ":" })
    return name == "localhost" || name == "[::1]" || (name.hasPrefix("127.") && name.allSatisfy { $0.isNumber || $0 == "." })
  }
}

package struct WebAnswer: Sendable, Equatable {
  package var status: Int
  /// By their names in small letters.
  package var headers: [String: String]
  package var body: [UInt8]
}

/// Sends documents to addresses that are not AWS's, over the same library. Like every client it tries nothing again; redirections are
/// answers like others.
package struct WebPost: Sendable {
  private let sender: any HTTPSender

  /// `seconds`: until the whole answer is there.
  package init(seconds: Int, variables: ProcessEnvironment = ProcessEnvironment()) {
    sender = TransferLoop(
      HTTPSettings(
        connectSeconds: min(seconds, 5), answerSeconds: seconds,
        certificates: variables["CURL_CA_BUNDLE"] ?? variables["SSL_CERT_FILE"]))
  }

  /// Throws, in words that name no address, why there was no answer.
  package func send(
    _ body: [UInt8], to address: WebAddress, headers: [(name: String, value: String)]
  ) async throws(WebFailure) -> WebAnswer {
    if let problem = TransferLoop.problem {
      throw WebFailure(words: "libcurl cannot be loaded: \(problem)", isWorthRepeating: false)
    }
    let request = HTTPRequest(
      method: "POST", scheme: address.scheme, host: address.host, path: address.path, headers: headers, body: body)
    do throws(HTTPFailure) {
      let answer = try await sender.send(request)
      return WebAnswer(status: answer.status, headers: answer.headers, body: answer.body)
    } catch {
      throw WebFailure(words: error.message, isWorthRepeating: error.kind == .unreachable)
    }
  }
}

package struct WebFailure: Error, Sendable, Equatable {
  package var words: String
  package var isWorthRepeating: Bool
}

extension WebPost {
  /// HMAC of RFC 2104 with SHA-256, in hexadecimal digits.
  package static func signature(of body: [UInt8], key: [UInt8]) -> String { Signature.hex(HMAC.sha256(body, key: key)) }
}
