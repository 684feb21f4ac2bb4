import AWS
import Resources

/// How ECS lets callers name things: by name or by ARN.
enum Reference {
  /// `main` or `arn:…:cluster/main`; nil is the cluster `default`.
  static func cluster(_ reference: String?) -> String {
    guard let reference, !reference.isEmpty else { return "default" }
    return ARN.name(of: reference)
  }

  /// Cluster and name of a service named by `api`, `arn:…:service/main/api`, or the short ARN of old accounts.
  static func service(_ reference: String, cluster: String) -> ServiceKey {
    guard let names = ARN(reference)?.names else { return ServiceKey(cluster: cluster, name: reference) }
    return ServiceKey(cluster: names.count == 2 ? String(names[0]) : cluster, name: last(reference))
  }

  static func last(_ arn: String) -> String { ARN.lastName(of: arn) }

  /// Refuses ARNs of another account or region: nothing of theirs is here.
  static func check(_ reference: String?, _ scope: Scope) throws(AWSError) {
    guard let reference, ARN.isARN(reference) else { return }
    guard let arn = ARN(reference), arn.service == "ecs" else {
      throw .invalidParameter("Invalid identifier: \(reference.prefix(200))")
    }
    guard arn.region == scope.region else {
      throw .invalidParameter("Invalid identifier: Identifier is for \(arn.region). Your region is \(scope.region)")
    }
    guard arn.account == scope.account else {
      throw .invalidParameter("Invalid identifier: Identifier is for \(arn.account). Your accountId is \(scope.account)")
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
