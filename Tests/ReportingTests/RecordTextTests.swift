import JSONDocument
import Recording
import Reporting
import Resources
import Testing

@Suite struct RecordTextTests {
  private let runs = [
    RunRecord(
      id: RunID(3),
      description: RunDescription(
        operation: "apply", who: "kim@laptop", imageTags: ["api": "sha-2", "worker": "sha-1"]),
      startedAt: Timestamp(seconds: 1_772_370_000), finishedAt: nil, outcome: nil, serialBefore: 43,
      serialAfter: nil),
    RunRecord(
      id: RunID(2),
      description: RunDescription(
        operation: "apply", who: "kim@ci-7", imageTags: ["api": "sha-2", "worker": "sha-1"],
        sourceCommit: "8a01c44",
        runURL: "https://ci.example.com/runs/12"),
      startedAt: Timestamp(seconds: 1_772_366_645), finishedAt: Timestamp(seconds: 1_772_366_845),
      outcome: RunOutcome(
        result: .rolledBack, summary: "1 added, 1 changed, 0 destroyed",
        verdicts: ["aws_ecs_service.api": "rolledBack", "aws_ecs_service.worker": "completed"]),
      serialBefore: 41, serialAfter: 43),
    RunRecord(
      id: RunID(1),
      description: RunDescription(
        operation: "apply", who: "kim@laptop", imageTags: ["api": "sha-1", "worker": "sha-1"]),
      startedAt: Timestamp(seconds: 1_772_300_000), finishedAt: Timestamp(seconds: 1_772_300_020),
      outcome: RunOutcome(result: .succeeded, summary: "4 added, 0 changed, 0 destroyed"), serialBefore: 0,
      serialAfter: 41),
  ]

  @Test("history shows who, when, and which tags moved")
  func historyShowsWhoWhenAndWhichTagsMoved() {
    expectText(
      HistoryText(runs).text(directory: "envs/staging"),
      """
      #3  2026-03-01 13:00:00 UTC  apply  kim@laptop  unfinished (running, or stopped inside)
      #2  2026-03-01 12:04:05 UTC  apply  kim@ci-7  rolled back after 3 min  serial 41 → 43
          1 added, 1 changed, 0 destroyed
          image api: sha-1 → sha-2
          aws_ecs_service.api: rolled back
          source commit 8a01c44  run https://ci.example.com/runs/12
      #1  2026-02-28 17:33:20 UTC  apply  kim@laptop  succeeded after 20 s  serial 0 → 41
          4 added, 0 changed, 0 destroyed
          image api: sha-1
          image worker: sha-1

      """)
    #expect(HistoryText([]).text(directory: "envs/staging") == "No runs are recorded for envs/staging.\n")
  }

  @Test("history is told as JSON, too")
  func historyAsJSON() {
    expectText(
      HistoryText(Array(runs[1...1])).lines.map { $0.text() + "\n" }.joined(),
      """
      {"type":"run","id":2,"operation":"apply","who":"kim@ci-7","started_at":"2026-03-01T12:04:05Z","finished_at":"2026-03-01T12:07:25Z","result":"rolledBack","summary":"1 added, 1 changed, 0 destroyed","serial_before":41,"serial_after":43,"image_tags":{"api":"sha-2","worker":"sha-1"},"verdicts":{"aws_ecs_service.api":"rolledBack","aws_ecs_service.worker":"completed"},"source_commit":"8a01c44","run_url":"https://ci.example.com/runs/12"}

      """)
  }

  private let state = RecordedState(
    version: StateVersion(lineage: lineage, serial: 41),
    resources: [
      RecordedResource(
        address: service("api"), identity: identity(service("api")), declared: ["desiredCount": 2],
        observed: [
          "taskDefinition": "arn:aws:ecs:eu-west-1:111111111111:task-definition/tracker-api:41",
          "desiredCount": 2,
        ],
        arn: "arn:aws:ecs:eu-west-1:111111111111:service/tracker-staging/api"),
      RecordedResource(
        address: taskDefinition("api"), identity: identity(taskDefinition("api")),
        declared: [
          "containerDefinitions": [
            ["name": "api", "environment": [["name": "DB_PASSWORD", "value": "hunter2"]]]
          ]
        ],
        observed: [:], arn: "arn:aws:ecs:eu-west-1:111111111111:task-definition/tracker-api:41"),
    ])

  @Test("state is listed and shown without secrets")
  func stateIsListedAndShownWithoutSecrets() {
    #expect(StateText(state).list == "aws_ecs_service.api\naws_ecs_task_definition.api\n")
    expectText(
      StateText(state).overview(environment: staging),
      """
      State of staging (simulated-aws, eu-west-1, account 111111111111): serial 41, lineage 5f0c9a52…
        aws_ecs_service.api          tracker-staging/api, runs tracker-api:41, desired count 2
        aws_ecs_task_definition.api  tracker-api:41
      2 resources.

      """)
    expectText(
      StateText(state).show(RecordName(taskDefinition("api"))) ?? "",
      """
      aws_ecs_task_definition.api
        name  tracker-api
        arn   arn:aws:ecs:eu-west-1:111111111111:task-definition/tracker-api:41
      declared:
        {
          "containerDefinitions": [
            {
              "name": "api",
              "environment": [
                {
                  "name": "DB_PASSWORD",
                  "value": "#1b348c"
                }
              ]
            }
          ]
        }
      observed when it was recorded:
        {}

      """)
    #expect(StateText(state).show(RecordName(service("nope"))) == nil)
    #expect(StateText(state).show(RecordName(service("api"), deposed: "tracker-staging/old")) == nil)
    #expect(!StateText(state).lines().contains { $0.text().contains("hunter2") })
    #expect(
      StateText(RecordedState()).overview(environment: staging)
        == "Nothing is recorded for envs/staging yet.\n")
  }

  @Test("what a replacement has left over has a name of its own, and stands below the rest")
  func whatIsLeftOverIsListedAndShown() {
    var state = state
    let old = RecordedResource(
      address: service("api"), identity: ResourceIdentity(.service, name: "old", scope: "tracker-staging"), declared: [:],
      observed: ["status": "ACTIVE"])
    state.deposed = [DeposedResource(old, replacedIn: 12)]
    #expect(
      StateText(state).list
        == "aws_ecs_service.api\naws_ecs_service.api@tracker-staging/old\naws_ecs_task_definition.api\n")
    expectText(
      StateText(state).overview(environment: staging).split(separator: "\n").suffix(3).joined(separator: "\n"),
      """
      Left over from replacements; the next apply deletes it:
        aws_ecs_service.api@tracker-staging/old  replaced in run 12
      2 resources.
      """)
    expectText(
      StateText(state).show(RecordName(service("api"), deposed: "tracker-staging/old")) ?? "",
      """
      aws_ecs_service.api@tracker-staging/old
        name  tracker-staging/old
        left over: replaced in run 12; the next apply deletes it
      declared:
        {}
      observed when it was recorded:
        {
          "status": "ACTIVE"
        }

      """)
    #expect(StateText(state).show(RecordName(service("api")))?.contains("left over: replaced in run 12") == true)
    #expect(StateText(state).lines(RecordName(service("api"))).map { $0["deposed"]?.text() ?? "" } == ["", #"{"run":12}"#])
  }

  @Test(
    "points in time are civil dates",
    arguments: [
      (0, "1970-01-01 00:00:00 UTC"), (951_782_399, "2000-02-28 23:59:59 UTC"),
      (951_782_400, "2000-02-29 00:00:00 UTC"),
      (1_772_366_645, "2026-03-01 12:04:05 UTC"), (-1, "1969-12-31 23:59:59 UTC"),
      (4_102_444_800, "2100-01-01 00:00:00 UTC"),
    ])
  func pointsInTimeAreCivilDates(seconds: Int64, text: String) {
    #expect(UTC.text(Timestamp(seconds: seconds)) == text)
  }
}
