import JSONDocument
import Resources
import Testing

@testable import Planning

@Suite("Plan file")
struct PlanFileTests {
  /// A plan with every kind of change, work, reason and value in it, and secrets in all places.
  static let full: Plan = {
    func secret(_ value: String) -> JSON {
      [
        "containerDefinitions": [
          [
            "name": "web", "image": "api:1",
            "environment": [["name": "DB_PASSWORD", "value": .string(value)], ["name": "LEVEL", "value": "info"]],
          ]
        ]
      ]
    }
    var world = World()
    world.bootstrapTag = "none-yet"
    world.desired = [
      task("api", with: secret("hunter2-new")), service("api", with: ["enableExecuteCommand": true]),
      task("first", image: "first:none-yet"), service("first"), service("moved", named: "moved-v2"),
      task("back", image: "back:1"), task("tagged", with: ["tags": [["key": "api-token", "value": "hunter2-tag"]]]),
      service("back", with: ["schedulingStrategy": "DAEMON"]), thing(.cluster, "primary", named: "main"), thing(.cluster, "new"),
      thing(.cluster, "lost"),
    ]
    world.revision(task("api", with: secret("hunter2-old")), 3)
    world.exists(service("api"), as: service("api").running(World.arn("api", 3), with: ["enableExecuteCommand": false]))
    world.known["back"] = [world.revision(task("back", image: "back:1"), 1, isRecorded: false).recorded]
    world.revision(task("back", image: "back:2"), 2)
    world.exists(service("back"), as: service("back").running(World.arn("back", 2), with: ["schedulingStrategy": "REPLICA"]))
    world.revision(task("tagged"), 1)
    world.exists(service("moved"), as: service("moved").running(World.arn("x", 1)))
    world.exists(thing(.cluster, "main"))
    world.record(thing(.cluster, "lost"))
    world.exists(thing(.repository, "images"))
    world.exists(service("gone"), as: service("gone").running(World.arn("gone", 1)))
    world.revision(task("gone", with: secret("hunter2-gone")), 1)
    world.record(service("goner"))
    world.recorded.append(
      RecordedResource(
        address: Address(.service, "drifted"), identity: ResourceIdentity(.service, name: "drifted", scope: "main"),
        declared: [:],
        observed: ["tags": [["key": "db-password", "value": "hunter2-a"]]]))
    world.observed.objects[ResourceIdentity(.service, name: "drifted", scope: "main")] = .present(
      ObservedObject(
        identity: ResourceIdentity(.service, name: "drifted", scope: "main"),
        attributes: ["tags": [["key": "db-password", "value": "hunter2-b"]]]))
    let migrate = Resource(
      address: Address(.oneOffTask, "migrate"), identity: ResourceIdentity(.oneOffTask, name: "migrate", scope: "main"),
      attributes: [
        "overrides": [
          "containerOverrides": [
            [
              "name": "web", "command": ["migrate", "--password", "hunter2-word"],
              "environment": [["name": "DB_PASSWORD", "value": "hunter2-task"]],
            ]
          ]
        ]
      ], links: [.init(member: "taskDefinition", target: Address(.taskDefinition, "api"))])
    world.desired.append(migrate)
    var desired = world.desiredState
    desired.tasks = [migrate.address: OneOffTask(container: "web", before: [Address(.service, "api")])]
    var plan = Planner(desired: desired, recorded: world.recordedState, observed: world.observed).plan()
    plan.inputs = [InputFile(path: "envs/staging/environment.json", digest: ContentDigest(of: "a"))]
    return plan
  }()

  @Test("the plan of these tests has every action")
  func everyAction() {
    let actions = Set(Self.full.changes.map(\.action))
    #expect(actions == Set(Action.allCases))
  }

  @Test("what is read back is what was written, but for its secrets")
  func roundTrip() throws {
    let json = PlanFile.json(of: Self.full)
    let read = try PlanFile.plan(from: JSON(text: json.text(.pretty)))
    #expect(PlanFile.json(of: read) == json)
    #expect(read.changes.map(\.action) == Self.full.changes.map(\.action))
    #expect(read.changes.map(\.reason) == Self.full.changes.map(\.reason))
    #expect(read.changes.map(\.rollout) == Self.full.changes.map(\.rollout))
    #expect(read.changes.map(\.revision) == Self.full.changes.map(\.revision))
    #expect(read.changes.flatMap(\.fields).map(\.path) == Self.full.changes.flatMap(\.fields).map(\.path))
    #expect(read.stepLines == Self.full.stepLines)
    #expect(read.fingerprints == Self.full.fingerprints)
    #expect(read.records == Self.full.records && !read.records.isEmpty)
    #expect(read.environment == Self.full.environment)
    #expect(read.state == Self.full.state)
    #expect(read.inputs == Self.full.inputs)
  }

  @Test("a plan without secrets is read back as the same plan")
  func plain() throws {
    var world = World()
    world.desired = [task("api"), service("api"), thing(.cluster, "main")]
    var plan = world.plan(PlanScope(targets: [Address(.cluster, "main")], deletesData: true))
    plan.rolloutNotes = RolloutNote.Matter.allCases.map { matter in
      var note = RolloutNote(matter, at: Address(.service, "api"), revision: "api:4", running: 1, wanted: 2)
      (note.pending, note.failed) = (1, 3)
      return note
    }
    plan.rolloutNotes[0].serving = "api:3"
    plan.rolloutNotes[0].memory = RolloutMemory(
      run: 4, operation: "apply", who: "kim@laptop", at: 1_700_000_000, outcome: "failed", ending: .failed)
    var read = try PlanFile.plan(from: PlanFile.json(of: plan))
    #expect(read.isMasked)
    read.isMasked = false
    #expect(read == plan)
  }

  @Test("no secret stands in the file")
  func secrets() {
    for layout in [JSON.Layout.compact, .pretty, .canonical] {
      #expect(!PlanFile.json(of: Self.full).text(layout).contains("hunter2"))
    }
  }

  @Test("a secret that changed is seen to have changed")
  func fingerprints() {
    let field = Self.full.changes.flatMap(\.fields).first { $0.path.description.contains("DB_PASSWORD") }
    let masked = PlanFile.json(of: Self.full)["changes"]?.arrayValue?.flatMap { $0["fields"]?.arrayValue ?? [] }
      .first { $0["path"]?.arrayValue?.contains(["key": "DB_PASSWORD"]) ?? false }
    #expect(field?.isSensitive == true)
    #expect(masked?["before"] != nil)
    #expect(masked?["before"] != masked?["after"])
  }

  static let damages: [(String, PlanFileError)] = [
    ("{}", .notAPlan), ("[]", .notAPlan), (#"{"type":"reconcile-plan"}"#, .notAPlan),
    (#"{"type":"terraform-plan","formatVersion":1}"#, .notAPlan),
    (#"{"type":"reconcile-plan","formatVersion":0}"#, .notAPlan),
    (#"{"type":"reconcile-plan","formatVersion":2}"#, .newerFormat(found: 2, known: 1, program: nil)),
    (
      #"{"type":"reconcile-plan","formatVersion":3,"program":"reconcile 9.1"}"#,
      .newerFormat(found: 3, known: 1, program: "reconcile 9.1")
    ),
    (#"{"type":"reconcile-plan","formatVersion":1}"#, .damaged(at: "environment")),
  ]

  @Test("what is no plan is refused", arguments: damages)
  func refused(text: String, error: PlanFileError) throws {
    let json = try JSON(text: text)
    #expect(throws: error) { try PlanFile.plan(from: json) }
  }

  @Test(
    "a plan that lacks a part is refused, with the part's name",
    arguments: [
      "environment", "inputs", "isDestroy", "deletesData", "targets", "unchanged", "changes", "drift", "steps", "fingerprints",
      "records",
    ])
  func damaged(member: String) {
    var json = PlanFile.json(of: Self.full)
    json[member] = Optional.none
    #expect(throws: PlanFileError.damaged(at: member)) { try PlanFile.plan(from: json) }
  }

  @Test(
    "a part of an unknown form is refused",
    arguments: [
      ("changes", "action", "explode"), ("changes", "reason", #"{"is":"magic"}"#), ("changes", "address", "aws_nothing.x"),
      ("changes", "fields", "1"), ("steps", "work", #"{"do":"explode"}"#), ("steps", "dependsOn", #"["x"]"#),
      ("steps", "id", "one"),
      ("drift", "kind", "moved"), ("fingerprints", "sha256", "abc"), ("inputs", "sha256", "abc"),
    ])
  func misshapen(list: String, member: String, value: String) throws {
    var json = PlanFile.json(of: Self.full)
    var items = json[list]?.arrayValue ?? []
    items[0][member] = (try? JSON(text: value)) ?? .string(value)
    json[list] = .array(items)
    let damaged = json
    #expect(throws: PlanFileError.self) { try PlanFile.plan(from: damaged) }
  }
}

/// What two plans must share to be the same deed.
@Suite("Contract of a plan")
struct ContractTests {
  private var world: World {
    var world = World()
    world.desired = [task("api", image: "api:2"), service("api", with: ["desiredCount": 2])]
    world.revision(task("api", image: "api:1"), 3)
    world.exists(service("api"), as: service("api").running(World.arn("api", 3), with: ["desiredCount": 1, "runningCount": 1]))
    return world
  }

  private func contract(_ edit: (inout World) -> Void = { _ in }) -> ContentDigest {
    var world = world
    edit(&world)
    return PlanFile.contract(of: world.plan())
  }

  @Test("a saved plan has the contract of the plan that was saved, with secrets and without")
  func saved() throws {
    for plan in [world.plan(), PlanFileTests.full] {
      let read = try PlanFile.plan(from: JSON(text: PlanFile.json(of: plan).text(.pretty)))
      #expect(PlanFile.contract(of: read) == PlanFile.contract(of: plan))
    }
  }

  @Test("equal plans have equal contracts, whatever moves that does not matter")
  func equal() {
    let plain = contract()
    #expect(contract() == plain)
    #expect(contract { $0.observe(["runningCount": 0, "desiredCount": 1]) } == plain)
    #expect(contract { $0.observe(["tomorrow": 1, "desiredCount": 1, "enableExecuteCommand": false]) } == plain)
    #expect(contract { $0.exists(thing(.cluster, "elsewhere"), isRecorded: false) } == plain)
    #expect(contract { $0.recorded = [] } == plain)
    #expect(contract { $0.desired[1].file = "/somewhere/else/api.json" } == plain)
    #expect(
      contract { world in
        world.desired.append(thing(.cluster, "quiet"))
        world.exists(thing(.cluster, "quiet"))
      } == plain)
  }

  @Test("each difference that matters makes another contract")
  func different() {
    let others: [(String, ContentDigest)] = [
      ("another image", contract { $0.desired[0] = task("api", image: "api:3") }),
      ("another count", contract { $0.desired[1] = service("api", with: ["desiredCount": 3]) }),
      ("another live count", contract { $0.observe(["desiredCount": 5]) }),
      ("another live setting", contract { $0.observe(["desiredCount": 1, "enableExecuteCommand": true]) }),
      ("another revision in use", contract { $0.observe(["taskDefinition": .string(World.arn("api", 4))]) }),
      ("one resource more", contract { $0.desired.append(thing(.cluster, "new")) }),
      (
        "a removal",
        contract { world in
          world.exists(service("gone"))
        }
      ),
      ("a destroy", PlanFile.contract(of: world.plan(PlanScope(isDestroy: true)))),
      (
        "another secret",
        contract { world in
          world.desired[0] = task("api", with: ["containerDefinitions": [["environment": [["name": "TOKEN", "value": "1"]]]]])
        }
      ),
      (
        "and yet another",
        contract { world in
          world.desired[0] = task("api", with: ["containerDefinitions": [["environment": [["name": "TOKEN", "value": "2"]]]]])
        }
      ),
      ("nothing", PlanFile.contract(of: World().plan())),
    ]
    var seen: [ContentDigest: String] = [contract(): "the plan itself"]
    for (name, digest) in others {
      #expect(seen[digest] == nil, "\(name) is like \(seen[digest] ?? "")")
      seen[digest] = name
    }
  }

  @Test("another cloud, account or region is another deed")
  func cloud() {
    let plan = world.plan()
    for path in [\EnvironmentIdentity.name, \.provider.accountId, \.provider.region] {
      var other = plan
      other.environment[keyPath: path] = "other"
      #expect(PlanFile.contract(of: other) != PlanFile.contract(of: plan))
    }
    var other = plan
    other.environment.provider.name = .awsCommandLine
    #expect(PlanFile.contract(of: other) != PlanFile.contract(of: plan))
    for state in [StateVersion(lineage: "lineage", serial: 8), nil] {
      var typedOtherwise = PlanFileTests.full
      typedOtherwise.environment.directory = "./envs/staging/"
      typedOtherwise.state = state
      #expect(PlanFile.contract(of: typedOtherwise) == PlanFile.contract(of: PlanFileTests.full))
    }
  }
}

extension World {
  /// Says that the service `api` looks otherwise now.
  fileprivate mutating func observe(_ members: JSON) {
    let api = service("api")
    observed.objects[api.identity] = .present(
      ObservedObject(
        identity: api.identity, attributes: api.running(World.arn("api", 3), with: members), arn: "arn:\(api.identity)"))
  }
}
