package import JSONDocument
package import Resources

/// A cloud that desired state is compared with and applied to.
package typealias Provider = ResourceReader & ResourceWriter & RolloutControl & TaskRunner & TaskReader & LogReader

/// The reading half: whoever holds only this cannot change anything.
package protocol ResourceReader: Sendable {
  var identity: ProviderIdentity { get }
  var capabilities: Set<Capability> { get }

  /// Reads many objects in as few calls as the cloud allows: one answer for each request, in any order of calls.
  ///
  /// Task definitions are not read here; see `revisions`. An object that does not exist is `.absent`, never an error;
  /// what could not be read is thrown and never becomes an answer.
  func read(_ requests: [ReadRequest]) async throws(ProviderError) -> [ResourceIdentity: Observation]

  /// Reads revisions by ARN, by `family:number`, or by family (its newest active revision). Missing ones are left out.
  func revisions(_ references: [String]) async throws(ProviderError) -> [String: Revision]

  /// Of `images`, those that nobody pushed. Images of registries that the provider does not know are taken to exist.
  func missingImages(_ images: [ImageReference]) async throws(ProviderError) -> Set<ImageReference>

  /// Digests of those images that are there. Of registries that the provider does not know it says nothing.
  func digests(_ images: [ImageReference]) async throws(ProviderError) -> [ImageReference: String]

  /// The tags of the repository that `image` lies in. Of registries that the provider does not know it says nothing.
  func pushedTags(besides image: ImageReference) async throws(ProviderError) -> [PushedTag]

  /// What is known about things that a plan needs, in as few calls as the cloud allows. What nobody can be asked about is
  /// left out; what could not be found out is `.unknown`, and only missing credentials and cancellation are thrown.
  func answers(about prerequisites: [Prerequisite]) async throws(ProviderError) -> [Prerequisite: PrerequisiteAnswer]

  /// For each of some writes, what of it the program that makes the calls is too old for. Asks only that program, and not
  /// even it when nothing in them is young.
  func unknownToProgram(in writes: [PlannedWrite]) async -> [[UnknownToProgram]]
}

extension ResourceReader {
  /// A cloud that nothing is known of.
  package func answers(
    about prerequisites: [Prerequisite]
  ) async throws(ProviderError) -> [Prerequisite: PrerequisiteAnswer] { [:] }

  /// A registry that nothing is known of.
  package func pushedTags(besides image: ImageReference) async throws(ProviderError) -> [PushedTag] { [] }

  /// No program stands between.
  package func unknownToProgram(in writes: [PlannedWrite]) async -> [[UnknownToProgram]] { writes.map { _ in [] } }
}

/// The writing half. Only `Applying` holds one.
///
/// Each call is one step of a plan. `token` is the same when a step is tried again, so that an object is made once.
package protocol ResourceWriter: Sendable {
  /// Makes the object. For a task definition: registers a revision of the family.
  func create(_ resource: Resource, token: OperationToken) async throws(ProviderError) -> WriteResult

  /// Changes the object in place; at most one deployment is started.
  func update(_ update: ResourceUpdate, token: OperationToken) async throws(ProviderError) -> WriteResult

  /// Deletes the object and waits until it is gone. An object that is gone already is a success.
  func delete(_ deletion: ResourceDeletion, token: OperationToken) async throws(ProviderError)

  /// Waits for a rollout to end and says how it ended; `progress` is called when something moves.
  ///
  /// Never throws: what could not be found out is a verdict too. Cancellation ends the wait as `.interrupted`.
  func follow(
    _ rollout: Rollout, patience: RolloutPatience, progress: @escaping @Sendable (RolloutProgress) -> Void
  ) async -> RolloutVerdict
}

/// A tag of a repository.
package struct PushedTag: Sendable, Hashable {
  package var tag: String
  package var digest: String
  /// When the image was pushed that the tag is on, in seconds since 1970.
  package var pushedAt: Double

  package init(tag: String, digest: String, pushedAt: Double) {
    self.tag = tag
    self.digest = digest
    self.pushedAt = pushedAt
  }
}

package struct ReadRequest: Sendable, Hashable {
  package var identity: ResourceIdentity
  /// Members whose reading costs a call of its own and that somebody compares: `tags`, `lifecyclePolicy` … of a repository.
  package var costlyMembers: Set<String>

  package init(_ identity: ResourceIdentity, costlyMembers: Set<String> = []) {
    self.identity = identity
    self.costlyMembers = costlyMembers
  }
}

/// What a provider can do beyond the contract; conformance cases name what they need.
package enum Capability: String, Sendable, CaseIterable {
  case services, rollouts, circuitBreaker, repositories, repositoryPolicies, logGroups, imageExistence
}

/// Names one step of one apply, so that trying it again cannot do it twice. At most 36 ASCII characters (ECS's limit).
package struct OperationToken: Sendable, Hashable {
  package let text: String
  /// Made just now: nothing can have been done under it, so that nobody has to look for it first.
  package let isNew: Bool

  package init(_ text: String, isNew: Bool = false) {
    self.text = text
    self.isNew = isNew
  }
}

package struct ResourceUpdate: Sendable, Equatable {
  package var identity: ResourceIdentity
  /// What the provider said when the plan was made.
  package var before: JSON
  /// What is wanted; holds the emptying value for every field that the files no longer mention.
  package var after: JSON
  /// Top-level members in which the two differ.
  package var changedMembers: Set<String>

  package init(identity: ResourceIdentity, before: JSON, after: JSON, changedMembers: Set<String>) {
    self.identity = identity
    self.before = before
    self.after = after
    self.changedMembers = changedMembers
  }
}

package struct ResourceDeletion: Sendable, Equatable {
  package var identity: ResourceIdentity
  package var arn: String?
  /// Revisions to deregister, for a task definition.
  package var revisions: [String]
  /// Delete also what the object holds (images, log streams).
  package var withData: Bool

  package init(identity: ResourceIdentity, arn: String? = nil, revisions: [String] = [], withData: Bool = false) {
    self.identity = identity
    self.arn = arn
    self.revisions = revisions
    self.withData = withData
  }
}

package struct WriteResult: Sendable, Equatable {
  package var object: ObservedObject
  /// The deployment that the call started; nil when it started none.
  package var rollout: Rollout?

  package init(object: ObservedObject, rollout: Rollout? = nil) {
    self.object = object
    self.rollout = rollout
  }
}
