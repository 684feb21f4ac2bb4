package import JSONDocument

/// A kind of resource as data: what it is called, where its files lie, and how its fields behave.
///
/// A new kind is a folder under `Kinds/` with its facts, a line in `all`, and its calls in the AWS room.
///
/// There is one object of each kind, so that addresses and identities, which all name theirs, are cheap to copy.
package final class ResourceKind: Sendable {
  package enum Comparison: Sendable {
    /// Every field takes part; a field the files do not mention stands for its default (task definitions).
    case whole
    /// Only what the files mention takes part, and what they mentioned before: ECS's update calls are patches.
    case declared
  }

  /// Terraform's type name: `aws_ecs_service`.
  package let type: String
  /// What a person calls one of it: `service`.
  package let noun: String
  /// Folder of its files in an environment directory: `services`.
  package let folder: String
  /// The member that holds its name: `serviceName`. Empty for what has no name in the API: its file's name is all it has.
  package let nameMember: String
  /// The member that holds what the name is unique in: `cluster` for services.
  package let scopeMember: String?
  package let comparison: Comparison
  /// It holds what cannot be made again from files (images, logs): never deleted without being asked by name.
  package let holdsData: Bool
  package let facts: ObjectFacts
  /// Members of the API's output that are never part of the wanted state.
  package let outputOnly: Set<String>
  /// Brings a document into the form in which the facts hold: the rules that data cannot say.
  let canonicalize: @Sendable (JSON) -> JSON
  /// Members that are read by calls of their own, and so only where somebody compares them.
  package let separatelyRead: Set<String>
  /// Objects that a document of this kind names and that have to be there before it.
  private let uses: @Sendable (_ document: JSON, _ provider: ProviderIdentity) -> [ResourceIdentity]
  /// Roles that a document of this kind names.
  private let roles: @Sendable (_ document: JSON, _ provider: ProviderIdentity) -> [ReferredRole]
  /// The member whose value selects other facts, and those facts: a daemon service has other defaults than a replica.
  let variantMember: String?
  let variants: [String: ObjectFacts]

  init(
    type: String, noun: String, folder: String, nameMember: String, scopeMember: String?, comparison: Comparison,
    holdsData: Bool, facts: ObjectFacts, outputOnly: Set<String>, canonicalize: @escaping @Sendable (JSON) -> JSON,
    separatelyRead: Set<String> = [],
    uses: @escaping @Sendable (_ document: JSON, _ provider: ProviderIdentity) -> [ResourceIdentity] = { _, _ in [] },
    roles: @escaping @Sendable (_ document: JSON, _ provider: ProviderIdentity) -> [ReferredRole] = { _, _ in [] },
    variantMember: String? = nil, variants: [String: ObjectFacts] = [:]
  ) {
    self.type = type
    self.noun = noun
    self.folder = folder
    self.nameMember = nameMember
    self.scopeMember = scopeMember
    self.comparison = comparison
    self.holdsData = holdsData
    self.facts = facts
    self.outputOnly = outputOnly
    self.canonicalize = canonicalize
    self.separatelyRead = separatelyRead
    self.uses = uses
    self.roles = roles
    self.variantMember = variantMember
    self.variants = variants
  }

  package static let all: [ResourceKind] = [cluster, logGroup, oneOffTask, repository, service, taskDefinition]

  /// The facts that hold for a document. The first of `documents` that has the selecting member decides.
  package func facts(of documents: JSON?...) -> ObjectFacts {
    guard let variantMember else { return facts }
    let selected = documents.lazy.compactMap { $0?[variantMember]?.stringValue }.first
    return selected.flatMap { variants[$0] } ?? facts
  }

  /// Roles that a document names and that ECS is told to use.
  package func roles(in document: JSON, provider: ProviderIdentity) -> [ReferredRole] { roles(document, provider) }

  fileprivate func uses(in document: JSON, provider: ProviderIdentity) -> [ResourceIdentity] { uses(document, provider) }

  package static func named(_ type: String) -> ResourceKind? {
    all.first { $0.type == type }
  }
}

extension ResourceKind: Hashable {
  package static func == (left: ResourceKind, right: ResourceKind) -> Bool { left.type == right.type }
  package func hash(into hasher: inout Hasher) { hasher.combine(type) }
}

extension ResourceIdentity {
  /// Objects that have to be there before this one, by what a document of it names: a service's cluster and task
  /// definition, the repositories and log groups of a task definition's containers.
  ///
  /// Only what is in the provider's own account and region is named: a log group of another region is another one.
  package func uses(in document: JSON, provider: ProviderIdentity) -> [ResourceIdentity] {
    let place = scope.map { [ResourceIdentity(.cluster, name: $0)] } ?? []
    return place + kind.uses(in: document, provider: provider)
  }
}
