import JSONDocument
import Providers
import Resources

/// Task definitions: revisions are registered, tagged and deregistered; their content never changes.
struct TaskDefinitionCalls: KindCalls {
  let calls: APICalls

  /// The newest active revision of each family. The contract reads revisions by `revisions` instead.
  func read(_ requests: [ReadRequest]) async throws(ProviderError) -> [ResourceIdentity: Observation] {
    let heads = try await concurrently(requests.map(\.identity)) { identity throws(ProviderError) in
      (identity, try await calls.revision(identity.name))
    }
    return Dictionary(
      heads.map { identity, head in (identity, head.map { .present($0.object(identity)) } ?? .absent) },
      uniquingKeysWith: { first, _ in first })
  }

  func create(_ resource: Resource, token: OperationToken) async throws(ProviderError) -> WriteResult {
    let revision = try await Registration(calls: calls, resource: resource, token: token).run()
    return WriteResult(object: revision.object(resource.identity))
  }

  func requests(creating resource: Resource) -> [AWSRequest] {
    [AWSRequest(.ecs, "RegisterTaskDefinition", Registration.content(resource))]
  }

  /// Only tags.
  func requests(changing update: ResourceUpdate) -> [AWSRequest] { [] }

  /// Changes the tags of the revision in use; all else is a new revision's business.
  func update(_ update: ResourceUpdate, token: OperationToken) async throws(ProviderError) -> WriteResult {
    try update.refuseChanges(of: update.changedMembers.subtracting(["tags"]), operation: "TagResource")
    let reference = update.before["taskDefinitionArn"]?.stringValue ?? update.identity.name
    guard var revision = try await calls.revision(reference) else {
      throw ProviderError(.gone, operation: "TagResource", message: "task definition \"\(reference)\" is gone")
    }
    revision.content["tags"] = try await calls.retag(
      .ecs, revision.arn, form: .lowerCase, from: revision.content["tags"], to: update.after["tags"])
    return WriteResult(object: revision.object(update.identity))
  }

  func delete(_ deletion: ResourceDeletion, token: OperationToken) async throws(ProviderError) {
    _ = try await concurrently(deletion.revisions, limit: 4) { revision throws(ProviderError) in
      do throws(ProviderError) {
        _ = try await calls.call(.ecs, "DeregisterTaskDefinition", ["taskDefinition": .string(revision)])
      } catch {
        guard error.isAbsence else { throw error }
      }
    }
  }
}

extension Revision {
  func object(_ identity: ResourceIdentity) -> ObservedObject {
    ObservedObject(identity: identity, attributes: content, arn: arn)
  }
}
