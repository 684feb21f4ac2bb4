import JSONDocument
package import Resources

package struct PlanScope: Sendable {
  package var isDestroy = false
  /// Only these addresses and what they need; empty: all.
  package var targets: [Address] = []
  /// Delete also what holds data.
  package var deletesData = false
  /// One-off tasks to run whether they have run before or not.
  package var runs: Set<Address> = []
  /// Services to deploy once more whether anything differs or not.
  package var redeploys: Set<Address> = []

  package init(isDestroy: Bool = false, targets: [Address] = [], deletesData: Bool = false, runs: Set<Address> = []) {
    self.isDestroy = isDestroy
    self.targets = targets
    self.deletesData = deletesData
    self.runs = runs
  }
}

/// Makes the plan: compares what is wanted, recorded and observed, and puts the work in order. Pure; it asks nobody.
package struct Planner: Sendable {
  private let desired: DesiredState
  private let recorded: RecordedState
  private let observed: ObservedState
  private let scope: PlanScope
  private let begun: Set<Address>
  private let memories: [Address: RolloutMemory]

  /// `begun`: what an earlier run began to change without writing down how that ended. `memories`: how the last runs that
  /// waited for services left them.
  package init(
    desired: DesiredState, recorded: RecordedState, observed: ObservedState, scope: PlanScope = PlanScope(),
    begun: Set<Address> = [], memories: [Address: RolloutMemory] = [:]
  ) {
    self.memories = memories
    self.desired = desired
    self.recorded = recorded
    self.observed = observed
    self.scope = scope
    self.begun = begun
  }

  package func plan() -> Plan {
    let wanted = scope.isDestroy ? [] : desired.resources
    let ignoring = Ignoring(desired.ignoreRules + Autoscaling.rules(wanted, recorded, observed))
    let provider = desired.environment.provider
    let dependencies = Dependencies(of: desired.resources, tasks: desired.tasks, provider: provider)
    // What is made needs what it names; what is destroyed takes what names it along.
    let selection = Selection(
      scope.targets,
      following: scope.isDestroy ? Dependencies(of: recorded.all, provider: provider).reversed : dependencies)
    var comparison = ResourceDecisions(
      wanted: wanted.filter { selection.includes($0.address) }, everything: wanted, recorded: recorded,
      observed: observed, isOwn: { desired.imageNames.contains($0.name) }, isBootstrap: desired.isBootstrap,
      deletesData: scope.deletesData, declaredElsewhere: Set(desired.claims.keys), ignoring: ignoring)

    comparison.redeploys = scope.redeploys
    var decisions = Belongings(wanted: wanted, provider: provider).recreating(in: comparison.decisions())
    decisions += TaskDecisions(
      wanted: wanted.filter { selection.includes($0.address) }, tasks: desired.tasks, asked: scope.runs, recorded: recorded,
      observed: observed, comparison: comparison, services: decisions
    ).decisions()
    decisions += RemovalDecisions(
      recorded: recorded, observed: observed, wanted: Set(wanted.map(\.identity)),
      wantedAddresses: Set(wanted.map(\.address)), claims: desired.claims, scope: scope, selection: selection
    ).decisions()
    decisions.sort { ($0.change.address, $0.change.isLeftOver ? 1 : 0) < ($1.change.address, $1.change.isLeftOver ? 1 : 0) }

    if !scope.isDestroy {
      let proofs = Proofs(
        desired: desired, recorded: recorded, observed: observed, comparison: comparison, begun: begun, memories: memories)
      decisions = decisions.map { decision in
        proofs.looking(at: decision).checked(desired.checks[decision.change.address] ?? [])
      }
    }
    let refused = decisions.filter(\.isRefused).map(\.change)
    decisions.removeAll(where: \.isRefused)
    let real = decisions.filter { $0.change.action != .noOp || !$0.work.isEmpty }
    let found = DriftFinder(
      recorded: recorded, observed: observed,
      wanted: Dictionary(wanted.map { ($0.address, $0) }, uniquingKeysWith: { $1 }), ignoring: ignoring,
      runningAsWanted: Set(decisions.filter(\.runsAsWanted).map(\.change.address))
    ).findings()
    let shown = real.filter { !$0.onlyWaits }
    let waves = scope.isDestroy ? [] : desired.waves
    var plan = Plan(
      environment: desired.environment, state: recorded.version, inputs: desired.inputs,
      changes: shown.map(\.change), unchanged: decisions.count - shown.count,
      drift: found.drift,
      steps: StepOrder(decisions: real, dependencies: dependencies, provider: provider, waves: waves).steps(),
      isDestroy: scope.isDestroy,
      targets: scope.targets.sorted(), fingerprints: fingerprints(of: shown, ignoring))
    plan.deletesData = scope.deletesData
    plan.refused = refused
    if !scope.isDestroy { plan.rolloutNotes = RolloutNotes(observed: observed).notes(on: decisions) }
    if !scope.isDestroy { plan = plan.remembering(memories) }
    plan.newMembers = NewMembers.all(wanted, recorded, observed)
    plan.records = records(of: shown)
    plan.ignored = Self.ignored(decisions, found.ignored)
    let touched = Set(real.filter { !$0.work.isEmpty }.map(\.change.address))
    plan.waves = waves.map { $0.filter(touched.contains) }.filter { !$0.isEmpty }
    return plan
  }

  /// Ordered by address. A field that both comparisons left alone is told once, against what the files say.
  private static func ignored(_ decisions: [Decision], _ drifted: [IgnoredDifference]) -> [IgnoredDifference] {
    var all = decisions.flatMap(\.ignored)
    let told = Set(all.map { "\($0.address) \($0.field.path)" })
    all += drifted.filter { !told.contains("\($0.address) \($0.field.path)") }
    return all.sorted { ($0.address, $0.field.path) < ($1.address, $1.field.path) }
  }

  /// Without what the files leave to somebody else.
  private func fingerprints(of decisions: [Decision], _ ignoring: Ignoring) -> [ResourceIdentity: ContentDigest] {
    var fingerprints: [ResourceIdentity: ContentDigest] = [:]
    for decision in decisions {
      let identity = decision.change.identity
      if let object = observed.objects[identity]?.object {
        let ours = ignoring.substituting(
          from: .object(JSONObject()), into: object.attributes, at: decision.change.address, onlyDeclared: false)
        fingerprints[identity] = ContentDigest(of: identity.kind.normalForm(of: ours, mentions: .nothing))
      }
    }
    return fingerprints
  }

  private func records(of decisions: [Decision]) -> [Address: ContentDigest] {
    let touched = Set(decisions.map(\.change.address))
    return Dictionary(grouping: recorded.all.filter { touched.contains($0.address) }, by: \.address).mapValues { records in
      let fingerprints = records.map(\.fingerprint)
      guard fingerprints.count > 1 else { return fingerprints[0] }
      return ContentDigest(of: .strings(fingerprints.map(\.hex)))
    }
  }
}

/// What was decided for one address: the change that people see and the work that apply does, in order.
struct Decision {
  var change: Change
  var work: [Step.Work] = []
  var lateWork: LateWork?
  var ignored: [IgnoredDifference] = []
  /// It would take data along, and nobody asked for that: nothing of it is done.
  var isRefused = false

  /// Work that waits until nobody uses some capacity providers of the cluster any longer.
  struct LateWork {
    var work: Step.Work
    var leaving: Set<String>
  }

  /// A service that is there and gets no other revision.
  var runsAsWanted: Bool {
    switch change.action {
    case .noOp, .adopt, .update: !change.fields.contains { $0.path == .revision }
    case .create, .replace, .delete, .forget, .run: false
    }
  }

  /// With the service's checks after its rollout.
  func checked(_ checks: [RolloutCheck]) -> Decision {
    var decision = self
    decision.work = decision.work.map { work in
      guard var wait = work.rolloutWait else { return work }
      wait.checks = checks
      return .awaitRollout(wait)
    }
    return decision
  }

  /// Nothing is changed; apply waits for what goes on already.
  var onlyWaits: Bool {
    change.action == .noOp && !work.isEmpty && work.allSatisfy { $0.rolloutWait != nil }
  }
}

/// The addresses that `-target` asks for, with all that they bring along.
struct Selection {
  private let chosen: Set<Address>?

  init(_ targets: [Address], following dependencies: Dependencies) {
    guard !targets.isEmpty else {
      chosen = nil
      return
    }
    var open = targets
    var closed = Set<Address>()
    while let address = open.popLast() {
      guard closed.insert(address).inserted else { continue }
      open += dependencies.of(address)
    }
    chosen = closed
  }

  func includes(_ address: Address) -> Bool {
    chosen?.contains(address) ?? true
  }
}

extension RecordedResource {
  fileprivate var fingerprint: ContentDigest {
    ContentDigest(
      of: [
        "name": .string(identity.name), "scope": identity.scope.map { .string($0) } ?? .null,
        "arn": arn.map { .string($0) } ?? .null,
        "declared": declared, "observed": observed,
      ])
  }
}
