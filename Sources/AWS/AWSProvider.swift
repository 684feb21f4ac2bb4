import JSONDocument
package import Providers
package import Resources

/// Amazon ECS, ECR and CloudWatch Logs as a provider, over any client that makes calls of the AWS API.
///
/// All knowledge of the API is here, once: which calls a resource is made of, how they are batched, paged, paced and tried
/// again, and what their errors mean.
package struct AWSProvider: Provider {
  package let identity: ProviderIdentity
  package let capabilities: Set<Capability>
  let calls: APICalls
  let poller: ServicePoller
  let kinds: [ResourceKind: any KindCalls]

  /// `random` spreads retries and polls; a seeded generator makes a run repeatable.
  package init(
    client: any AWSClient, identity: ProviderIdentity, capabilities: Set<Capability> = Set(Capability.allCases),
    random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
  ) {
    self.identity = identity
    self.capabilities = capabilities
    calls = APICalls(client: client, identity: identity, random: random)
    poller = ServicePoller(calls: calls)
    kinds = Kinds.table(calls, poller: poller)
  }

  /// What was tried again so far.
  package var retries: RetryCounts { calls.retries.counts }

  /// Who makes the calls.
  package func caller() async throws(ProviderError) -> (arn: String, account: String) { try await calls.callerIdentity() }

  package func read(_ requests: [ReadRequest]) async throws(ProviderError) -> [ResourceIdentity: Observation] {
    let kinds = kinds
    let groups = Dictionary(grouping: requests, by: \.identity.kind).sorted { $0.key.type < $1.key.type }
    let answers = try await concurrently(groups.map { ($0.key, $0.value) }) { group throws(ProviderError) in
      try await Self.calls(group.0, in: kinds).read(group.1)
    }
    return Dictionary(answers.joined().map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  package func revisions(_ references: [String]) async throws(ProviderError) -> [String: Revision] {
    let calls = calls
    let found = try await concurrently(Set(references).sorted()) { reference throws(ProviderError) in
      (reference, try await calls.revision(reference))
    }
    return Dictionary(found.compactMap { name, revision in revision.map { (name, $0) } }, uniquingKeysWith: { first, _ in first })
  }

  package func create(_ resource: Resource, token: OperationToken) async throws(ProviderError) -> WriteResult {
    try await Self.calls(resource.identity.kind, in: kinds).create(resource, token: token)
  }

  package func update(_ update: ResourceUpdate, token: OperationToken) async throws(ProviderError) -> WriteResult {
    try await Self.calls(update.identity.kind, in: kinds).update(update, token: token)
  }

  package func delete(_ deletion: ResourceDeletion, token: OperationToken) async throws(ProviderError) {
    try await Self.calls(deletion.identity.kind, in: kinds).delete(deletion, token: token)
  }

  private static func calls(
    _ kind: ResourceKind, in kinds: [ResourceKind: any KindCalls]
  ) throws(ProviderError) -> any KindCalls {
    guard let calls = kinds[kind] else {
      throw .unexpected(kind.type, "this is a bug in reconcile: no calls are known for a \(kind.noun)")
    }
    return calls
  }
}
