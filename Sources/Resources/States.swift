package import JSONDocument

/// What the files say.
package struct DesiredState: Sendable {
  package var environment: EnvironmentIdentity
  /// Ordered by address.
  package var resources: [Resource]
  package var inputs: [InputFile]
  /// Tag that stands for "nothing was pushed yet"; nil when the environment declares none.
  package var bootstrapTag: String?
  /// Registry and repository of the images that the environment declares: whose tags its tag map sets.
  package var imageNames: Set<String>
  /// Fields that are left to somebody else.
  package var ignoreRules: [IgnoreRule]
  /// Services in the order in which they are rolled out: a wave begins when the one before it is complete. Services that
  /// stand in none wait for nobody, and nobody waits for them.
  package var waves: [[Address]]
  /// What must be true after the rollouts of a service.
  package var checks: [Address: [RolloutCheck]]
  /// When the one-off tasks among the resources are run.
  package var tasks: [Address: OneOffTask]
  /// By what task definitions name their images.
  package var pin = ImagePin.tag
  /// What may be deleted without another word.
  package var deletions: [AddressPattern] = []
  /// What may be neither deleted nor replaced.
  package var protected: [AddressPattern] = []
  /// What files of other environments of this cloud declare, by what they call it: the directory of each. Known of what this
  /// one would delete.
  package var claims: [ResourceIdentity: String] = [:]
  /// So long complete rollouts are watched at the end of an apply; nil: not at all.
  package var soak: Duration?

  package init(
    environment: EnvironmentIdentity, resources: [Resource], inputs: [InputFile] = [], bootstrapTag: String? = nil,
    imageNames: Set<String> = [],
    ignoreRules: [IgnoreRule] = [], waves: [[Address]] = [], checks: [Address: [RolloutCheck]] = [:],
    tasks: [Address: OneOffTask] = [:]
  ) {
    self.environment = environment
    self.resources = resources.sorted { $0.address < $1.address }
    self.inputs = inputs
    self.bootstrapTag = bootstrapTag
    self.imageNames = imageNames
    self.ignoreRules = ignoreRules
    self.waves = waves
    self.checks = checks
    self.tasks = tasks
  }
}

/// Identity of a state history and how far it has come. Same lineage: the higher serial is newer.
package struct StateVersion: Sendable, Hashable {
  package var lineage: String
  /// Grows by one with each change of content.
  package var serial: Int

  package init(lineage: String, serial: Int) {
    self.lineage = lineage
    self.serial = serial
  }
}

/// What we wrote down about one resource when we last changed or adopted it.
package struct RecordedResource: Sendable, Equatable {
  package var address: Address
  package var identity: ResourceIdentity
  /// What the files declared then; tells later which fields were ours and are gone from the files.
  package var declared: JSON
  /// What the provider answered then; drift is measured against it.
  package var observed: JSON
  package var arn: String?

  package init(address: Address, identity: ResourceIdentity, declared: JSON, observed: JSON, arn: String? = nil) {
    self.address = address
    self.identity = identity
    self.declared = declared
    self.observed = observed
    self.arn = arn
  }
}

/// What an address stood for until another object took its place. It stays on record until it is deleted.
package struct DeposedResource: Sendable, Equatable {
  package var resource: RecordedResource
  /// Number of the run that put another object in its place; nil when nobody knows any more.
  package var run: Int?

  package init(_ resource: RecordedResource, replacedIn run: Int?) {
    self.resource = resource
    self.run = run
  }

  package var address: Address { resource.address }
  package var identity: ResourceIdentity { resource.identity }
}

/// A task-definition revision whose content was read or registered once.
package struct RecordedRevision: Sendable, Hashable {
  package var arn: String
  package var family: String
  package var number: Int
  /// Digest of the content's normal form.
  package var fingerprint: ContentDigest

  package init(arn: String, family: String, number: Int, fingerprint: ContentDigest) {
    self.arn = arn
    self.family = family
    self.number = number
    self.fingerprint = fingerprint
  }
}

/// What we last wrote down.
package struct RecordedState: Sendable {
  /// Nil when nothing was ever recorded.
  package var version: StateVersion?
  /// Ordered by address.
  package var resources: [RecordedResource]
  /// Revisions known by content, newest first inside a family.
  package var revisions: [String: [RecordedRevision]]
  /// What replacements have left over, ordered by address and identity. No object is both among these and among `resources`.
  package var deposed: [DeposedResource]
  /// What runs that were stopped had begun to make and nobody wants: looked for when a plan is made, and in no store. Of
  /// revisions those that are there; of other objects it is for the refresh to say.
  package var begun: [RecordedResource] = []

  package init(
    version: StateVersion? = nil, resources: [RecordedResource] = [], revisions: [String: [RecordedRevision]] = [:],
    deposed: [DeposedResource] = []
  ) {
    self.version = version
    self.resources = resources.sorted { $0.address < $1.address }
    self.revisions = revisions
    self.deposed = deposed.sorted { ($0.address, $0.identity) < ($1.address, $1.identity) }
  }

  /// Every object on record: what addresses stand for, and what replacements have left over.
  package var all: [RecordedResource] { resources + deposed.map(\.resource) }
}

/// What the provider answered about one object.
package enum Observation: Sendable, Equatable {
  /// It does not exist, or only as the remains of a deleted one (`INACTIVE`).
  case absent
  /// It is being deleted; it must be gone before it can be made again.
  case draining
  case present(ObservedObject)

  package var object: ObservedObject? {
    if case .present(let object) = self { object } else { nil }
  }
}

package struct ObservedObject: Sendable, Equatable {
  package var identity: ResourceIdentity
  /// In the shape of the API's input: Service Connect and volumes are lifted from the primary deployment, ECR's
  /// policies are joined in. Output-only members may be present and are ignored by the normal form.
  package var attributes: JSON
  package var arn: String?
  /// How the newest deployment of a service stands; nil for everything else, and when nobody can say.
  package var rollout: ObservedRollout?
  /// Deployments of a service, the primary one first; empty for everything else, and where nobody can say.
  package var deployments: [ObservedDeployment] = []

  package init(identity: ResourceIdentity, attributes: JSON, arn: String? = nil, rollout: ObservedRollout? = nil) {
    self.identity = identity
    self.attributes = attributes
    self.arn = arn
    self.rollout = rollout
  }
}

extension ObservedObject {
  /// A task of the service runs, whichever deployment it is of.
  package var isRunning: Bool { deployments.contains { $0.running > 0 } }
}

/// The newest deployment of a service, whoever started it.
package struct ObservedRollout: Sendable, Hashable {
  package enum State: Sendable, Hashable {
    /// It is complete.
    case settled
    case underWay
    /// It is complete, but the checks after it have not passed, or the last run saw it fail: why, where that is known.
    case unproven(String?)
    /// It was given up, and nothing took its place. The provider's own words.
    case failed(reason: String?)
  }

  /// `ecs-svc/…`
  package var deploymentId: String
  /// ARN of the revision that it brings.
  package var revision: String
  package var state: State
  /// ARN of the revision that was complete before it and still runs; nil where there is none.
  package var completedBefore: String?

  package init(deploymentId: String, revision: String, state: State, completedBefore: String? = nil) {
    self.deploymentId = deploymentId
    self.revision = revision
    self.state = state
    self.completedBefore = completedBefore
  }

  /// `api:42`
  package var shortRevision: String { RevisionReference(revision).shortName }

  /// It was complete before, so a look at it is a look at its tasks.
  package var isUnproven: Bool { if case .unproven = state { true } else { false } }
}

/// How many tasks one deployment of a service has. It takes part in no comparison.
package struct ObservedDeployment: Sendable, Hashable {
  /// `ecs-svc/…`
  package var id: String
  /// ARN of the revision that it brings.
  package var revision: String
  package var running: Int
  package var pending: Int
  /// Tasks that failed to start.
  package var failed: Int
  /// When it was begun, in seconds since 1970; nil where nobody says.
  package var created: Double?

  package init(id: String, revision: String, running: Int, pending: Int, failed: Int, created: Double? = nil) {
    self.created = created
    self.id = id
    self.revision = revision
    self.running = running
    self.pending = pending
    self.failed = failed
  }
}

/// A task-definition revision (`api:42`) as the provider describes it.
package struct Revision: Sendable, Equatable {
  package var arn: String
  package var family: String
  package var number: Int
  package var isActive: Bool
  package var content: JSON

  package init(arn: String, family: String, number: Int, isActive: Bool, content: JSON) {
    self.arn = arn
    self.family = family
    self.number = number
    self.isActive = isActive
    self.content = content
  }

  /// `family:number`.
  package var shortName: String { "\(family):\(number)" }

  package var fingerprint: ContentDigest { ResourceKind.taskDefinition.contentFingerprint(of: content) }

  package var recorded: RecordedRevision {
    RecordedRevision(arn: arn, family: family, number: number, fingerprint: fingerprint)
  }
}

/// What the provider says now.
package struct ObservedState: Sendable {
  /// One answer for each identity that was asked for; task definitions are in `revisions`.
  package var objects: [ResourceIdentity: Observation]
  /// Revisions by ARN, of those that matter to the plan.
  package var revisions: [String: Revision]
  /// Newest active revision of a family, where it had to be looked up.
  package var heads: [String: Revision]
  /// Revisions whose content was read for the first time; worth keeping.
  package var newlyRead: [Revision]
  /// Digests of the images that are pinned and of those that one-off tasks run, where they could be told.
  package var digests: [ImageReference: String] = [:]

  package init(
    objects: [ResourceIdentity: Observation] = [:], revisions: [String: Revision] = [:], heads: [String: Revision] = [:],
    newlyRead: [Revision] = []
  ) {
    self.objects = objects
    self.revisions = revisions
    self.heads = heads
    self.newlyRead = newlyRead
  }
}

extension ObservedState {
  /// A service that is there, as it is.
  package func service(_ identity: ResourceIdentity) -> ServiceDocument? {
    guard identity.kind == .service else { return nil }
    return objects[identity]?.object.map { ServiceDocument($0.attributes) }
  }
}

/// Where contents of revisions that were read before can be looked up without a call.
package protocol RevisionArchive: Sendable {
  func content(ofRevision arn: String) async -> JSON?
}
