import JSONDocument
import Resources

/// Reads the parts of a plan from JSON; every missing or unknown part is named.
enum PlanDecoding {
  static func list<T>(
    _ json: JSON, _ member: String, _ read: (JSON) throws(PlanFileError) -> T
  ) throws(PlanFileError) -> [T] {
    guard let items = json[member]?.arrayValue else { throw .damaged(at: member) }
    var list: [T] = []
    list.reserveCapacity(items.count)
    for item in items { list.append(try read(item)) }
    return list
  }

  private static func text(_ json: JSON, _ member: String) throws(PlanFileError) -> String {
    guard let text = json[member]?.stringValue else { throw .damaged(at: member) }
    return text
  }

  private static func part(_ json: JSON, _ member: String) throws(PlanFileError) -> JSON {
    guard let part = json[member] else { throw .damaged(at: member) }
    return part
  }

  static func flag(_ json: JSON, _ member: String) throws(PlanFileError) -> Bool {
    guard let flag = json[member]?.boolValue else { throw .damaged(at: member) }
    return flag
  }

  static func number(_ json: JSON, _ member: String) throws(PlanFileError) -> Int {
    guard let number = json[member]?.intValue else { throw .damaged(at: member) }
    return number
  }

  private static func texts(_ json: JSON, _ member: String) throws(PlanFileError) -> [String] {
    try list(json, member) { item throws(PlanFileError) in
      guard let text = item.stringValue else { throw .damaged(at: member) }
      return text
    }
  }

  private static func digest(_ json: JSON, in member: String) throws(PlanFileError) -> ContentDigest {
    guard let digest = ContentDigest(hex: try text(json, "sha256")) else { throw .damaged(at: member) }
    return digest
  }

  static func input(_ json: JSON) throws(PlanFileError) -> InputFile {
    InputFile(path: try text(json, "path"), digest: try digest(json, in: "inputs"))
  }

  static func fingerprints(_ json: JSON) throws(PlanFileError) -> [ResourceIdentity: ContentDigest] {
    let pairs = try list(json, "fingerprints") { item throws(PlanFileError) in
      (try identity(part(item, "identity")), try digest(item, in: "fingerprints"))
    }
    return Dictionary(pairs, uniquingKeysWith: { $1 })
  }

  static func records(_ json: JSON) throws(PlanFileError) -> [Address: ContentDigest] {
    let pairs = try list(json, "records") { item throws(PlanFileError) in
      (try address(part(item, "address")), try digest(item, in: "records"))
    }
    return Dictionary(pairs, uniquingKeysWith: { $1 })
  }

  static func environment(_ json: JSON) throws(PlanFileError) -> EnvironmentIdentity {
    guard let provider = ProviderName(rawValue: try text(json, "provider")) else { throw .damaged(at: "provider") }
    return EnvironmentIdentity(
      name: try text(json, "name"), directory: try text(json, "directory"),
      provider: ProviderIdentity(
        name: provider, region: try text(json, "region"), accountId: try text(json, "accountId")),
      cluster: try text(json, "cluster"))
  }

  static func version(_ json: JSON?) -> StateVersion? {
    guard let lineage = json?["lineage"]?.stringValue, let serial = json?["serial"]?.intValue else { return nil }
    return StateVersion(lineage: lineage, serial: serial)
  }

  static func address(_ json: JSON) throws(PlanFileError) -> Address {
    guard let address = json.stringValue.flatMap({ Address($0) }) else { throw .damaged(at: "address") }
    return address
  }

  /// Plans of before had none.
  static func waves(_ json: JSON?) throws(PlanFileError) -> [[Address]] {
    var waves: [[Address]] = []
    for wave in json?.arrayValue ?? [] { waves.append(try list(["wave": wave], "wave", address)) }
    return waves
  }

  static func identity(_ json: JSON) throws(PlanFileError) -> ResourceIdentity {
    guard let kind = ResourceKind.named(try text(json, "kind")) else { throw .damaged(at: "kind") }
    return ResourceIdentity(kind, name: try text(json, "name"), scope: json["scope"]?.stringValue)
  }

  static func change(_ json: JSON) throws(PlanFileError) -> Change {
    guard let action = Action(rawValue: try text(json, "action")) else { throw .damaged(at: "action") }
    var change = Change(
      address: try address(part(json, "address")), identity: try identity(part(json, "identity")), action: action,
      reason: try reason(part(json, "reason")), fields: try list(json, "fields", field), before: json["before"],
      after: json["after"])
    change.revision = json["revision"].map {
      RevisionChange(before: $0["before"]?.stringValue, after: $0["after"]?.stringValue)
    }
    if let rollout = json["rollout"] { change.rollout = try self.rollout(rollout) }
    return change
  }

  static func drift(_ json: JSON) throws(PlanFileError) -> Drift {
    guard let kind = Drift.Kind(rawValue: try text(json, "kind")) else { throw .damaged(at: "drift") }
    let fates = try list(json, "fates") { item throws(PlanFileError) in
      guard let fate = Drift.Fate(rawValue: try text(item, "fate")) else { throw .damaged(at: "fate") }
      return (try path(part(item, "path")), fate)
    }
    return Drift(
      address: try address(part(json, "address")), kind: kind, fields: try list(json, "fields", field),
      fates: Dictionary(fates, uniquingKeysWith: { $1 }))
  }

  static func way(_ json: JSON) throws(PlanFileError) -> ImageTagChange.Way {
    ImageTagChange.Way(image: try text(json, "image"), before: try text(json, "before"), after: try text(json, "after"))
  }

  static func ignored(_ json: JSON) throws(PlanFileError) -> IgnoredDifference {
    IgnoredDifference(
      address: try address(part(json, "address")), field: try field(part(json, "field")), reason: try text(json, "reason"),
      isLeft: json["is_left"]?.boolValue ?? false)
  }

  private static func field(_ json: JSON) throws(PlanFileError) -> FieldChange {
    guard let effect = FieldFacts.Effect(rawValue: try text(json, "effect")) else { throw .damaged(at: "effect") }
    return FieldChange(
      path: try path(part(json, "path")), before: try value(json["before"]), after: try value(json["after"]), effect: effect,
      isSensitive: try flag(json, "sensitive"))
  }

  private static func path(_ json: JSON) throws(PlanFileError) -> FieldPath {
    guard let list = json.arrayValue else { throw .damaged(at: "path") }
    var steps: [FieldPath.Step] = []
    for step in list {
      if let name = step.stringValue {
        steps.append(.member(name))
      } else if let key = step["key"]?.stringValue {
        steps.append(.key(key))
      } else {
        throw .damaged(at: "path")
      }
    }
    return FieldPath(steps)
  }

  private static func value(_ json: JSON?) throws(PlanFileError) -> FieldChange.Value {
    guard let json else { return .absent }
    if let value = json["value"] { return .known(value) }
    guard json["unknown"] == true else { throw .damaged(at: "value") }
    return .unknownUntilApplied
  }

  private static func reason(_ json: JSON) throws(PlanFileError) -> ActionReason {
    switch try text(json, "is") {
    case "notThere": return .notThere
    case "deletedOutside": return .deletedOutside
    case "differs": return .differs
    case "deregistered": return .deregistered(revision: try text(json, "revision"))
    case "cannotUpdate": return .cannotUpdate(try list(json, "paths", path))
    case "renamed": return .renamed(from: try identity(part(json, "from")))
    case "leftOver": return .leftOver(run: json["run"]?.intValue)
    case "begun": return .begun
    case "takenBack": return .takenBack(run: json["run"]?.intValue)
    case "givenUp": return .givenUp
    case "noLongerDesired": return .noLongerDesired
    case "destroying": return .destroying
    case "holdsData": return .holdsData
    case "declaredElsewhere": return .declaredElsewhere(try text(json, "directory"))
    case "existsUnrecorded": return .existsUnrecorded
    case "sameContentAs": return .sameContentAs(revision: try text(json, "revision"))
    case "goneAlready": return .goneAlready
    case "takenAlong": return .takenAlong(by: try identity(part(json, "by")))
    case "moved": return .moved(from: try address(part(json, "from")))
    case "deploymentFailed": return .deploymentFailed(json["words"]?.stringValue)
    case "notRunYet": return .notRunYet
    case "runsAlways": return .runsAlways
    case "askedFor": return .askedFor
    case "redeployed": return .redeployed
    case "scaled": return .scaled
    default: throw .damaged(at: "reason")
    }
  }

  private static func rollout(_ json: JSON) throws(PlanFileError) -> RolloutExpectation {
    if let tag = json["bootstrap"]?.stringValue { return .bootstrap(tag: tag) }
    switch json.stringValue {
    case "awaited": return .awaited
    case "none": return RolloutExpectation.none
    default: throw .damaged(at: "rollout")
    }
  }

  static func step(_ json: JSON) throws(PlanFileError) -> Step {
    Step(
      id: Step.ID(try number(json, "id")), address: try address(part(json, "address")), work: try work(part(json, "work")),
      dependsOn: try list(json, "dependsOn") { item throws(PlanFileError) in
        guard let number = item.intValue else { throw .damaged(at: "dependsOn") }
        return Step.ID(number)
      })
  }

  private static func check(_ json: JSON) throws(PlanFileError) -> RolloutCheck {
    let probe: RolloutCheck.Probe
    if json["command"] != nil {
      probe = .command(try texts(json, "command"))
    } else {
      probe = .http(
        status: try number(json, "status"),
        values: try list(json, "values") { item throws(PlanFileError) in
          RolloutCheck.Expectation(pointer: try text(item, "pointer"), value: try part(item, "value"))
        })
    }
    var check = RolloutCheck(
      probe, url: json["url"]?.stringValue, service: try text(json, "service"), tag: json["tag"]?.stringValue,
      attempts: try number(json, "attempts"), interval: try number(json, "interval"), timeout: try number(json, "timeout"))
    check.isNew = json["new"]?.boolValue ?? false
    return check
  }

  private static func resumed(_ json: JSON?) throws(PlanFileError) -> ObservedRollout? {
    guard let json else { return nil }
    return ObservedRollout(
      deploymentId: try text(json, "deployment"), revision: try text(json, "revision"),
      state: json["unproven"].map { .unproven($0["problem"]?.stringValue) } ?? .underWay,
      completedBefore: json["completedBefore"]?.stringValue)
  }

  private static func work(_ json: JSON) throws(PlanFileError) -> Step.Work {
    switch try text(json, "do") {
    case "create":
      return .create(
        Step.Creation(of: try resource(part(json, "resource")), revision: try source(json["revision"])))
    case "update":
      let change = Step.ResourceChange(
        resource: try resource(part(json, "resource")), before: try part(json, "before"), after: try part(json, "after"),
        changedMembers: Set(try texts(json, "changed")), revision: try source(json["revision"]))
      return .update(change)
    case "delete":
      return .delete(
        Step.Deletion(
          of: try identity(part(json, "identity")), arn: json["arn"]?.stringValue,
          revisions: try texts(json, "revisions"), withData: try flag(json, "withData")))
    case "awaitRollout":
      return .awaitRollout(
        Step.RolloutWait(
          for: try identity(part(json, "identity")), resuming: try resumed(json["resuming"]),
          checks: json["checks"] == nil ? [] : try list(json, "checks", check), count: json["count"]?.intValue,
          isScaling: json["scaling"]?.boolValue ?? false,
          missingImages: json["missingImages"] == nil ? [] : try texts(json, "missingImages")))
    case "adopt":
      let resource = try resource(part(json, "resource"))
      let object = ObservedObject(
        identity: resource.identity, attributes: try part(json, "attributes"), arn: json["arn"]?.stringValue)
      return .adopt(Step.Adoption(of: resource, as: object))
    case "forget": return .forget(try identity(part(json, "identity")))
    case "run":
      var run = Step.TaskRun(
        of: try resource(part(json, "resource")), task: try task(part(json, "task")),
        work: try taskWork(part(json, "of")), revision: try source(json["revision"]))
      run.isNew = json["new"]?.boolValue ?? false
      return .run(run)
    default: throw .damaged(at: "work")
    }
  }

  private static func task(_ json: JSON) throws(PlanFileError) -> OneOffTask {
    guard let occasion = OneOffTask.Occasion(rawValue: try text(json, "runs")) else { throw .damaged(at: "runs") }
    guard let onTimeout = OneOffTask.TimeoutResponse(rawValue: try text(json, "onTimeout")) else {
      throw .damaged(at: "onTimeout")
    }
    return OneOffTask(
      container: try text(json, "container"), occasion: occasion, before: try list(json, "before", address),
      timeout: try number(json, "timeout"), onTimeout: onTimeout)
  }

  private static func taskWork(_ json: JSON) throws(PlanFileError) -> TaskWork {
    TaskWork(
      image: try text(json, "image"), digest: json["digest"]?.stringValue,
      command: json["command"] == nil ? nil : try texts(json, "command"))
  }

  private static func resource(_ json: JSON) throws(PlanFileError) -> Resource {
    Resource(
      address: try address(part(json, "address")), identity: try identity(part(json, "identity")),
      attributes: try part(json, "attributes"),
      links: try list(json, "links") { link throws(PlanFileError) in
        Resource.Link(member: try text(link, "member"), target: try address(part(link, "target")))
      }, file: try text(json, "file"))
  }

  private static func source(_ json: JSON?) throws(PlanFileError) -> Step.RevisionSource? {
    guard let json, !json.isNull else { return nil }
    if let arn = json["existing"]?.stringValue { return .existing(arn: arn) }
    return .registered(by: try address(part(json, "registeredBy")))
  }
}
