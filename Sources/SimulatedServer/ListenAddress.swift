/// Where a server listens: `127.0.0.1:4566`, `[::1]:4566`, `localhost:0` or `:4566`. Port 0 picks a free one.
package struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
  package var host: String
  package var port: UInt16

  /// Nil for what is no address. Names other than `localhost` are not looked up.
  package init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else { return nil }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
      guard host.contains(":") else { return nil }
    } else if host.isEmpty || host == "localhost" {
      host = "127.0.0.1"
    } else if !Self.isIPv4(host) {
      return nil
    }
    self.host = String(host)
    self.port = port
  }

  init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  var isIPv6: Bool { host.contains(":") }

  /// Only programs of this machine can reach it.
  package var isLoopback: Bool { host == "::1" || host.hasPrefix("127.") }

  package var description: String { isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)" }

  private static func isIPv4(_ text: some StringProtocol) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil && ($0 == "0" || !$0.hasPrefix("0")) }
  }
}
