/// Whose call it is: what the signature of a request says, which nobody verifies.
///
/// `AWS4-HMAC-SHA256 Credential=ACCESSKEY/20260105/eu-west-1/ecs/aws4_request, SignedHeaders=…, Signature=…`. An access
/// key of twelve digits is taken for an account, so that one server can be many accounts; credentials of an assumed role have
/// theirs behind `ASIA`, and four characters more, which makes the usual twenty.
struct CallScope: Equatable {
  var account: String?
  /// The access key of an assumed role.
  var session: String?
  var region: String?
  /// The service's name in signatures, such as `elasticloadbalancing`.
  var service: String?

  init(account: String?, region: String?, service: String?, session: String? = nil) {
    self.account = account
    self.session = session
    self.region = region
    self.service = service
  }

  init(authorization: String?) {
    guard let authorization, let start = authorization.firstRange(of: "Credential=") else { return }
    let parts = authorization[start.upperBound...].prefix { $0 != "," && $0 != " " }.split(separator: "/")
    guard parts.count == 5 else { return }
    let isSession = parts[0].hasPrefix("ASIA") && parts[0].utf8.count == 20
    let key = isSession ? parts[0].dropFirst(4).dropLast(4) : parts[0]
    if key.count == 12, key.allSatisfy({ $0.isASCII && $0.isNumber }) {
      account = String(key)
      if isSession { session = String(parts[0]) }
    }
    region = String(parts[2])
    service = String(parts[3])
  }
}
