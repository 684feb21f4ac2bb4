import JSONDocument
import Planning
import Resources

/// What happens at one address, as it is shown.
struct ChangeView: Sendable {
  /// The change itself; its values are not to be shown.
  let change: Change
  let fields: [FieldView]
  /// Containers whose image stays in its repository and gets another version.
  let tags: [ImageChangeView]
  /// What it holds is deleted with it.
  let deletesData: Bool
  /// For a one-off task.
  let task: TaskRunView?
  /// For a service: some of its images, and not all, still carry the bootstrap tag.
  let isPartlyMissing: Bool
  /// Its rollout is waited for.
  let isAwaited: Bool

  var address: Address { change.address }

  init(_ change: Change, _ fields: FieldViews, _ marks: ChangeMarks) {
    self.change = change
    let restored = marks.drifted[change.address] ?? []
    self.fields = change.fields.map { field in
      var view = fields.view(of: field)
      view.isRestored = restored.contains(field.path)
      return view
    }
    tags = self.fields.compactMap(\.tag)
    deletesData = marks.emptied.contains(change.isLeftOver ? RecordName(of: change) : RecordName(change.address))
    task = marks.runs[change.address]
    isPartlyMissing = marks.partlyMissing.contains(change.address)
    isAwaited = marks.awaited.contains(change.address)
  }
}

/// What a plan says about its changes in other places than the changes.
struct ChangeMarks {
  /// Fields that somebody else changed, by address.
  let drifted: [Address: Set<FieldPath>]
  let emptied: Set<RecordName>
  let runs: [Address: TaskRunView]
  let partlyMissing: Set<Address>
  let awaited: Set<Address>

  init(_ plan: Plan) {
    drifted = Dictionary(
      plan.drift.map { ($0.address, Set($0.fields.map(\.path))) }, uniquingKeysWith: { first, _ in first })
    let left = Set(plan.changes.filter(\.isLeftOver).map(RecordName.init(of:)))
    emptied = Set(
      plan.steps.compactMap { step in
        guard case .delete(let deletion) = step.work, deletion.withData else { return nil }
        let name = RecordName(step.address, deposed: deletion.identity.description)
        return left.contains(name) ? name : RecordName(step.address)
      })
    awaited = Set(plan.steps.filter { $0.work.rolloutWait != nil }.map(\.address))
    partlyMissing = Set(plan.steps.filter { $0.work.rolloutWait?.missingImages.isEmpty == false }.map(\.address))
    runs = Dictionary(
      plan.steps.compactMap { step in TaskRunView(step, in: plan).map { (step.address, $0) } }, uniquingKeysWith: { $1 })
  }
}

extension RecordName {
  /// Of what a replacement has left over.
  fileprivate init(of change: Change) { self.init(change.address, deposed: change.identity.description) }
}

/// A run of a one-off task.
struct TaskRunView: Sendable {
  let run: Step.TaskRun
  /// Services of this plan that wait for it.
  let services: [Address]
  /// `api:42`; nil when the apply registers it.
  let revision: String?

  init?(_ step: Step, in plan: Plan) {
    guard let run = step.work.taskRun else { return nil }
    self.run = run
    services = plan.services(waitingFor: step.id)
    switch run.revision {
    case .existing(let arn): revision = RevisionReference(arn).shortName
    case .registered: revision = nil
    case nil: revision = OneOffTaskDocument(run.resource.attributes).taskDefinition?.text
    }
  }
}
