import JSONDocument
import Planning
import Providers
import Recording
import Resources

/// Does single steps and writes them down. Knows what earlier steps of the same apply have made.
actor StepWorker {
  private let writer: any ResourceWriter
  private let tasks: TaskWorker
  private let store: any StateStore
  private let run: RunID
  private let recovery: Recovery.Findings
  /// Services whose checks have to pass after this apply gave them anything.
  private let checkedServices: Set<ResourceIdentity>
  private let patience: RolloutPatience
  private let onFailure: FailureResponse
  private let checkRun: @Sendable (RolloutCheck) async -> CheckResult
  private let newToken: @Sendable () -> String
  private let onEvent: @Sendable (ApplyEvent) -> Void

  /// Revisions that this apply registered, by the address of their task definition.
  private var registered: [Address: String] = [:]
  private var rollouts: [ResourceIdentity: Rollout] = [:]
  /// What the last call answered of each service.
  private var answers: [ResourceIdentity: ObservedObject] = [:]
  private var records: [ResourceIdentity: RecordedResource] = [:]
  private var recordsBeforeRun: [ResourceIdentity: RecordedResource]?
  /// What would put back what ran before this apply.
  private var rollbackUpdates: [ResourceIdentity: ResourceUpdate] = [:]

  init(
    writer: any ResourceWriter, tasks: TaskWorker, store: any StateStore, run: RunID, recovery: Recovery.Findings,
    checkedServices: Set<ResourceIdentity>, patience: RolloutPatience, onFailure: FailureResponse,
    checks: @escaping @Sendable (RolloutCheck) async -> CheckResult,
    newToken: @escaping @Sendable () -> String, onEvent: @escaping @Sendable (ApplyEvent) -> Void
  ) {
    self.writer = writer
    self.tasks = tasks
    self.store = store
    self.run = run
    self.recovery = recovery
    self.checkedServices = checkedServices
    self.patience = patience
    self.onFailure = onFailure
    checkRun = checks
    self.newToken = newToken
    self.onEvent = onEvent
  }

  func perform(_ step: Step) async -> StepOutcome {
    switch step.work {
    case .awaitRollout(let wait): return await follow(wait, step)
    case .run(let run):
      do throws(ProviderError) {
        return await tasks.perform(run, revision: try arn(of: run.revision), step)
      } catch {
        return .failed(error)
      }
    case .create, .update, .delete, .adopt, .forget:
      // A call in flight must end and be written down even when the apply is cancelled, so it runs in a task that
      // cancellation does not reach.
      return await Task { await self.change(step) }.value
    }
  }

  // MARK: Changing

  private func change(_ step: Step) async -> StepOutcome {
    if var unknown = recovery.blocked[step.address] {
      unknown.message = "what an earlier run did here is not known, so it was left alone: \(unknown.message)"
      return .failed(unknown)
    }
    let token =
      recovery.resumedCreations[step.id].map { OperationToken($0.intent.token) } ?? OperationToken(newToken(), isNew: true)
    let operation: OperationID
    do {
      operation = try await begin(step, token)
    } catch {
      return .unrecorded("the intent could not be written, so nothing was done", error)
    }
    let result: OperationResult
    var revision: String?
    do throws(ProviderError) {
      (result, revision) = try await carryOut(step, token)
    } catch {
      await close(operation, error)
      return .failed(error)
    }
    do {
      try await store.complete(operation, result)
    } catch {
      return .unrecorded("it was done, but could not be written down; the next apply does that", error)
    }
    if case .recorded(let record, _) = result { records[record.identity] = record }
    return .done(revision: revision)
  }

  /// The intent, and after it the end of the operation that it takes up or settles: never is there none for the object.
  private func begin(_ step: Step, _ token: OperationToken) async throws(StateError) -> OperationID {
    let operation = try await store.begin(intent(of: step, token: token), in: run)
    if let earlier = recovery.resumedCreations[step.id] ?? recovery.supersededDeletions[step.id] {
      try await store.complete(earlier.id, .failed(message: "taken up again by run \(run.number)"))
    }
    return operation
  }

  /// What surely changed nothing is closed. Anything else stays open, and the next apply looks what became of it; so does
  /// what could not be closed.
  private func close(_ operation: OperationID, _ error: ProviderError) async {
    switch error.effect {
    case .no: try? await store.complete(operation, .failed(message: "\(error.operation): \(error.message)"))
    case .yes, .unknown: break
    }
  }

  private func carryOut(
    _ step: Step, _ token: OperationToken
  ) async throws(ProviderError) -> (OperationResult, revision: String?) {
    switch step.work {
    case .create(let creation):
      var resource = creation.resource
      let declared = resource.attributes
      if let arn = try arn(of: creation.revision) {
        resource.attributes = ServiceDocument(resource.attributes).running(arn).json
      }
      let result = try await writer.create(resource, token: token)
      return recorded(resource, declared, result, before: nil, completedBefore: nil)
    case .update(let change):
      var after = change.after
      var members = change.changedMembers
      if let arn = try arn(of: change.revision) {
        after = ServiceDocument(after).running(arn).json
        if ServiceDocument(change.before).taskDefinition?.text != arn { members.insert(ServiceDocument.revisionMember) }
      }
      let update = ResourceUpdate(
        identity: change.resource.identity, before: change.before, after: after, changedMembers: members)
      let result = try await writer.update(update, token: token)
      rollbackUpdates[update.identity] = change.completedBefore.map { update.undone(completed: $0) }
      return recorded(
        change.resource, change.resource.attributes, result, before: change.before, completedBefore: change.completedBefore)
    case .delete(let deletion):
      try await writer.delete(
        ResourceDeletion(
          identity: deletion.identity, arn: deletion.arn, revisions: deletion.revisions, withData: deletion.withData),
        token: token)
      return (.removed(step.address, deletion.identity), nil)
    case .adopt(let adoption):
      let (resource, object) = (adoption.resource, adoption.object)
      if resource.identity.kind == .taskDefinition { registered[resource.address] = object.arn }
      return recorded(
        resource, resource.attributes, WriteResult(object: object), before: object.attributes, completedBefore: nil)
    case .forget, .awaitRollout, .run: return (.removed(step.address, step.work.identity), nil)
    }
  }

  private func recorded(
    _ resource: Resource, _ declared: JSON, _ result: WriteResult, before: JSON?, completedBefore: String?
  ) -> (OperationResult, revision: String?) {
    let object = result.object
    rollouts[resource.identity] = result.rollout
    answers[resource.identity] = object
    var record = RecordedResource(
      address: resource.address, identity: resource.identity, declared: declared.unmarked,
      observed: object.attributes, arn: object.arn)
    // From now on, whatever happens to us: until they have passed.
    if checkedServices.contains(resource.identity), let revision = object.runningRevision {
      record.pendingChecks = PendingChecks(revision: revision, revisionBefore: completedBefore)
    }
    guard resource.identity.kind == .taskDefinition, let arn = object.arn else {
      let now = object.runningRevision
      let isOther = now != before.flatMap { ServiceDocument($0).taskDefinition?.text }
      return (.recorded(record, revision: nil), isOther ? now.map { RevisionReference($0).shortName } : nil)
    }
    registered[resource.address] = arn
    let revision = Revision(
      arn: arn, family: resource.identity.name, number: RevisionReference(arn).number ?? 0,
      isActive: true, content: object.attributes)
    return (.recorded(record, revision: revision), RevisionReference(arn).shortName)
  }

  private func arn(of source: Step.RevisionSource?) throws(ProviderError) -> String? {
    switch source {
    case .registered(let address):
      guard let arn = registered[address] else {
        throw ProviderError(
          .unexpected, operation: "apply", message: "this is a bug in reconcile: no step of this plan gives \(address) a revision"
        )
      }
      return arn
    case .existing(let arn): return arn
    case nil: return nil
    }
  }

  // MARK: Waiting

  private func follow(_ wanted: Step.RolloutWait, _ step: Step) async -> StepOutcome {
    guard let rollout = rollout(of: wanted) else { return .rollout(RolloutVerdict(.nothingToDo)) }
    var verdict = await wait(for: rollout, step)
    if let image = verdict.missing(of: wanted.missingImages) {
      return .rollout(RolloutVerdict(.nothingToDo, reason: "its tasks cannot start before \(image) is pushed"))
    }
    if verdict.outcome == .completed, !wanted.checks.isEmpty {
      verdict = await checked(verdict, wanted.checks)
      if let problem = await writeDown(verdict, of: rollout, step) { return problem }
    }
    return await ended(verdict, rollout, wanted, step)
  }

  /// Looks once more at a rollout that was complete, while others still went on, and `soak` longer.
  func followOn(_ wanted: Step.RolloutWait, _ step: Step, soak: Duration, _ verdict: RolloutVerdict) async -> StepOutcome {
    guard var rollout = rollout(of: wanted) else { return .rollout(verdict) }
    // A deployment that was complete once is looked at for its tasks.
    rollout.isScaling = false
    var patience = patience
    patience.soak = soak
    var now = await writer.follow(rollout, patience: patience) { _ in }
    guard now.outcome != .completed else {
      now.passedChecks = verdict.passedChecks
      return .rollout(now)
    }
    return await ended(now, rollout, wanted, step)
  }

  private func ended(
    _ verdict: RolloutVerdict, _ rollout: Rollout, _ wanted: Step.RolloutWait, _ step: Step
  ) async -> StepOutcome {
    switch verdict.outcome {
    case .failed, .timedOut:
      if onFailure == .rollback { return await rollBack(wanted, after: verdict, step) }
    case .rolledBack, .rollbackFailed, .superseded:
      if let running = verdict.runningRevision, running != rollout.revision,
        let problem = await correct(wanted.service, running, step)
      {
        return problem
      }
    case .completed, .interrupted, .nothingToDo: break
    }
    return .rollout(verdict)
  }

  /// What the step before started; else what goes on since before; else, where the answer named no deployment, the one that
  /// brings what was asked for, which has to be looked for. Nil where no call was made.
  private func rollout(of wanted: Step.RolloutWait) -> Rollout? {
    let service = wanted.service
    var rollout = rollouts[service]
    if rollout == nil, let earlier = wanted.resuming {
      rollout = Rollout(service: service, deploymentId: earlier.deploymentId, revision: earlier.revision)
      rollout?.isScaling = wanted.isScaling || earlier.isUnproven
    }
    if rollout == nil, let answer = answers[service] {
      let primary = answer.deployments.first
      rollout = Rollout(
        service: service, deploymentId: wanted.isScaling ? primary?.id : nil,
        revision: answer.runningRevision ?? primary?.revision ?? "")
      rollout?.replacing = wanted.isScaling ? nil : primary?.id
      rollout?.isScaling = wanted.isScaling
    }
    rollout?.count = wanted.count
    return rollout
  }

  private func wait(for rollout: Rollout, _ step: Step) async -> RolloutVerdict {
    var patience = patience
    patience.soak = nil
    return await writer.follow(rollout, patience: patience) { [onEvent] progress in onEvent(.progress(step, progress)) }
  }

  /// One after the other; the first that fails makes the rollout a failure.
  private func checked(_ completed: RolloutVerdict, _ checks: [RolloutCheck]) async -> RolloutVerdict {
    var verdict = completed
    for check in checks {
      switch await checkRun(check) {
      case .passed: verdict.passedChecks += 1
      case .interrupted:
        verdict.outcome = .interrupted
        verdict.failedCheck = "it was not finished"
        return verdict
      case .failed(let problem, let output):
        verdict.outcome = .failed
        verdict.failedCheck = problem
        if !output.isEmpty {
          verdict.evidence = RolloutEvidence(logs: [.init(container: check.name, source: "check", lines: output)])
        }
        return verdict
      }
    }
    return verdict
  }

  /// Whether the checks have passed. What was interrupted stays as it is on record: pending.
  private func writeDown(_ verdict: RolloutVerdict, of rollout: Rollout, _ step: Step) async -> StepOutcome? {
    var pending: PendingChecks?
    if let problem = verdict.failedCheck {
      guard verdict.outcome == .failed else { return nil }
      pending = PendingChecks(revision: rollout.revision, problem: problem)
    }
    return await rewrite(rollout.service, step, "how the checks ended could not be written down") { record in
      pending?.revisionBefore = record.pendingChecks?.revisionBefore
      record.pendingChecks = pending
    }
  }

  // MARK: Going back

  /// Asks for the revision of before again and waits for it. Only when it runs is the failure a rollback.
  private func rollBack(_ wait: Step.RolloutWait, after failed: RolloutVerdict, _ step: Step) async -> StepOutcome {
    var verdict = failed
    guard !wait.isScaling, let (update, record) = await rollbackUpdate(for: wait) else {
      verdict.putBack = RolloutVerdict.PutBack(revision: nil)
      return .rollout(verdict)
    }
    let revision = ServiceDocument(update.after).taskDefinition?.text ?? ""
    verdict.putBack = RolloutVerdict.PutBack(revision: revision)
    switch await Task(operation: { await self.carryOut(update, record, step) }).value {
    case .failed(let error): verdict.putBack?.problem = "\(error.operation): \(error.message)"
    case .unrecorded(let what, let cause): return .unrecorded(what, cause)
    case .started(let started):
      var rollout = started ?? Rollout(service: wait.service, deploymentId: nil, revision: revision)
      rollout.count = wait.count
      let end = await self.wait(for: rollout, step)
      verdict.putBack?.outcome = end.outcome
      verdict.putBack?.problem = end.reason
      verdict.runningRevision = end.runningRevision ?? verdict.runningRevision
      verdict.runningCount = end.runningCount
      verdict.seenAt = end.seenAt
      verdict.isStillTried = false
      switch end.outcome {
      case .completed: verdict.outcome = .rolledBack
      case .interrupted: verdict.outcome = .interrupted
      case .failed, .rollbackFailed, .rolledBack, .timedOut: verdict.outcome = .rollbackFailed
      case .superseded: verdict.outcome = .superseded
      case .nothingToDo: break
      }
    }
    return .rollout(verdict)
  }

  /// What this apply changed, undone. Of a rollout that it only waited for: the revision that was complete before.
  private func rollbackUpdate(for wait: Step.RolloutWait) async -> (ResourceUpdate, RecordedResource)? {
    let service = wait.service
    if let update = rollbackUpdates[service], let record = records[service] { return (update, record) }
    guard let completed = wait.resuming?.completedBefore else { return nil }
    let before = try? await recordBeforeRun(service)
    guard let record = records[service] ?? before else { return nil }
    let update = ResourceUpdate(
      identity: service, before: record.observed, after: ServiceDocument([:]).running(completed).json,
      changedMembers: [ServiceDocument.revisionMember])
    return (update, record)
  }

  private enum Return {
    case started(Rollout?)
    case failed(ProviderError)
    case unrecorded(String, StateError)
  }

  private func carryOut(_ update: ResourceUpdate, _ record: RecordedResource, _ step: Step) async -> Return {
    let token = OperationToken(newToken())
    let operation: OperationID
    do {
      let intent = OperationIntent(
        address: step.address, identity: record.identity, verb: .update, token: token.text, declared: record.declared)
      operation = try await store.begin(intent, in: run)
    } catch {
      return .unrecorded("the deployment failed, and going back could not be written down, so it was not begun", error)
    }
    let result: WriteResult
    do throws(ProviderError) {
      result = try await writer.update(update, token: token)
    } catch {
      await close(operation, error)
      return .failed(error)
    }
    var now = record
    now.observed = result.object.attributes
    do {
      try await store.complete(operation, .recorded(now, revision: nil))
    } catch {
      return .unrecorded("the previous revision was asked for again, which could not be written down", error)
    }
    records[record.identity] = now
    return .started(result.rollout)
  }

  /// Writes down what really runs, so that the next plan shows the wanted change again.
  private func correct(_ service: ResourceIdentity, _ running: String, _ step: Step) async -> StepOutcome? {
    await rewrite(service, step, "the service runs \(RevisionReference(running).shortName), which could not be written down") {
      $0.observed = ServiceDocument($0.observed).running(running).json
    }
  }

  /// Changes the service's record, when there is one and it is not so already.
  private func rewrite(
    _ service: ResourceIdentity, _ step: Step, _ problem: String, _ edit: (inout RecordedResource) -> Void
  ) async -> StepOutcome? {
    do {
      var known = records[service]
      if known == nil { known = try await recordBeforeRun(service) }
      guard let known else { return nil }
      var record = known
      edit(&record)
      guard record != known else { return nil }
      let intent = OperationIntent(
        address: step.address, identity: service, verb: .adopt, token: newToken(), declared: record.declared)
      try await store.complete(try await store.begin(intent, in: run), .recorded(record, revision: nil))
      records[service] = record
      return nil
    } catch {
      return .unrecorded(problem, error)
    }
  }

  /// What earlier runs recorded; read once, when it is needed at all.
  private func recordBeforeRun(_ service: ResourceIdentity) async throws(StateError) -> RecordedResource? {
    if recordsBeforeRun == nil {
      recordsBeforeRun = Dictionary(try await store.read().resources.map { ($0.identity, $0) }, uniquingKeysWith: { $1 })
    }
    return recordsBeforeRun?[service]
  }

  // MARK: Names

  private func intent(of step: Step, token: OperationToken) -> OperationIntent {
    let verb: OperationIntent.Verb =
      switch step.work {
      case .create: .create
      case .update: .update
      case .delete: .delete
      case .adopt: .adopt
      case .forget, .awaitRollout: .forget
      case .run: .run
      }
    return OperationIntent(
      address: step.address, identity: step.work.identity, verb: verb, token: token.text,
      declared: step.work.resource?.attributes.unmarked ?? .null)
  }
}

extension ResourceUpdate {
  /// The way back: the revision that was complete before, with those changed members that start a deployment as they were.
  fileprivate func undone(completed revision: String) -> ResourceUpdate {
    let members = changedMembers.filter { member in
      ResourceKind.service.facts[member]?.effect == .newDeployment && before[member] != nil
    }
    var wanted = JSON.object(JSONObject())
    for member in members.sorted() { wanted[member] = before[member] }
    return ResourceUpdate(
      identity: identity, before: after, after: ServiceDocument(wanted).running(revision).json,
      changedMembers: members.union([ServiceDocument.revisionMember]))
  }
}

extension RolloutVerdict {
  /// One of these images, when nothing else kept the tasks from starting. What was put back ran before, so that the service is
  /// none that waits for its first images.
  fileprivate func missing(of images: [String]) -> String? {
    guard [.failed, .timedOut].contains(outcome), let tasks = evidence?.tasks, !tasks.isEmpty else {
      return nil
    }
    let named = tasks.map { task in
      let words = [task.reason] + task.containers.map(\.reason)
      return images.first { image in words.contains { $0?.contains(image) ?? false } }
    }
    return named.contains(nil) ? nil : named.first.flatMap { $0 }
  }
}
