import Applying
import JSONDocument
import Planning
import Providers
import Reporting
import Resources
import TestSupport
import Testing

@testable import Notifying

/// What each kind of receiver is sent.
@Suite struct SinkTests {
  private static func context() -> Notice.Context {
    var context = Notice.Context(operation: "apply", who: "kim@<ci>", time: 1_767_603_600)
    context.runURL = "https://ci.example/runs/7?a=1&b=2"
    context.sourceCommit = "3f9c2d1"
    return context
  }

  private static func plan() throws -> Plan {
    let api = Address(.taskDefinition, "api")
    let image = FieldPath([.member("containerDefinitions"), .key("api"), .member("image")])
    let field = FieldChange(
      path: image, before: .known("1.dkr.ecr.eu-west-1.amazonaws.com/tracker-api:sha-1111111"),
      after: .known("1.dkr.ecr.eu-west-1.amazonaws.com/tracker-api:sha-2222222"), effect: .newRevision)
    let change = Change(
      address: api, identity: ResourceIdentity(.taskDefinition, name: "api"), action: .create, reason: .differs, fields: [field])
    let service = ResourceIdentity(.service, name: "api", scope: "main")
    return Plan(
      environment: EnvironmentIdentity(
        name: "prod", directory: "envs/prod",
        provider: ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "222222222222"), cluster: "main"),
      state: nil, changes: [change],
      steps: [Step(id: Step.ID(1), address: Address(.service, "api"), work: .awaitRollout(Step.RolloutWait(for: service)))])
  }

  private static func notice(_ outcome: StepOutcome) throws -> Notice {
    Notice(ending: ApplyReport(plan: try plan(), outcomes: [Step.ID(1): outcome]), asked: .completed, context())
  }

  private static func failed() throws -> Notice {
    try notice(.failed(ProviderError(.refused, operation: "UpdateService", message: "no <!channel> for *you*\u{1B}[2J")))
  }

  @Test("Slack gets a colour, who did what where, tags before and after, and what became of it")
  func slack() throws {
    let body = try #require(SlackSink().letter(about: try Self.failed()).body)
    #expect(
      body["text"] == "prod: Apply failed at aws_ecs_service.api. <https://ci.example/runs/7?a=1&amp;b=2|the run>")
    let attachment = try #require(body["attachments"]?.arrayValue?.first)
    #expect(attachment["color"] == "danger")
    #expect(
      attachment["fields"] == [
        ["title": "Environment", "value": "prod (eu-west-1, account 222222222222)", "short": true],
        ["title": "By", "value": "kim@&lt;ci&gt; (apply)", "short": true],
        ["title": "Images", "value": "tracker-api sha-1111111 → sha-2222222", "short": false],
        ["title": "Commit", "value": "3f9c2d1", "short": true],
      ])
    let text = try #require(attachment["text"]?.stringValue)
    #expect(text.hasPrefix("failed  aws_ecs_service.api"))
    #expect(text.contains("no &lt;!channel&gt; for *you*\\u{1B}[2J"))
  }

  @Test("Teams gets a card of the same, in which no name is Markdown")
  func teams() throws {
    let body = try #require(TeamsSink().letter(about: try Self.failed()).body)
    let card = try #require(body["attachments"]?.arrayValue?.first?["content"])
    #expect(card["type"] == "AdaptiveCard")
    #expect(card["body"]?.arrayValue?.first?["text"] == "prod: Apply failed at aws\\_ecs\\_service.api.")
    #expect(card["body"]?.arrayValue?.first?["color"] == "Attention")
    #expect(
      card["body"]?.arrayValue?[1]["facts"]?.arrayValue?[2]
        == ["title": "Images", "value": "tracker-api sha-1111111 → sha-2222222"])
    #expect(card["actions"] == [["type": "Action.OpenUrl", "title": "The run", "url": "https://ci.example/runs/7?a=1&b=2"]])
  }

  @Test("a webhook gets everything as members")
  func webhook() throws {
    let letter = WebhookSink().letter(about: try Self.failed())
    #expect(letter.isSigned)
    #expect(letter.headers == ["X-Reconcile-Event": "failure"])
    var body = try #require(letter.body)
    #expect(body["outcomes"]?.arrayValue?.map { $0["address"] } == ["aws_ecs_service.api"])
    body["outcomes"] = JSON?.none
    #expect(
      body == [
        "type": "reconcile-notice", "format": 1, "event": "failure",
        "environment": [
          "name": "prod", "cluster": "main", "provider": "simulated-aws", "region": "eu-west-1", "account_id": "222222222222",
        ],
        "operation": "apply", "who": "kim@<ci>", "at": 1_767_603_600, "headline": "prod: Apply failed at aws_ecs_service.api.",
        "result": "failed", "tags": [["repository": "tracker-api", "before": "sha-1111111", "after": "sha-2222222"]],
        "source_commit": "3f9c2d1", "run_url": "https://ci.example/runs/7?a=1&b=2",
      ])
  }

  @Test("what began, and what went well, is told in its own words")
  func others() throws {
    let began = Notice(beginning: try Self.plan(), Self.context())
    #expect(began.kind == .start)
    #expect(began.headline == "prod: apply began: 1 to add, 0 to change, 0 to destroy.")
    let ended = try Self.notice(.rollout(RolloutVerdict(.completed)))
    #expect(ended.kind == .success)
    #expect(ended.result == "succeeded")
    #expect(ended.headline.hasPrefix("prod: Apply complete: 1 added, 0 changed, 0 destroyed."))
  }

  @Test("Portainer is asked to deploy the tag, or what it has")
  func portainer() throws {
    let notice = try Self.failed()
    #expect(PortainerSink(tag: "sha-2222222").letter(about: notice) == Letter(query: ["tag": "sha-2222222"]))
    #expect(PortainerSink(tag: nil).letter(about: notice) == Letter())
  }
}
