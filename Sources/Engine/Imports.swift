import AWS
package import Importing
import JSONDocument
package import Loading
import Providers
package import Recording
package import Resources

extension Reconciler {
  /// What runs in a cluster, for an environment that may not exist yet.
  package static func live(
    _ request: ImportRequest, of settings: ProviderSettings, stateDirectory: String
  ) async throws -> LiveEnvironment {
    let simulation = try Simulation.current(for: settings.identity.name)
    let client = try ClientFactory(settings, stateDirectory: stateDirectory, simulation: simulation).cloud()
    return try await LiveEnvironment.read(request, from: AWSProvider(client: client, identity: settings.identity))
  }

  /// Writes down objects that exist, for the files that declare them. What is recorded already stays as it is.
  package func record(
    _ objects: [ResourceIdentity: ObservedObject], _ revisions: [Revision], _ attempt: LockAttempt, _ run: RunDescription
  ) async throws -> StateChange {
    try await editState(attempt, run) { state in
      let recorded = state.recorded
      let known = Set(recorded.resources.map(\.identity))
      let addresses = Set(recorded.resources.map(\.address))
      let written = environment.desired.resources.compactMap { resource -> RecordedResource? in
        guard !known.contains(resource.identity), !addresses.contains(resource.address),
          let object = objects[resource.identity]
        else { return nil }
        return RecordedResource(
          address: resource.address, identity: resource.identity, declared: resource.attributes.unmarked,
          observed: object.attributes, arn: object.arn)
      }
      let noun = written.count == 1 ? "resource" : "resources"
      return (StateEdit(written: written, revisions: revisions), "\(written.count) \(noun) recorded")
    }
  }

  /// How the objects of a Terraform state that the files declare are now; those that are gone are skipped.
  package func observe(
    _ match: inout TerraformMatch
  ) async throws(EngineError) -> (objects: [ResourceIdentity: ObservedObject], revisions: [Revision]) {
    let plain = match.taken.map(\.resource).filter { $0.identity.kind != .taskDefinition }
    let arns = match.taken.filter { $0.entry.identity.kind == .taskDefinition }.compactMap(\.entry.arn)
    var objects: [ResourceIdentity: ObservedObject] = [:]
    let revisions: [String: Revision]
    do {
      let requests = plain.map { ReadRequest($0.identity, costlyMembers: Set($0.attributes.objectValue?.keys ?? [])) }
      for (identity, observation) in try await provider.read(requests) { objects[identity] = observation.object }
      revisions = try await provider.revisions(arns)
    } catch {
      throw .provider(error)
    }
    for (entry, resource) in match.taken {
      if let revision = entry.arn.flatMap({ revisions[$0] }), revision.isActive {
        objects[resource.identity] = ObservedObject(
          identity: resource.identity, attributes: revision.content, arn: revision.arn)
      }
      if objects[resource.identity] == nil { match.drop(entry.address, because: "it is not in AWS any more") }
    }
    return (objects, revisions.values.sorted { $0.arn < $1.arn })
  }
}

extension EnvironmentDraft {
  /// The objects that the draft's files stand for, as they are.
  package func objects(_ live: LiveEnvironment) -> [ResourceIdentity: ObservedObject] {
    var objects = live.objects
    for revision in revisions {
      let identity = ResourceIdentity(.taskDefinition, name: revision.family)
      objects[identity] = ObservedObject(identity: identity, attributes: revision.content, arn: revision.arn)
    }
    return objects
  }
}
