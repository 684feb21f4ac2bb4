/// What signs requests. Never printed.
struct Credentials: Sendable, Equatable {
  var accessKey: String
  var secretKey: String
  var token: String?
  /// Seconds since 1970; nil: they do not end.
  var expiry: Double?
  /// Where they came from, for people.
  var origin: String
}

extension Credentials: CustomStringConvertible {
  var description: String { "credentials from \(origin)" }
}
