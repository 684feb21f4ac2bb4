package import JSONDocument
package import Resources

/// The changes that `apply` will perform for one environment, in an order it may keep.
///
/// A plan is made from one `StateVersion`. It never decides anything at apply time: each step holds all that its call
/// needs, but for the ARN of a revision that an earlier step of the same plan registers.
package struct Plan: Sendable, Equatable {
  package var environment: EnvironmentIdentity
  /// The state the plan was made from; nil when nothing was recorded yet.
  package var state: StateVersion?
  package var inputs: [InputFile]
  /// Ordered by address; no-ops are counted, not listed.
  package var changes: [Change]
  package var unchanged: Int
  /// What somebody else changed since we wrote it down, ordered by address.
  package var drift: [Drift]
  /// Differences that nobody acts on, ordered by address.
  package var ignored: [IgnoredDifference] = []
  /// Changes that nobody makes: they need another object in the place of one that holds data. Ordered by address.
  package var refused: [Change] = []
  /// Members that AWS answers and nobody here knows.
  package var newMembers: [NewMember] = []
  /// What a person should know about rollouts, ordered by address.
  package var rolloutNotes: [RolloutNote] = []
  package var steps: [Step]
  /// The whole environment is to be destroyed.
  package var isDestroy: Bool
  /// What holds data is deleted too.
  package var deletesData = false
  /// Services that this plan touches, in the order of the environment's waves.
  package var waves: [[Address]] = []
  /// Only some addresses were asked for.
  package var targets: [Address]
  /// Fingerprints of the live objects that the plan touches.
  package var fingerprints: [ResourceIdentity: ContentDigest]
  /// Addresses with something to do that this plan leaves to the next one, because a saved plan did not hold it.
  package var leftOut: [Address] = []
  /// Fingerprints of what is recorded at the addresses that the plan touches.
  package var records: [Address: ContentDigest] = [:]
  /// The key under which its secrets are shown as fingerprints: the lineage of its state, or what was made up for a plan
  /// without one. Who has only seen the plan does not know it, and cannot try guesses.
  package var fingerprintKey: String?
  /// Where it was saved: the working directory in which the environment's directory was named, with no link in it.
  package var madeIn: String?
  /// Who saved it, as the history names people; nil for one that was not saved, or by an older program.
  package var madeBy: String?
  /// It was read from a file: its sensitive values are fingerprints, and it can be shown and compared but not performed.
  package var isMasked = false

  package init(
    environment: EnvironmentIdentity, state: StateVersion?, inputs: [InputFile] = [], changes: [Change] = [],
    unchanged: Int = 0, drift: [Drift] = [], steps: [Step] = [], isDestroy: Bool = false, targets: [Address] = [],
    fingerprints: [ResourceIdentity: ContentDigest] = [:]
  ) {
    self.environment = environment
    self.state = state
    self.inputs = inputs
    self.changes = changes
    self.unchanged = unchanged
    self.drift = drift
    self.steps = steps
    self.isDestroy = isDestroy
    self.targets = targets
    self.fingerprints = fingerprints
  }

  /// No change to the cloud and nothing to write down. Apply may still wait for rollouts that are under way,
  /// and run checks that have not passed.
  package var isEmpty: Bool { refused.isEmpty && steps.allSatisfy { $0.resumed != nil } }

  /// Somebody asked for one run of a one-off task.
  package var isRun: Bool { changes.contains { $0.reason == .askedFor } }

  /// Rollouts that were under way when the plan was made and that bring what is wanted, in the order of addresses.
  package var underWay: [(address: Address, rollout: ObservedRollout)] {
    resumed.filter { $0.rollout.state == .underWay }
  }

  /// Services that run what is wanted, while their checks have not passed since, or the last run saw their rollout fail; apply
  /// looks again.
  package var unproven: [(address: Address, rollout: ObservedRollout)] {
    resumed.filter { $0.rollout.state != .underWay }
  }

  private var resumed: [(address: Address, rollout: ObservedRollout)] {
    steps.compactMap { step in step.resumed.map { (step.address, $0) } }.sorted { $0.0 < $1.0 }
  }

  package struct Counts: Sendable, Equatable {
    package var add = 0
    package var change = 0
    package var destroy = 0
    package var adopt = 0
    package var forget = 0
    package var run = 0
  }

  /// The services that this plan changes only after the one-off task of that step has succeeded, in their order.
  package func services(waitingFor id: Step.ID) -> [Address] {
    let waiting = steps.filter { $0.address.kind == .service && $0.dependsOn.contains(id) }
    return Set(waiting.map(\.address)).sorted()
  }

  /// A replacement counts as one to add and one to destroy, as Terraform counts.
  package var counts: Counts {
    changes.reduce(into: Counts()) { counts, change in
      switch change.action {
      case .create: counts.add += 1
      case .update: counts.change += 1
      case .replace:
        counts.add += 1
        counts.destroy += 1
      case .delete: counts.destroy += 1
      case .adopt: counts.adopt += 1
      case .forget: counts.forget += 1
      case .run: counts.run += 1
      case .noOp: break
      }
    }
  }
}

package enum Action: String, Sendable, CaseIterable {
  case create, update, replace, delete, adopt, forget, run, noOp
}

/// Why an action was chosen. For people only: nothing decides by it.
package enum ActionReason: Sendable, Equatable {
  case notThere
  /// It was recorded, and somebody deleted it.
  case deletedOutside
  case differs
  /// Somebody deregistered what services run: ECS goes on running it, and gives it to no new service or deployment.
  case deregistered(revision: String)
  /// A field that cannot be changed in place.
  case cannotUpdate([FieldPath])
  /// The object that the address names is another one now.
  case renamed(from: ResourceIdentity)
  /// Another object took its place in that run, which did not get as far as deleting it.
  case leftOver(run: Int?)
  /// A run that was stopped had begun to make it, and nobody wants it.
  case begun
  /// The files name again what a replacement in that run has left over.
  case takenBack(run: Int?)
  /// It took the place of what the files name again.
  case givenUp
  case noLongerDesired
  case destroying
  /// It holds data, so it is left in place and only forgotten.
  case holdsData
  /// The files of another environment, in this directory, declare it: it is left to that one and only forgotten.
  case declaredElsewhere(String)
  case existsUnrecorded
  /// The content equals an older revision that is still active.
  case sameContentAs(revision: String)
  /// The revision that runs was registered by somebody else with the content wanted.
  case goneAlready
  /// Its file has a new name.
  case moved(from: Address)
  /// AWS takes it away with what it belongs to, which is replaced.
  case takenAlong(by: ResourceIdentity)
  /// It is as wanted, but the deployment that should bring it failed, and nothing took its place.
  case deploymentFailed(String?)
  /// A one-off task that has not succeeded with this image and command yet.
  case notRunYet
  /// A one-off task that is run with every rollout of its services.
  case runsAlways
  /// Somebody asked for this run.
  case askedFor
  /// Somebody asked for the same revision once more.
  case redeployed
  /// Somebody asked for another number of tasks.
  case scaled
}

/// What happens at one address.
package struct Change: Sendable, Equatable {
  package var address: Address
  package var identity: ResourceIdentity
  package var action: Action
  package var reason: ActionReason
  /// Ordered by path.
  package var fields: [FieldChange]
  package var before: JSON?
  package var after: JSON?
  /// For a task definition and for a service that gets another one.
  package var revision: RevisionChange?
  package var rollout: RolloutExpectation?

  package init(
    address: Address, identity: ResourceIdentity, action: Action, reason: ActionReason, fields: [FieldChange] = [],
    before: JSON? = nil, after: JSON? = nil, revision: RevisionChange? = nil, rollout: RolloutExpectation? = nil
  ) {
    self.address = address
    self.identity = identity
    self.action = action
    self.reason = reason
    self.fields = fields
    self.before = before
    self.after = after
    self.revision = revision
    self.rollout = rollout
  }
}

extension Change {
  /// Its object is not what the address stands for: a replacement left it over, or a run that was stopped did. The address may
  /// have another change.
  package var isLeftOver: Bool {
    switch reason {
    case .leftOver, .begun, .givenUp: true
    default: false
    }
  }
}

package struct RevisionChange: Sendable, Equatable {
  /// `api:42`; nil when there is none.
  package var before: String?
  /// `api:41` when it exists; nil when the apply will register it.
  package var after: String?

  package init(before: String?, after: String?) {
    self.before = before
    self.after = after
  }
}

/// Whether apply waits for the service, and if not, why.
package enum RolloutExpectation: Sendable, Equatable {
  case awaited
  /// No deployment is started by this change.
  case none
  /// Images still carry the bootstrap tag: tasks cannot start yet.
  case bootstrap(tag: String)
}

/// One difference, at one path.
package struct FieldChange: Sendable, Equatable {
  package enum Value: Sendable, Equatable {
    case absent
    case known(JSON)
    /// Will be known when an earlier step is done.
    case unknownUntilApplied
  }

  package var path: FieldPath
  package var before: Value
  package var after: Value
  package var effect: FieldFacts.Effect
  /// Shown as a fingerprint only.
  package var isSensitive: Bool
  /// For an image that stays in its repository.
  package var imageChange: ImageTagChange?

  package init(
    path: FieldPath, before: Value, after: Value, effect: FieldFacts.Effect, isSensitive: Bool = false
  ) {
    self.path = path
    self.before = before
    self.after = after
    self.effect = effect
    self.isSensitive = isSensitive
    imageChange = isSensitive ? nil : Self.imageChange(at: path, from: before, to: after)
  }
}

/// What the provider says now, against what we wrote down last.
package struct Drift: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case changed, deleted
    /// A task definition whose revision services go on to run.
    case deregistered
  }

  /// What the next apply makes of it, which depends on who owns the field.
  package enum Fate: String, Sendable, CaseIterable {
    /// The files declare what was recorded: it comes back.
    case restored
    /// The files declare a third value.
    case overridden
    /// The files do not mention it: it stays as it is.
    case kept
    /// The resource itself is no longer in the files.
    case unwanted
  }

  package var address: Address
  package var kind: Kind
  package var fields: [FieldChange]
  /// By field; that of a deleted or deregistered one under the empty path.
  package var fates: [FieldPath: Fate]

  package init(address: Address, kind: Kind, fields: [FieldChange] = [], fates: [FieldPath: Fate] = [:]) {
    self.address = address
    self.kind = kind
    self.fields = fields
    self.fates = fates
  }
}
