/// Which names a request may call this server by.
///
/// A page in a browser on this machine can reach a loopback address under its own name (DNS rebinding); the header `Host`
/// gives it away, and `Origin` a page that calls us by our address. A server that other machines may reach has any name.
struct HostRule: Sendable {
  var isForThisMachineOnly: Bool

  init(_ address: ListenAddress) {
    isForThisMachineOnly = address.isLoopback
  }

  func problem(with head: RequestHead) -> HTTPProblem? {
    guard isForThisMachineOnly else { return nil }
    if let host = head.host, !Self.isOfThisMachine(host) {
      return HTTPProblem(
        status: 403, reason: "this server is called localhost or by an address of this machine, not \"\(host.prefix(100))\"")
    }
    if let origin = head.headers["origin"]?.lowercased(), !Self.isOrigin(origin) {
      return HTTPProblem(status: 403, reason: "pages of \"\(origin.prefix(100))\" may not call this server")
    }
    return nil
  }

  /// The bucket that stands before `localhost`: clients put it there when the endpoint is a name.
  static func bucket(in host: String?) -> String? {
    guard let host, host.hasSuffix(".localhost") else { return nil }
    let name = host.dropLast(".localhost".count)
    return name == "s3" || name.isEmpty ? nil : String(name)
  }

  /// Names below `localhost` are always this machine (RFC 6761).
  private static func isOfThisMachine(_ host: String) -> Bool {
    if host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]" { return true }
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
    return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
  }

  /// `http://localhost:3000`
  private static func isOrigin(_ origin: String) -> Bool {
    guard let scheme = origin.firstRange(of: "://") else { return false }
    let rest = origin[scheme.upperBound...]
    return isOfThisMachine(rest.hasPrefix("[") ? rest.prefix { $0 != "]" } + "]" : String(rest.prefix { $0 != ":" && $0 != "/" }))
  }
}
