import JSONDocument

/// Signature Version 4 (AWS Signature Version 4 signing process, IAM user guide): headers that prove who sends a request.
struct Signature {
  var credentials: Credentials
  var region: String
  /// The service's name in the credential scope.
  var service: String
  /// Seconds since 1970.
  var time: Double

  /// The request with `X-Amz-Date`, with `X-Amz-Security-Token` where there is one, and with `Authorization`.
  ///
  /// All headers are signed. A request to S3 names the digest of its body, and its path is encoded once; those to all other
  /// services are encoded twice.
  func signing(_ request: HTTPRequest) -> HTTPRequest {
    var request = request
    let stamp = AWSTime.stamp(time)
    let digest = Self.hex(SHA256.digest(request.body))
    request.set("X-Amz-Date", stamp)
    request.set("X-Amz-Security-Token", credentials.token)
    if service == "s3" { request.set("X-Amz-Content-Sha256", digest) }
    let headers = canonicalHeaders(of: request)
    let names = headers.map(\.name).joined(separator: ";")
    let canonical = [
      request.method, service == "s3" ? request.path : Self.encodedAgain(request.path), Self.canonicalQuery(of: request),
      headers.map { "\($0.name):\($0.value)\n" }.joined(), names, digest,
    ].joined(separator: "\n")
    let scope = "\(stamp.prefix(8))/\(region)/\(service)/aws4_request"
    let text = ["AWS4-HMAC-SHA256", stamp, scope, Self.hex(SHA256.digest(Array(canonical.utf8)))].joined(separator: "\n")
    let signature = Self.hex(HMAC.sha256(Array(text.utf8), key: key(day: String(stamp.prefix(8)))))
    request.set(
      "Authorization",
      "AWS4-HMAC-SHA256 Credential=\(credentials.accessKey)/\(scope), SignedHeaders=\(names), Signature=\(signature)")
    return request
  }

  private func key(day: String) -> [UInt8] {
    [day, region, service, "aws4_request"].reduce(Array("AWS4\(credentials.secretKey)".utf8)) { key, part in
      HMAC.sha256(Array(part.utf8), key: key)
    }
  }

  /// Names in small letters and in order, values with single blanks.
  private func canonicalHeaders(of request: HTTPRequest) -> [(name: String, value: String)] {
    (request.headers + [("host", request.host)]).map { header in
      (
        name: header.name.lowercased(),
        value: header.value.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
      )
    }.sorted { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
  }

  private static func canonicalQuery(of request: HTTPRequest) -> String {
    request.query.map { "\($0.name)=\($0.value)" }
      .sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }.joined(separator: "&")
  }

  private static func encodedAgain(_ path: String) -> String { URLText.encoded(path, keeping: "/") }

  static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

/// HMAC of RFC 2104 with SHA-256.
enum HMAC {
  static func sha256(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
    var block = key.count > 64 ? SHA256.digest(key) : key
    block += [UInt8](repeating: 0, count: 64 - block.count)
    let inner = SHA256.digest(block.map { $0 ^ 0x36 } + message)
    return SHA256.digest(block.map { $0 ^ 0x5c } + inner)
  }
}

/// Percent encoding as signatures want it: all but letters, digits and `-_.~` (RFC 3986, unreserved characters).
enum URLText {
  static func encoded(_ text: String, keeping kept: String = "") -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~\(kept)".utf8)
    return String(
      decoding: text.utf8.flatMap { byte in
        plain.contains(byte) ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }, as: UTF8.self)
  }
}
