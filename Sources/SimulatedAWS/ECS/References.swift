import AWS

/// How ECS lets callers name things: by name or by ARN.
enum Reference {
  /// `main` or `arn:…:cluster/main`; nil is the cluster `default`.
  static func cluster(_ reference: String?) -> String {
    guard let reference, !reference.isEmpty else { return "default" }
    return reference.hasPrefix("arn:") ? last(reference) : reference
  }

  /// Cluster and name of a service named by `api`, `arn:…:service/main/api`, or the short ARN of old accounts.
  static func service(_ reference: String, cluster: String) -> ServiceKey {
    guard reference.hasPrefix("arn:") else { return ServiceKey(cluster: cluster, name: reference) }
    let parts = reference.split(separator: "/")
    return ServiceKey(cluster: parts.count == 3 ? String(parts[1]) : cluster, name: last(reference))
  }

  static func last(_ arn: String) -> String { arn.split(separator: "/").last.map(String.init) ?? arn }

  /// Refuses ARNs of another account or region: nothing of theirs is here.
  static func check(_ reference: String?, _ scope: Scope) throws(AWSError) {
    guard let reference, reference.hasPrefix("arn:") else { return }
    let parts = reference.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[2] == "ecs" else { throw .invalidParameter("Invalid identifier: \(reference.prefix(200))") }
    guard parts[3] == scope.region else {
      throw .invalidParameter("Invalid identifier: Identifier is for \(parts[3]). Your region is \(scope.region)")
    }
    guard parts[4] == scope.account else {
      throw .invalidParameter("Invalid identifier: Identifier is for \(parts[4]). Your accountId is \(scope.account)")
    }
  }

  /// ECS's grammar for names of clusters, services, families, containers and volumes.
  static func isName(_ text: String) -> Bool {
    (1...255).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }
}

/// A service within one account and region.
struct ServiceKey: Hashable, Sendable {
  var cluster: String
  var name: String

  /// Blanks occur in no name and come before all that do, so keys are ordered by cluster and then by name.
  var text: String { "\(cluster) \(name)" }

  init(cluster: String, name: String) {
    self.cluster = cluster
    self.name = name
  }

  init(text: String) {
    let parts = text.split(separator: " ")
    self.init(cluster: String(parts.first ?? ""), name: String(parts.last ?? ""))
  }

  func arn(_ scope: Scope) -> String { scope.arn("ecs", "service/\(cluster)/\(name)") }
}
