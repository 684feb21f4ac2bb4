package import JSONDocument

/// Which object of the account a document stands for, and how that is written.
package struct KindNaming: Sendable {
  /// The member that holds the name: `serviceName`. Empty for what has no name in the API: its file's name is all it has.
  package let member: String
  /// The member that holds what the name is unique in: `cluster` for services.
  package let scopeMember: String?
  /// Terraform's attributes for the two.
  package let terraformName: String
  package let terraformScope: String?
  /// The name of a document that says none, from the name of its file and the environment's cluster.
  private let usualName: @Sendable (_ stem: String, _ cluster: String) -> String
  /// The scope of a document that says none.
  private let usualScope: @Sendable (_ stem: String, _ cluster: String) -> String?
  /// The scope as it is part of an identity, where a document may write it in several ways.
  private let plainScope: @Sendable (String) -> String
  /// Files say their name also where it is their stem.
  package let isWrittenOut: Bool
  /// What a file of an object is called whose name nobody chose for files.
  private let fileName: @Sendable (ResourceIdentity) -> String
  /// ARN of an object, or of all its revisions, as IAM's policies name it; nil: only `*` will do.
  private let iamResource: @Sendable (ResourceIdentity) -> (service: String, resource: String)?
  /// What follows that ARN where IAM checks other calls than those about tags: CloudWatch Logs has two ARNs of a log group,
  /// and the one that ends in `:*` is "for all API actions" but TagResource, UntagResource and ListTagsForResource (API
  /// reference, `LogGroup.arn`).
  package let iamSuffix: String

  init(
    member: String, scopeMember: String? = nil, terraformName: String = "name", terraformScope: String? = nil,
    usualName: @escaping @Sendable (_ stem: String, _ cluster: String) -> String = { stem, _ in stem },
    iamSuffix: String = "",
    usualScope: @escaping @Sendable (_ stem: String, _ cluster: String) -> String? = { _, _ in nil },
    plainScope: @escaping @Sendable (String) -> String = { $0 }, isWrittenOut: Bool = true,
    fileName: @escaping @Sendable (ResourceIdentity) -> String = { $0.name },
    iamResource: @escaping @Sendable (ResourceIdentity) -> (service: String, resource: String)?
  ) {
    self.member = member
    self.scopeMember = scopeMember
    self.terraformName = terraformName
    self.terraformScope = terraformScope
    self.usualName = usualName
    self.usualScope = usualScope
    self.plainScope = plainScope
    self.isWrittenOut = isWrittenOut
    self.fileName = fileName
    self.iamResource = iamResource
    self.iamSuffix = iamSuffix
  }

  /// Where the cluster is the scope: of services and one-off tasks.
  static func inCluster(
    member: String, isWrittenOut: Bool = true,
    iamResource: @escaping @Sendable (ResourceIdentity) -> (service: String, resource: String)?
  ) -> KindNaming {
    KindNaming(
      member: member, scopeMember: "cluster", terraformScope: "cluster", usualScope: { _, cluster in cluster },
      plainScope: ARN.name, isWrittenOut: isWrittenOut, iamResource: iamResource)
  }
}

extension ResourceKind {
  /// The identity of what a file describes, and its attributes with the name and the scope that it may leave out.
  package func identified(
    _ attributes: JSON, stem: String, cluster: String
  ) -> (identity: ResourceIdentity, attributes: JSON) {
    var attributes = attributes
    let written = naming.member.isEmpty ? nil : attributes[naming.member]?.stringValue
    let name = written.flatMap { $0.isEmpty ? nil : $0 } ?? naming.name(stem: stem, cluster: cluster)
    if naming.isWrittenOut, attributes[naming.member] == nil { attributes[naming.member] = .string(name) }
    guard let member = naming.scopeMember else { return (ResourceIdentity(self, name: name), attributes) }
    let scope = attributes[member]?.stringValue ?? naming.scope(stem: stem, cluster: cluster)
    if attributes[member] == nil { attributes[member] = scope.map { .string($0) } }
    return (ResourceIdentity(self, name: name, scope: scope.map(naming.plain)), attributes)
  }

  /// The name of the file that a new file of an object gets, and what it says: a spec with the object's name in front, and
  /// with its scope where the file would stand for another object without it.
  package func file(
    for identity: ResourceIdentity, holding spec: JSON, cluster: String
  ) -> (stem: String, attributes: JSON) {
    let stem = naming.file(identity)
    var members = [JSONObject.Member(key: naming.member, value: .string(identity.name))]
    members += (spec.objectValue ?? JSONObject()).filter { $0.key != naming.member }
    var attributes = JSON.object(JSONObject(members))
    if let member = naming.scopeMember, let scope = identity.scope, scope != naming.scope(stem: stem, cluster: cluster) {
      attributes[member] = .string(scope)
    }
    return (stem, attributes)
  }

  /// The identity of what a Terraform state describes with these attributes; nil when they do not say it.
  package func identity(ofTerraform attributes: JSON) -> ResourceIdentity? {
    guard let name = attributes[naming.terraformName]?.stringValue, !name.isEmpty else { return nil }
    guard let member = naming.terraformScope else { return ResourceIdentity(self, name: name) }
    let written = attributes[member]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    let scope = written ?? naming.scope(stem: name, cluster: ResourceIdentity.defaultCluster)
    return ResourceIdentity(self, name: name, scope: scope.map(naming.plain))
  }
}

extension KindNaming {
  fileprivate func name(stem: String, cluster: String) -> String { usualName(stem, cluster) }
  fileprivate func file(_ identity: ResourceIdentity) -> String { fileName(identity) }
  fileprivate func scope(stem: String, cluster: String) -> String? { usualScope(stem, cluster) }
  fileprivate func plain(_ scope: String) -> String { plainScope(scope) }
  fileprivate func resource(_ identity: ResourceIdentity) -> (service: String, resource: String)? { iamResource(identity) }
}

extension ResourceIdentity {
  /// The ARN by which IAM's policies name the object; nil where actions on it can be allowed on `*` only.
  package func arn(in provider: ProviderIdentity) -> ARN? {
    kind.naming.resource(self).map { provider.arn($0.service, $0.resource) }
  }
}

extension ProviderIdentity {
  /// The ARN of something in this account and region.
  package func arn(_ service: String, _ resource: String) -> ARN {
    ARN(service, resource, partition: partition.name, region: region, account: accountId)
  }
}
