import JSONDocument
import Resources
import Testing

@testable import Planning

/// What somebody else changed since we wrote it down.
@Suite("Drift")
struct DriftTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var kind: ResourceKind
    var declared: String
    var recorded: String
    var live: String
    var lines: [String]

    init(
      _ name: String, _ kind: ResourceKind = .service, declared: String = "{}", recorded: String = "{}", live: String,
      _ lines: String...
    ) {
      testDescription = name
      self.kind = kind
      self.declared = declared
      self.recorded = recorded
      self.live = live
      self.lines = lines
    }
  }

  static let cases: [Case] = [
    Case(
      "counts and timestamps are none", recorded: #"{"runningCount":1,"createdAt":1}"#, live: #"{"runningCount":2,"createdAt":2}"#
    ),
    Case(
      "defaults that AWS fills in are none",
      live: #"{"enableExecuteCommand":false,"loadBalancers":[],"schedulingStrategy":"REPLICA"}"#),
    Case(
      "members that nobody knows are none",
      live: #"{"tomorrow":1,"deploymentConfiguration":{"tomorrow":1,"earlySuccessCriteria":{"x":1}}}"#),
    Case(
      "a member that nobody knows and the files mention", declared: #"{"tomorrow":1}"#, recorded: #"{"tomorrow":1}"#,
      live: #"{"tomorrow":2}"#, "tomorrow: 1 → 2"),
    Case(
      "a count that the files do not mention is somebody else's", recorded: #"{"desiredCount":2}"#, live: #"{"desiredCount":5}"#),
    Case(
      "a count that the files mention", declared: #"{"desiredCount":2}"#, recorded: #"{"desiredCount":2}"#,
      live: #"{"desiredCount":5}"#,
      "desiredCount: 2 → 5"),
    Case(
      "a field that the files do not mention", recorded: #"{"enableExecuteCommand":false}"#,
      live: #"{"enableExecuteCommand":true}"#,
      "enableExecuteCommand: false → true"),
    Case(
      "another revision", recorded: #"{"taskDefinition":"arn:aws:ecs:eu-west-1:1:task-definition/api:1"}"#,
      live: #"{"taskDefinition":"arn:aws:ecs:eu-west-1:1:task-definition/api:2"}"#, "taskDefinition: api:1 → api:2"),
    Case(
      "what is never returned is none",
      recorded: #"{"monitoring":{"metricConfigurations":[{"metricNames":["CPUUtilization"]}]}}"#, live: #"{}"#),
    Case(
      "a daemon's count is ECS's", declared: #"{"desiredCount":1}"#,
      recorded: #"{"schedulingStrategy":"DAEMON","desiredCount":1}"#,
      live: #"{"schedulingStrategy":"DAEMON","desiredCount":3}"#),
    Case(
      "a policy that was not read", .repository, recorded: #"{"lifecyclePolicy":{"rules":[{"rulePriority":1}]}}"#, live: #"{}"#),
    Case(
      "a policy that the files declare", .repository, declared: #"{"lifecyclePolicy":{}}"#,
      recorded: #"{"lifecyclePolicy":{"rules":[{"rulePriority":1}]}}"#, live: #"{}"#,
      #"lifecyclePolicy: {"rules":[{"rulePriority":1}]} → absent"#),
    Case("retention", .logGroup, recorded: #"{"retentionInDays":30}"#, live: #"{}"#, "retentionInDays: 30 → absent"),
  ]

  @Test("drift is what differs from the record", arguments: cases)
  func finds(_ example: Case) throws {
    let drift = DriftFinder(
      recorded: RecordedState(resources: [
        RecordedResource(
          address: Address(example.kind, "api"), identity: ResourceIdentity(example.kind, name: "api"),
          declared: try JSON(text: example.declared),
          observed: try JSON(text: example.recorded))
      ]),
      observed: ObservedState(objects: [
        ResourceIdentity(example.kind, name: "api"): .present(
          ObservedObject(identity: ResourceIdentity(example.kind, name: "api"), attributes: try JSON(text: example.live)))
      ])
    ).drift()
    #expect(drift.flatMap(\.fields).map(\.line) == example.lines)
  }

  @Test(
    "what is gone or going is drift; what was not asked for is not",
    arguments: [(Observation.absent, 1), (.draining, 1), (nil, 0)] as [(Observation?, Int)])
  func gone(observation: Observation?, count: Int) {
    var world = World()
    world.record(thing(.cluster, "main"))
    world.observed.objects[ResourceIdentity(.cluster, name: "main")] = observation
    let drift = DriftFinder(recorded: world.recordedState, observed: world.observed).drift()
    #expect(drift.map(\.kind) == Array(repeating: .deleted, count: count))
  }
}
