import JSONDocument
import Providers
import Resources
import Testing

@testable import AWS

/// What several looks at a service showed, and the verdict after the last of them.
private struct Story: Sendable, CustomTestStringConvertible {
  var name: String
  var looks: [JSON]
  var outcome: RolloutVerdict.Outcome?
  var revision: String?
  var reason: String?

  var testDescription: String { name }
}

/// The verdicts of rule d.3.
@Suite("Judging rollouts")
struct RolloutJudgementTests {
  private static func service(_ deployments: [JSON], events: [String] = [], rollsBack: Bool = false, status: String = "ACTIVE")
    -> JSON
  {
    var document = serviceDocument("api", status: status, deployments: deployments)
    document["events"] = .array(events.map { ["createdAt": 1_700_000_010, "message": .string($0)] })
    if rollsBack {
      document["deploymentConfiguration"] = ["deploymentCircuitBreaker": ["enable": true, "rollback": true]]
    }
    return document
  }

  private static func own(_ status: String, _ state: String?, running: Int = 1, reason: String? = nil) -> JSON {
    deployment("ecs-svc/2", status, state, revision: "api:2", running: running, reason: reason)
  }

  private static func old(_ status: String, _ state: String? = "COMPLETED", reason: String? = nil) -> JSON {
    deployment("ecs-svc/1", status, state, revision: "api:1", reason: reason)
  }

  private static var newer: JSON {
    var newer = deployment("ecs-svc/3", "PRIMARY", "COMPLETED", revision: "api:3")
    newer["createdAt"] = 1_700_000_060
    return newer
  }

  private static let stories: [Story] = [
    Story(name: "in progress", looks: [service([own("PRIMARY", "IN_PROGRESS"), old("ACTIVE")])]),
    Story(
      name: "completed", looks: [service([own("PRIMARY", "COMPLETED", running: 2)])], outcome: .completed, revision: "api:2"),
    Story(name: "completed, but a task has died since", looks: [service([own("PRIMARY", "COMPLETED")])]),
    Story(
      name: "steady after a rollback is no success",
      looks: [
        service([own("PRIMARY", "IN_PROGRESS"), old("ACTIVE")]),
        service([old("PRIMARY", reason: "ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.")]),
      ], outcome: .rolledBack, revision: "api:1", reason: "rolling back to deploymentId ecs-svc/1"),
    Story(
      name: "a new deployment of the old revision by the circuit breaker",
      looks: [
        service([
          deployment("ecs-svc/3", "PRIMARY", "IN_PROGRESS", revision: "api:1"),
          own("ACTIVE", "FAILED", reason: "ECS deployment circuit breaker: tasks failed to start."),
        ]),
        service([
          deployment("ecs-svc/3", "PRIMARY", "COMPLETED", revision: "api:1", running: 2),
          own("ACTIVE", "FAILED", reason: "ECS deployment circuit breaker: tasks failed to start."),
        ]),
      ], outcome: .rolledBack, revision: "api:1", reason: "tasks failed to start"),
    Story(
      name: "the old revision, which was put back, does not start either",
      looks: [
        service([own("PRIMARY", "FAILED", reason: "ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.")]),
        service([
          deployment(
            "ecs-svc/3", "PRIMARY", "IN_PROGRESS", revision: "api:1", running: 0,
            reason: "ECS deployment circuit breaker: rolling back."
          ),
          own("ACTIVE", "FAILED", running: 0, reason: "ECS deployment circuit breaker: tasks failed to start."),
        ]),
        service([
          deployment("ecs-svc/3", "PRIMARY", "FAILED", revision: "api:1", running: 0, reason: "tasks failed to start."),
          own("ACTIVE", "FAILED", running: 0, reason: "ECS deployment circuit breaker: tasks failed to start."),
        ]),
      ], outcome: .rollbackFailed, revision: "api:1", reason: "tasks failed to start"),
    Story(
      name: "one answer of before the update is passed over",
      looks: [service([own("PRIMARY", "IN_PROGRESS"), old("ACTIVE")]), service([old("PRIMARY")])]),
    Story(
      name: "the older deployment is primary again, look after look",
      looks: [service([own("PRIMARY", "IN_PROGRESS"), old("ACTIVE")])]
        + Array(repeating: service([old("PRIMARY")]), count: RolloutJudgement.outdatedLimit),
      outcome: .rolledBack, revision: "api:1"),
    Story(
      name: "failed without a way back",
      looks: [
        service([own("PRIMARY", "FAILED", reason: "ECS deployment circuit breaker: tasks failed to start."), old("ACTIVE")])
      ],
      outcome: .failed, reason: "tasks failed to start"),
    Story(
      name: "failed and about to be rolled back",
      looks: [
        service([own("PRIMARY", "FAILED", reason: "ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.")])
      ]),
    Story(
      name: "somebody deployed a newer revision",
      looks: [
        service([own("PRIMARY", "IN_PROGRESS"), old("ACTIVE")]),
        service([
          deployment("ecs-svc/3", "PRIMARY", "IN_PROGRESS", revision: "api:3"), own("ACTIVE", "IN_PROGRESS"), old("ACTIVE"),
        ]),
      ], outcome: .superseded, revision: "api:3"),
    Story(
      name: "ours failed, and before the old one is back somebody deployed a newer revision",
      looks: [
        service([own("PRIMARY", "IN_PROGRESS"), old("ACTIVE")]),
        service([own("PRIMARY", "FAILED", reason: "circuit breaker: rolling back to deploymentId ecs-svc/1."), old("ACTIVE")]),
        service([newer, own("ACTIVE", "FAILED", reason: "circuit breaker: rolling back to deploymentId ecs-svc/1.")]),
      ], outcome: .superseded, revision: "api:3", reason: "took its place with api:3"),
    Story(
      name: "somebody deployed the old revision again, while the breaker guards but saw nothing",
      looks: [
        service([own("PRIMARY", "IN_PROGRESS"), old("ACTIVE")], rollsBack: true),
        service(
          [deployment("ecs-svc/3", "PRIMARY", "IN_PROGRESS", revision: "api:1"), own("ACTIVE", "IN_PROGRESS")], rollsBack: true),
      ], outcome: .superseded, revision: "api:1"),
    Story(
      name: "the breaker's deployment is told by the events",
      looks: [
        service([own("PRIMARY", "IN_PROGRESS"), old("ACTIVE")]),
        service(
          [deployment("ecs-svc/3", "PRIMARY", "COMPLETED", revision: "api:1")],
          events: ["(service api) rolling back to deployment ecs-svc/3."]),
      ], outcome: .rolledBack, revision: "api:1", reason: "rolling back to deployment ecs-svc/3"),
    Story(name: "not seen yet", looks: [service([old("PRIMARY")])]),
    Story(
      name: "never seen", looks: [service([old("PRIMARY")]), service([old("PRIMARY")]), service([old("PRIMARY")])],
      outcome: .superseded, revision: "api:1"),
    Story(
      name: "given up before the first look",
      looks: Array(
        repeating: service(
          [deployment("ecs-svc/3", "PRIMARY", "COMPLETED", revision: "api:1")],
          events: [
            "(service api) (deployment ecs-svc/2) deployment failed: a rollback was requested.",
            "(service api) (deployment ecs-svc/22) deployment failed: tasks failed to start.",
          ]), count: 3),
      outcome: .rolledBack, revision: "api:1", reason: "a rollback was requested."),
    Story(
      name: "the service is deleted", looks: [service([own("PRIMARY", "IN_PROGRESS")], status: "DRAINING")], outcome: .failed),
    Story(
      name: "an old service without rollout states", looks: [service([own("PRIMARY", nil, running: 2)])], outcome: .completed,
      revision: "api:2"),
    Story(
      name: "without states and with two deployments", looks: [service([own("PRIMARY", nil, running: 2), old("ACTIVE", nil)])]),
  ]

  @Test("By the id of our deployment", arguments: stories)
  private func verdict(story: Story) {
    var judgement = RolloutJudgement(
      Rollout(service: .service("api"), deploymentId: "ecs-svc/2", revision: revisionARN("api:2")))
    var verdict: RolloutVerdict?
    for look in story.looks {
      #expect(verdict == nil)
      verdict = judgement.verdict(on: ServiceShape(document: look))
    }
    #expect(verdict?.outcome == story.outcome)
    if let revision = story.revision { #expect(verdict?.runningRevision == revisionARN(revision)) }
    if let reason = story.reason { #expect(verdict?.reason?.contains(reason) == true) }
  }

  @Test(
    "Given up after as many failures as allowed, unless the circuit breaker decides soon",
    arguments: [
      ([3], nil, 2, true), ([2, 2, 2], nil, 2, false), ([3, 0], nil, 2, false),
      ([3, 3], [:], 2, false), ([3, 3], [:], 40, true), ([18, 19], [:], 40, false),
      ([5, 5], ["thresholdConfiguration": ["type": "COUNT", "value": 50]], 2, true),
      ([5, 5], ["thresholdConfiguration": ["type": "COUNT", "value": 6]], 2, false),
    ] as [([Int], JSON?, Int, Bool)])
  func failingFast(failures: [Int], breaker: JSON?, desired: Int, givesUp: Bool) {
    var judgement = RolloutJudgement(
      Rollout(service: .service("api"), deploymentId: "ecs-svc/2", revision: revisionARN("api:2")), failures: 3)
    var verdict: RolloutVerdict?
    for count in failures {
      var own = deployment("ecs-svc/2", "PRIMARY", "IN_PROGRESS", revision: "api:2", running: 0, desired: desired)
      own["failedTasks"] = .int(count)
      var document = serviceDocument("api", deployments: [own, Self.old("ACTIVE")])
      if var breaker {
        breaker["enable"] = true
        document["deploymentConfiguration"] = ["deploymentCircuitBreaker": breaker]
      }
      verdict = judgement.verdict(on: ServiceShape(document: document))
    }
    #expect((verdict?.outcome == .failed) == givesUp)
    if givesUp {
      #expect(verdict?.isStillTried == true)
      #expect(verdict?.reason == "3 tasks stopped one after another and none stayed up, while api:1 runs on")
    }
  }

  @Test("Nothing wanted is done when nothing runs")
  func scaledToNothing() {
    var judgement = RolloutJudgement(Rollout(service: .service("api"), deploymentId: "ecs-svc/2", revision: ""))
    var document = serviceDocument(
      "api", deployments: [deployment("ecs-svc/2", "PRIMARY", "IN_PROGRESS", running: 1, desired: 0)])
    document["runningCount"] = 1
    document["desiredCount"] = 0
    #expect(judgement.verdict(on: ServiceShape(document: document)) == nil)
    document["runningCount"] = 0
    #expect(judgement.verdict(on: ServiceShape(document: document))?.outcome == .completed)
  }

  @Test("Events of earlier deployments tell nothing about ours")
  func oldEvents() {
    var document = serviceDocument("api", deployments: [Self.own("PRIMARY", "FAILED", reason: "tasks failed to start.")])
    document["events"] = [
      ["createdAt": 1_699_000_000, "message": "(service api) is unable to place a task"],
      ["createdAt": "2023-11-14T22:13:25+00:00", "message": "(service api) has started 1 tasks"],
    ]
    var judgement = RolloutJudgement(Rollout(service: .service("api"), deploymentId: "ecs-svc/2", revision: ""))
    let verdict = judgement.verdict(on: ServiceShape(document: document))
    #expect(verdict?.reason == "tasks failed to start.")
    #expect(judgement.progress?.event == "(service api) has started 1 tasks")
  }
}

/// Law A6.
@Suite("Times in answers")
struct TimestampTests {
  @Test(
    "Both spellings of the aws program",
    arguments: [
      (JSON.string("1795219521.046"), 1_795_219_521.046), ("2026-11-20T23:25:21.046Z", 1_795_217_121.046),
      ("2026-11-21T00:25:21+01:00", 1_795_217_121), ("1970-01-01T00:00:00Z", 0), ("2024-02-29T12:00:00-05:30", 1_709_227_800),
    ])
  func seconds(value: JSON, expected: Double) throws {
    let seconds = try #require(APITime.seconds(value))
    #expect(abs(seconds - expected) < 0.001)
  }

  @Test("What is no time is nil", arguments: ["", "yesterday", "2026-11-20"])
  func noTime(text: String) {
    #expect(APITime.seconds(.string(text)) == nil)
  }
}
