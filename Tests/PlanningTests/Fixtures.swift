import JSONDocument
import Resources

@testable import Planning

/// A small world to plan in: what files say, what was recorded, and what is there.
struct World {
  var desired: [Resource] = []
  var recorded: [RecordedResource] = []
  var known: [String: [RecordedRevision]] = [:]
  var deposed: [DeposedResource] = []
  var begun: [Resource] = []
  var observed = ObservedState()
  var bootstrapTag: String?

  static let environment = EnvironmentIdentity(
    name: "staging", directory: "envs/staging",
    provider: ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "111111111111"), cluster: "main")

  var desiredState: DesiredState {
    DesiredState(
      environment: Self.environment, resources: desired, bootstrapTag: bootstrapTag,
      imageNames: Set(desired.flatMap { TaskDefinitionDocument($0.attributes).images.map(\.name) }))
  }

  var recordedState: RecordedState {
    var state = RecordedState(
      version: recorded.isEmpty ? nil : StateVersion(lineage: "lineage", serial: 7), resources: recorded, revisions: known,
      deposed: deposed)
    state.begun = begun.map {
      RecordedResource(address: $0.address, identity: $0.identity, declared: $0.attributes, observed: [:])
    }
    return state
  }

  func plan(_ scope: PlanScope = PlanScope()) -> Plan {
    Planner(desired: desiredState, recorded: recordedState, observed: observed, scope: scope).plan()
  }

  // MARK: Making it

  /// Says that the object is there as `attributes`, and by default that we recorded it so.
  mutating func exists(_ resource: Resource, as attributes: JSON? = nil, isRecorded: Bool = true) {
    let live = attributes ?? resource.attributes
    let arn = "arn:\(resource.identity)"
    observed.objects[resource.identity] = .present(
      ObservedObject(identity: resource.identity, attributes: live, arn: arn))
    if isRecorded { record(resource, observed: live, arn: arn) }
  }

  mutating func record(_ resource: Resource, observed: JSON? = nil, arn: String? = nil) {
    recorded.append(
      RecordedResource(
        address: resource.address, identity: resource.identity, declared: resource.attributes,
        observed: observed ?? resource.attributes, arn: arn))
  }

  /// Says that a replacement has left the object over.
  mutating func depose(_ resource: Resource, in run: Int, arn: String? = nil) {
    let record = RecordedResource(
      address: resource.address, identity: resource.identity, declared: resource.attributes, observed: resource.attributes,
      arn: arn)
    deposed.append(DeposedResource(record, replacedIn: run))
  }

  /// Says that a revision is there, and by default that it is the one we recorded.
  @discardableResult
  mutating func revision(
    _ resource: Resource, _ number: Int, as content: JSON? = nil, isActive: Bool = true, isRecorded: Bool = true
  ) -> Revision {
    let revision = Revision(
      arn: Self.arn(resource.identity.name, number), family: resource.identity.name, number: number, isActive: isActive,
      content: content ?? resource.attributes)
    observed.revisions[revision.arn] = revision
    if isRecorded { record(resource, observed: revision.content, arn: revision.arn) }
    return revision
  }

  static func arn(_ family: String, _ number: Int) -> String {
    "arn:aws:ecs:eu-west-1:111111111111:task-definition/\(family):\(number)"
  }
}

// MARK: Resources

func task(
  _ name: String, image: String = "api:1", family: String? = nil, with members: JSON = [:]
) -> Resource {
  var attributes: JSON = [
    "family": .string(family ?? name), "containerDefinitions": [["name": "web", "image": .string(image)]],
  ]
  for member in members.objectValue ?? JSONObject() { attributes[member.key] = member.value }
  return Resource(
    address: Address(.taskDefinition, name), identity: ResourceIdentity(.taskDefinition, name: family ?? name),
    attributes: attributes, file: "envs/staging/task-definitions/\(name).json")
}

func service(
  _ name: String, task: String? = nil, named: String? = nil, cluster: String = "main", with members: JSON = [:]
) -> Resource {
  let target = Address(.taskDefinition, task ?? name)
  var attributes: JSON = ["serviceName": .string(named ?? name)]
  for member in members.objectValue ?? JSONObject() { attributes[member.key] = member.value }
  return Resource(
    address: Address(.service, name), identity: ResourceIdentity(.service, name: named ?? name, scope: cluster),
    attributes: attributes, links: [.init(member: "taskDefinition", target: target)],
    file: "envs/staging/services/\(name).json")
}

func thing(_ kind: ResourceKind, _ name: String, named: String? = nil, with attributes: JSON = [:]) -> Resource {
  Resource(
    address: Address(kind, name), identity: ResourceIdentity(kind, name: named ?? name), attributes: attributes,
    file: "envs/staging/\(kind.folder)/\(name).json")
}

extension Resource {
  /// The service as ECS answers it, running a revision.
  func running(_ revision: String, with members: JSON = [:]) -> JSON {
    var live = attributes
    live["taskDefinition"] = .string(revision)
    for member in members.objectValue ?? JSONObject() { live[member.key] = member.value }
    return live
  }
}

// MARK: What came out, as text

extension Plan {
  /// `create aws_ecs_service.api`, one line a change.
  var actions: [String] { changes.map { "\($0.action.rawValue) \($0.address)" } }

  /// `3 update aws_ecs_service.api after 1 2`, one line a step.
  var stepLines: [String] {
    steps.map { step in
      let needs = step.dependsOn.isEmpty ? "" : " after " + step.dependsOn.map { "\($0.number)" }.joined(separator: " ")
      return "\(step.id.number) \(step.work.word) \(step.address)\(needs)"
    }
  }

  func change(_ address: String) -> Change? { changes.first { $0.address.description == address } }
}

extension Change {
  var fieldLines: [String] { fields.map(\.line) }
}

extension FieldChange {
  /// `cpu: 256 → 512`
  var line: String { "\(path): \(before.text) → \(after.text)" }
}

extension FieldChange.Value {
  var text: String {
    switch self {
    case .absent: "absent"
    case .known(let json): json.stringValue ?? json.text()
    case .unknownUntilApplied: "?"
    }
  }
}

extension Step.Work {
  var word: String {
    switch self {
    case .create: "create"
    case .update: "update"
    case .delete(let deletion): "delete(\(deletion.identity))"
    case .awaitRollout: "await"
    case .adopt: "adopt"
    case .forget: "forget"
    case .run: "run"
    }
  }
}
