/// An Amazon Resource Name, `arn:partition:service:region:account:resource`, taken apart.
///
/// The form is that of the AWS General Reference, "Amazon Resource Names (ARNs)". The resource part is kept as it is
/// written: services divide it by `/` or by `:` as they please.
package struct ARN: Sendable, Hashable {
  package let partition: String
  package let service: String
  /// Empty for what belongs to no region (IAM roles, buckets).
  package let region: String
  /// Empty for what belongs to no account.
  package let account: String
  /// `service/main/api`, `task-definition/api:42`, `log-group:/ecs/api`.
  package let resource: String

  package init(_ service: String, _ resource: String, partition: String = "aws", region: String = "", account: String = "") {
    self.partition = partition
    self.service = service
    self.region = region
    self.account = account
    self.resource = resource
  }

  /// Nil for what is no ARN.
  package init?(_ text: String) {
    guard Self.isARN(text) else { return nil }
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 6, !parts[5].isEmpty else { return nil }
    self.init(parts[2], parts[5], partition: parts[1], region: parts[3], account: parts[4])
  }

  /// True for what claims to be one. Whether it is a whole one `init` says.
  package static func isARN(_ text: String) -> Bool { text.hasPrefix("arn:") }

  /// The resource part without its type: `api:42` of `task-definition/api:42`, `main/api` of `service/main/api`.
  package var path: Substring {
    guard let divider = resource.firstIndex(where: { $0 == "/" || $0 == ":" }) else { return resource[...] }
    return resource[resource.index(after: divider)...]
  }

  /// The parts of `path`: `main` and `api` of `service/main/api`, `web` and an id of `targetgroup/web/1a2b3c`.
  package var names: [Substring] { path.split(separator: "/") }

  /// The last word of what names an object by its ARN or by its name: `api` of `arn:…:service/main/api`, of `main/api` and of
  /// `api`.
  package static func lastName(of reference: String) -> String {
    guard let divider = reference.lastIndex(of: "/") else { return reference }
    let name = reference[reference.index(after: divider)...]
    return name.isEmpty ? reference : String(name)
  }

  /// The name that a role, a cluster or a capacity provider is known by, from its ARN; what is no ARN is a name already.
  package static func name(of reference: String) -> String { isARN(reference) ? lastName(of: reference) : reference }
}

extension ARN: CustomStringConvertible {
  package var description: String { "arn:\(partition):\(service):\(region):\(account):\(resource)" }
}
