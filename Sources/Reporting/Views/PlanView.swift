package import Planning
import Resources
import Secrets

/// A plan as it is shown: what stands on which line, what is marked, what may be seen of values, and how much it is.
///
/// All of that is decided here, once. A renderer (`PlanText`, `PlanJSON`) only puts it into words and places, so that no
/// two formats tell different things of one plan.
package struct PlanView: Sendable {
  package enum Operation: String, Sendable {
    case apply, destroy, run
  }

  /// What the whole comes to.
  enum Conclusion {
    case changes
    case onlyRefused
    case nothingToDestroy
    case nothingInSavedPlan
    /// No changes, but apply has something to wait for or to run again.
    case onlyWaits
    case matches
  }

  let environment: EnvironmentIdentity
  let state: StateVersion?
  let operation: Operation
  let isEmpty: Bool
  /// What others changed, in the order of addresses.
  let drift: [DriftView]
  /// What is left to others.
  let ignored: [IgnoredView]
  /// What left the files and stays.
  let left: [IgnoredView]
  /// Every change, in the order of addresses.
  let changes: [ChangeView]
  /// The changes as people read them: a revision that only its service runs is folded into the row of that service.
  let rows: [PlanRow]
  /// What becomes of what replacements have left over.
  let leftOver: [Change]
  let refused: [ChangeView]
  let underWay: [RolloutView]
  let unproven: [RolloutView]
  let rolloutNotes: [RolloutNote]
  /// What apply runs after rollouts, in the order of addresses.
  let checks: [CheckView]
  let counts: Plan.Counts
  let unchanged: Int
  let waves: [[Address]]
  let targets: [Address]
  let leftOut: [Address]
  /// References of the environment's own images are short.
  let images: ImageText

  /// `revealsAll`: a person asked to see secrets.
  package init(_ plan: Plan, revealsAll: Bool = false) {
    environment = plan.environment
    state = plan.state
    operation = plan.isDestroy ? .destroy : plan.isRun ? .run : .apply
    isEmpty = plan.isEmpty
    images = ImageText(registry: plan.environment.provider.registry)
    let fields = FieldViews(reveal: RevealPolicy(for: plan, revealsAll: revealsAll), images: images)
    drift = plan.drift.map { DriftView($0, fields) }
    func view(_ ignored: IgnoredDifference) -> IgnoredView {
      IgnoredView(address: ignored.address, field: fields.view(of: ignored.field), reason: ignored.reason)
    }
    ignored = plan.ignored.filter { !$0.isLeft }.map(view)
    left = plan.ignored.filter(\.isLeft).map(view)
    let marks = ChangeMarks(plan)
    changes = plan.changes.map { ChangeView($0, fields, marks) }
    rows = PlanRow.rows(of: changes, users: plan.usersOfRevisions)
    leftOver = plan.changes.filter(\.isLeftOver)
    refused = plan.refused.map { ChangeView($0, fields, marks) }
    underWay = plan.underWay.map(RolloutView.init)
    unproven = plan.unproven.map(RolloutView.init)
    rolloutNotes = plan.rolloutNotes
    checks = plan.steps.flatMap { step in
      (step.work.rolloutWait?.checks ?? []).map { CheckView(address: step.address, $0) }
    }.sorted { $0.address < $1.address }
    counts = plan.counts
    unchanged = plan.unchanged
    waves = plan.waves
    targets = plan.targets
    leftOut = plan.leftOut
  }

  var conclusion: Conclusion {
    if !changes.isEmpty { return .changes }
    if !refused.isEmpty { return .onlyRefused }
    if operation == .destroy { return .nothingToDestroy }
    if !leftOut.isEmpty { return .nothingInSavedPlan }
    return underWay.isEmpty && unproven.isEmpty ? .matches : .onlyWaits
  }

  /// Revisions that the plan registers and that stand on the row of their service.
  var foldedRevisions: Int {
    rows.count { row in
      if case .tagBump(let bump) = row { bump.taskDefinition.change.action != .adopt } else { false }
    }
  }
}

/// What others changed at one address.
struct DriftView: Sendable {
  let address: Address
  let kind: Drift.Kind
  /// Each with what becomes of it.
  let fields: [FieldView]
  /// What becomes of the resource as a whole, when it was deleted.
  let fate: Drift.Fate?

  init(_ drift: Drift, _ fields: FieldViews) {
    address = drift.address
    kind = drift.kind
    self.fields = drift.fields.map { field in
      var view = fields.view(of: field)
      view.fate = drift.fates[field.path]
      return view
    }
    fate = drift.fates[FieldPath()]
  }
}

/// A difference that nobody acts on.
struct IgnoredView: Sendable {
  let address: Address
  let field: FieldView
  let reason: String
}

/// A rollout of before that apply waits for, or whose checks it runs again.
struct RolloutView: Sendable {
  let address: Address
  let deploymentId: String
  /// `api:42`
  let revision: String
  /// Why the checks did not pass, without secrets.
  let problem: String?

  init(_ address: Address, _ rollout: ObservedRollout) {
    self.address = address
    deploymentId = rollout.deploymentId
    revision = rollout.shortRevision
    if case .unproven(let problem?) = rollout.state {
      self.problem = SecretRendering.masked(problem)
    } else {
      problem = nil
    }
  }
}

/// A check that apply runs after a rollout, without secrets.
struct CheckView: Sendable {
  let address: Address
  /// The address that is asked, or the program with its arguments.
  let text: String
  /// The last apply had none like it.
  let isNew: Bool

  init(address: Address, _ check: RolloutCheck) {
    self.address = address
    text = check.maskedText
    isNew = check.isNew
  }
}
