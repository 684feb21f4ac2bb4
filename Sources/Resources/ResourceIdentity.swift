/// Which object of the account a resource is: its kind and its name, and for a service the cluster it runs in.
///
/// Identity is by name, never by the random part of an ARN (law A1).
package struct ResourceIdentity: Sendable, Hashable {
  package let kind: ResourceKind
  /// Name in the account: service name, family, repository name …
  package let name: String
  /// Cluster name of a service; nil for kinds whose names are unique in the account and region.
  package let scope: String?

  package init(_ kind: ResourceKind, name: String, scope: String? = nil) {
    self.kind = kind
    self.name = name
    self.scope = scope
  }
}

extension ResourceIdentity {
  /// Of a service or a one-off task: ECS takes the cluster `default` where none is named.
  package var cluster: String { scope ?? Self.defaultCluster }
  package static let defaultCluster = "default"
}

extension ResourceIdentity: CustomStringConvertible {
  /// `main/api` for a service, the plain name otherwise.
  package var description: String { scope.map { "\($0)/\(name)" } ?? name }
}

extension ResourceIdentity: Comparable {
  package static func < (left: ResourceIdentity, right: ResourceIdentity) -> Bool {
    (left.kind.type, left.scope ?? "", left.name) < (right.kind.type, right.scope ?? "", right.name)
  }
}
