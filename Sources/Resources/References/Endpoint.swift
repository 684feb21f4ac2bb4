/// Addresses of APIs that answer in the place of AWS's own.
package enum Endpoint {
  /// Whether it is of this machine: `http://127.0.0.1:4566`, `http://localhost:4566/`, `http://[::1]:4566`.
  package static func isLoopback(_ endpoint: String) -> Bool {
    guard let scheme = endpoint.firstRange(of: "://") else { return false }
    let authority = endpoint[scheme.upperBound...].prefix { !"/?#\\".contains($0) }
    // A name and a password may stand before the host, and look like one.
    guard !authority.contains("@") else { return false }
    if authority.hasPrefix("[::1]") { return authority.dropFirst(5).first.map { $0 == ":" } ?? true }
    let host = authority.prefix { $0 != ":" }
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    return host == "localhost" || numbers.count == 4 && !numbers.contains(nil) && numbers[0] == 127
  }
}
