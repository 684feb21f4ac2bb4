import Applying
import JSONDocument
import Planning
import Providers
import Reporting
import Resources

let registry = "111111111111.dkr.ecr.eu-west-1.amazonaws.com"
let lineage = "5f0c9a52-0000-4000-8000-000000000001"

let staging = EnvironmentIdentity(
  name: "staging", directory: "envs/staging",
  provider: ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "111111111111"),
  cluster: "tracker-staging")

func service(_ name: String) -> Address { Address(.service, name) }
func taskDefinition(_ name: String) -> Address { Address(.taskDefinition, name) }

func identity(_ address: Address) -> ResourceIdentity {
  switch address.kind {
  case .service: ResourceIdentity(.service, name: address.name, scope: "tracker-staging")
  case .taskDefinition: ResourceIdentity(.taskDefinition, name: "tracker-\(address.name)")
  default: ResourceIdentity(address.kind, name: address.name)
  }
}

func image(_ repository: String, _ tag: String) -> JSON { .string("\(registry)/\(repository):\(tag)") }

func path(_ members: FieldPath.Step...) -> FieldPath { FieldPath(members) }

func imagePath(_ container: String) -> FieldPath {
  path(.member("containers"), .key(container), .member("image"))
}

func field(
  _ path: FieldPath, _ before: JSON?, _ after: JSON?, _ effect: FieldFacts.Effect = .inPlace,
  sensitive: Bool = false
) -> FieldChange {
  FieldChange(
    path: path, before: before.map { .known($0) } ?? .absent, after: after.map { .known($0) } ?? .absent,
    effect: effect,
    isSensitive: sensitive)
}

func update(_ address: Address, _ fields: [FieldChange], reason: ActionReason = .differs) -> Change {
  Change(address: address, identity: identity(address), action: .update, reason: reason, fields: fields)
}

/// A plan as the planner makes it: sorted, with the steps that belong to its changes.
func plan(
  _ changes: [Change], unchanged: Int = 0, drift: [Drift] = [], steps: [Step] = [], isDestroy: Bool = false,
  targets: [Address] = []
) -> Plan {
  Plan(
    environment: staging, state: StateVersion(lineage: lineage, serial: 41),
    changes: changes.sorted { $0.address < $1.address }, unchanged: unchanged, drift: drift, steps: steps,
    isDestroy: isDestroy, targets: targets)
}

/// New tags for a task definition, and the service that follows it.
func tagBump(_ name: String, revision: Int, images: [(container: String, before: String, after: String)])
  -> [Change]
{
  let fields = images.map { container, before, after in
    field(
      imagePath(container), image("tracker-\(name)", before), image("tracker-\(name)", after), .newRevision)
  }
  var rolled = update(service(name), [])
  rolled.revision = RevisionChange(before: "tracker-\(name):\(revision)", after: nil)
  rolled.rollout = .awaited
  rolled.fields = [
    FieldChange(
      path: .member("taskDefinition"), before: .known(.string("tracker-\(name):\(revision)")),
      after: .unknownUntilApplied,
      effect: .newDeployment)
  ]
  let registered = Change(
    address: taskDefinition(name), identity: identity(taskDefinition(name)), action: .create,
    reason: .differs,
    fields: fields, revision: RevisionChange(before: "tracker-\(name):\(revision)", after: nil))
  return [rolled, registered]
}

func resource(_ address: Address, _ attributes: JSON = [:]) -> Resource {
  Resource(address: address, identity: identity(address), attributes: attributes)
}

/// Register a revision, point the service at it, wait.
func rolloutSteps(_ name: String, from number: Int = 1) -> [Step] {
  [
    Step(
      id: .init(number), address: taskDefinition(name), work: .create(Step.Creation(of: resource(taskDefinition(name))))),
    Step(
      id: .init(number + 1), address: service(name),
      work: .update(
        Step.ResourceChange(
          resource: resource(service(name)), before: [:], after: [:], changedMembers: ["taskDefinition"],
          revision: .registered(by: taskDefinition(name)))), dependsOn: [.init(number)]),
    Step(
      id: .init(number + 2), address: service(name), work: .awaitRollout(Step.RolloutWait(for: identity(service(name)))),
      dependsOn: [.init(number + 1)]),
  ]
}

extension PlanText {
  init(_ plan: Plan, style: Style = .plain, revealsAll: Bool = false) {
    self.init(PlanView(plan, revealsAll: revealsAll), style: style)
  }
}

extension PlanJSON {
  init(_ plan: Plan) { self.init(PlanView(plan)) }
}

extension ApplyReportText {
  init(_ report: ApplyReport, showsHints: Bool = true) {
    var view = ApplyView(report)
    view.showsHints = showsHints
    self.init(view)
  }
}
