import JSONDocument
import Planning
import Providers
import Recording
import Resources

/// Finishes what earlier runs began and could not write down, before anything new is begun.
///
/// Each unfinished intent is looked up: a revision by the tag with its operation's token or by its content, everything else
/// by its identity. What is found is recorded; what is not there is closed as not done. A creation that the new plan
/// holds as well is not looked up but done again under its old token, which makes it once (`CreateService` knows the
/// token; a revision carries it), also when the cloud does not show the object yet.
struct Recovery: Sendable {
  let reader: any ResourceReader
  let tasks: any TaskRunner
  let store: any StateStore
  let onEvent: @Sendable (ApplyEvent) -> Void

  /// What apply has to know about the past.
  struct Findings: Sendable {
    var operations: [RecoveredOperation] = []
    /// Creations to do again under the token of their unfinished operation.
    var resumedCreations: [Step.ID: UnfinishedOperation] = [:]
    /// Deletions that go on by themselves, by the step that says what becomes of their object now.
    var supersededDeletions: [Step.ID: UnfinishedOperation] = [:]
    /// Addresses of which we do not know what the earlier run did: nothing is done to them.
    var blocked: [Address: ProviderError] = [:]
    /// Runs of one-off tasks that the plan runs again: each is ended or taken up first.
    var tasks: [Address: [UnfinishedOperation]] = [:]
  }

  func run(before plan: Plan) async throws(StateError) -> Findings {
    let unfinished = try await store.unfinishedOperations()
    var findings = Findings()
    guard !unfinished.isEmpty else { return findings }
    let recorded = Dictionary(try await store.read().resources.map { ($0.address, $0) }, uniquingKeysWith: { $1 })
    for operation in unfinished {
      if let step = plan.steps.first(where: { $0.repeats(operation.intent) }) {
        findings.resumedCreations[step.id] = operation
        findings.operations.append(RecoveredOperation(operation.intent, .takenUp))
        continue
      }
      if operation.intent.verb == .run, plan.runs(operation.intent.address) {
        findings.tasks[operation.intent.address, default: []].append(operation)
        findings.operations.append(RecoveredOperation(operation.intent, .takenUp))
        continue
      }
      let record = recorded[operation.intent.address]
      let isOld = record.map { $0.identity != operation.intent.identity && !plan.wants(operation.intent) } ?? false
      let ending = try await finish(operation, record: record, asLeftOver: isOld)
      findings.operations.append(RecoveredOperation(operation.intent, ending))
      switch ending {
      case .unknown(let error): findings.blocked[operation.intent.address] = error
      case .underway:
        if let step = plan.steps.first(where: { $0.settles(operation.intent) }) {
          findings.supersededDeletions[step.id] = operation
        }
      case .finished, .ended, .notDone, .takenUp: break
      }
    }
    return findings
  }

  /// `asLeftOver`: the address stands for another object, and nobody wants this one there any more.
  private func finish(
    _ operation: UnfinishedOperation, record: RecordedResource?, asLeftOver: Bool
  ) async throws(StateError) -> RecoveredOperation.Ending {
    let intent = operation.intent
    let (ending, result): (RecoveredOperation.Ending, OperationResult?)
    do throws(ProviderError) {
      (ending, result) = try await lookUp(intent, record: record?.identity == intent.identity ? record : nil)
    } catch {
      return .unknown(error)
    }
    if case .recorded(let made, let revision) = result, asLeftOver, intent.identity.kind.reading != .nothing {
      try await store.complete(operation.id, .deposed(made, revision: revision))
    } else if let result {
      try await store.complete(operation.id, result)
    }
    return ending
  }

  private func lookUp(
    _ intent: OperationIntent, record: RecordedResource?
  ) async throws(ProviderError) -> (RecoveredOperation.Ending, OperationResult?) {
    switch intent.verb {
    case .create where intent.identity.kind == .taskDefinition: found(try await registered(intent), intent, record)
    case .update where intent.identity.kind == .taskDefinition: found(try await tagged(record), intent, record)
    case .create, .update: found(try await object(intent, record), intent, record)
    case .delete: try await deleted(intent)
    // Only our own record was to be written; the plan does so again when it is still wanted.
    case .adopt, .forget: Self.notDone
    case .run:
      try await BegunTask(intent).end(tasks, OperationToken(intent.token), record) { [onEvent] progress in
        onEvent(.earlierTask(intent.address, progress))
      }
    }
  }

  static let notDone = (
    RecoveredOperation.Ending.notDone, OperationResult.failed(message: "a later run found nothing of it")
  )

  // MARK: What is there

  fileprivate struct Found {
    var object: ObservedObject
    var revision: Revision?
  }

  private func found(
    _ found: Found?, _ intent: OperationIntent, _ record: RecordedResource?
  ) -> (RecoveredOperation.Ending, OperationResult?) {
    guard let found else { return Self.notDone }
    let declared = record.map { intent.declared.over($0.declared) } ?? intent.declared
    var now = RecordedResource(
      address: intent.address, identity: intent.identity, declared: declared, observed: found.object.attributes,
      arn: found.object.arn)
    now.pendingChecks = Self.pendingChecks(now, record)
    return (.finished, .recorded(now, revision: found.revision))
  }

  /// Of a service that runs another revision than we knew; whether it has checks is for the next plan to say.
  private static func pendingChecks(_ now: RecordedResource, _ before: RecordedResource?) -> PendingChecks? {
    guard let revision = now.runningRevision else { return nil }
    if let before, before.runningRevision == revision { return before.pendingChecks }
    return PendingChecks(revision: revision)
  }

  private func object(_ intent: OperationIntent, _ record: RecordedResource?) async throws(ProviderError) -> Found? {
    let members = [intent.declared, record?.declared].compactMap { $0?.objectValue?.keys }.joined()
    let request = ReadRequest(intent.identity, costlyMembers: Set(members))
    return try await reader.read([request])[intent.identity]?.object.map { Found(object: $0) }
  }

  private func deleted(_ intent: OperationIntent) async throws(ProviderError) -> (RecoveredOperation.Ending, OperationResult?) {
    // Deregistering is done again, and a revision that is deregistered already is no error.
    guard intent.identity.kind != .taskDefinition else { return Self.notDone }
    switch try await reader.read([ReadRequest(intent.identity)])[intent.identity] ?? .absent {
    case .absent: return (.finished, .removed(intent.address, intent.identity))
    case .draining: return (.underway, nil)
    case .present: return Self.notDone
    }
  }

  // MARK: Revisions

  private func registered(_ intent: OperationIntent) async throws(ProviderError) -> Found? {
    try await BegunRevision.find(intent, reader).map { Found($0, intent.identity) }
  }

  private func tagged(_ record: RecordedResource?) async throws(ProviderError) -> Found? {
    guard let record, let arn = record.arn else { return nil }
    return try await reader.revisions([arn])[arn].map { Found($0, record.identity) }
  }
}

extension Recovery.Found {
  fileprivate init(_ revision: Revision, _ identity: ResourceIdentity) {
    self.init(
      object: ObservedObject(identity: identity, attributes: revision.content, arn: revision.arn), revision: revision)
  }
}

extension Plan {
  /// Some step makes the object, changes it, or writes it down for its address.
  fileprivate func wants(_ intent: OperationIntent) -> Bool {
    steps.contains { $0.address == intent.address && $0.work.resource?.identity == intent.identity }
  }

  fileprivate func runs(_ address: Address) -> Bool {
    steps.contains { $0.address == address && $0.work.taskRun != nil }
  }
}

extension Step {
  /// The step makes, takes away or forgets the object, so nobody has to wait for the end of its deletion.
  fileprivate func settles(_ intent: OperationIntent) -> Bool {
    guard intent.address == address else { return false }
    switch work {
    case .create, .delete, .forget: return work.identity == intent.identity
    case .update, .adopt, .awaitRollout, .run: return false
    }
  }

  /// The step makes the object whose making was begun.
  fileprivate func repeats(_ intent: OperationIntent) -> Bool {
    guard intent.verb == .create, intent.address == address, case .create(let creation) = work else { return false }
    return intent.identity == creation.resource.identity && intent.declared == creation.resource.attributes
  }
}

extension JSON {
  /// Every field that either declares: whether the call took effect or not, no field that was ours is forgotten.
  fileprivate func over(_ older: JSON) -> JSON {
    guard let members = objectValue, older.objectValue != nil else { return self }
    var both = older
    for member in members { both[member.key] = older[member.key].map { member.value.over($0) } ?? member.value }
    return both
  }
}
