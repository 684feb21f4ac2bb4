import AWS
import Resources

/// Where the requests of a service go, and for which region they are signed.
struct Place: Sendable, Equatable {
  var scheme = "https"
  /// With its port where one is named.
  var host: String
  /// Before each path; empty or `/…` without a slash at its end.
  var basePath = ""
  var signingRegion: String
  /// It was named by somebody, and is not AWS's own.
  var isNamed = false

  init(host: String, signingRegion: String) {
    self.host = host
    self.signingRegion = signingRegion
  }

  /// `http://127.0.0.1:5000`; nil for what is no such address.
  init?(url: String, signingRegion: String) {
    guard let separator = url.firstRange(of: "://") else { return nil }
    scheme = url[..<separator.lowerBound].lowercased()
    let rest = url[separator.upperBound...]
    let end = rest.firstIndex(of: "/") ?? rest.endIndex
    let bad: Set<Character> = ["@", "?", "#", "\\", " ", "\r", "\n"]
    guard ["http", "https"].contains(scheme), end > rest.startIndex, !rest.contains(where: bad.contains) else { return nil }
    host = String(rest[..<end])
    basePath = String(rest[end...])
    while basePath.hasSuffix("/") { basePath.removeLast() }
    self.signingRegion = signingRegion
    isNamed = true
  }
}

/// The hosts of AWS, by its own rules.
struct Endpoints: Sendable {
  var isFIPS = false
  var isDualStack = false

  /// Nil where the partition has no such endpoint.
  func place(of service: String, in region: String) -> Place? {
    let variant = isFIPS ? (isDualStack ? "fips-dual" : "fips") : isDualStack ? "dual" : "plain"
    let partition = AWSPartition.of(region: region)
    let line = Self.lines["\(service) \(variant) \(partition.name)"] ?? Self.lines["\(service) \(variant) *"]
    guard let line, line.template != "-" else { return nil }
    let host = line.template.replacing("{region}", with: region).replacing("{dns}", with: partition.dnsSuffix)
      .replacing("{dual}", with: partition.dualStackSuffix)
    return Place(host: host, signingRegion: line.signingRegion == "{region}" ? region : line.signingRegion)
  }

  private struct Line: Sendable {
    var template: String
    var signingRegion: String
  }

  private static let lines: [String: Line] = {
    let lines = EndpointTable.text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    return Dictionary(
      lines.map { ($0.prefix(3).joined(separator: " "), Line(template: $0[3], signingRegion: $0[4])) },
      uniquingKeysWith: { first, _ in first })
  }()
}
