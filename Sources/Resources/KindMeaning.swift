package import JSONDocument

/// What documents of a kind mean to others than their own comparison.
package struct KindMeaning: Sendable {
  /// Objects that a document names and that have to be there before it.
  let uses: @Sendable (_ document: JSON, _ identity: ResourceIdentity, _ provider: ProviderIdentity) -> [ResourceIdentity]
  /// It belongs to the objects that it uses: AWS refuses to make it while one of them is missing, and takes it away with
  /// them.
  let isBelonging: Bool
  /// Log groups that something writes to because a document says so, in whichever region.
  let logs: @Sendable (_ document: JSON) -> [LogDestination]
  /// Roles that a document names and that ECS is told to use.
  let roles: @Sendable (_ document: JSON, _ provider: ProviderIdentity) -> [ReferredRole]
  /// The main fields of a new object in a few words each; the files hold the rest.
  let summary: @Sendable (_ document: JSON) -> [String]

  init(
    uses:
      @escaping @Sendable (_ document: JSON, _ identity: ResourceIdentity, _ provider: ProviderIdentity)
      -> [ResourceIdentity] = { _, _, _ in [] }, isBelonging: Bool = false,
    logs: @escaping @Sendable (_ document: JSON) -> [LogDestination] = { _ in [] },
    roles: @escaping @Sendable (_ document: JSON, _ provider: ProviderIdentity) -> [ReferredRole] = { _, _ in [] },
    summary: @escaping @Sendable (_ document: JSON) -> [String]
  ) {
    self.uses = uses
    self.isBelonging = isBelonging
    self.logs = logs
    self.roles = roles
    self.summary = summary
  }
}

/// What an object holds that no file can bring back.
package struct HeldData: Sendable {
  /// `images`
  package let noun: String
  /// The command that deletes the object with all that it holds.
  package let deletionCommand: @Sendable (_ name: String) -> String
}

extension ResourceKind {
  package func roles(in document: JSON, provider: ProviderIdentity) -> [ReferredRole] { meaning.roles(document, provider) }
  /// Log groups of the provider's region that something writes to because a document says so: containers, the proxies of
  /// Service Connect, sessions of ECS Exec.
  package func logs(in document: JSON, provider: ProviderIdentity) -> [LogDestination] {
    meaning.logs(document).filter { $0.isIn(region: provider.region) }
  }
  package func summary(of document: JSON) -> [String] { meaning.summary(document) }
  package var isBelonging: Bool { meaning.isBelonging }
  /// An object as a describe call answers it, in the shape of the call that makes it.
  package func lifted(_ answer: JSON) -> JSON { answers.lift(answer) }
}

extension ResourceIdentity {
  /// Objects that have to be there before this one, by what a document of it names: a service's cluster and task
  /// definition, the repositories of a task definition's containers, and log groups.
  ///
  /// Only what is in the provider's own account and region is named: a log group of another region is another one.
  package func uses(in document: JSON, provider: ProviderIdentity) -> [ResourceIdentity] {
    kind.meaning.uses(document, self, provider)
      + kind.logs(in: document, provider: provider).map { ResourceIdentity(.logGroup, name: $0.group) }
  }
}
