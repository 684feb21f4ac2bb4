import JSONDocument
import Planning
import Reporting
import Resources
import Testing

@Suite struct RevealPolicyTests {
  private let policy = RevealPolicy(key: lineage)

  @Test("a secret is replaced by a fingerprint where there is a key")
  func aSecretIsReplacedByAFingerprintWhereThereIsAKey() {
    let document: JSON = [
      "environment": [["name": "DB_PASSWORD", "value": "hunter2"], ["name": "LOG_LEVEL", "value": "debug"]]
    ]
    #expect(policy.redacted(document)["environment"]?.arrayValue?.last == ["name": "LOG_LEVEL", "value": "debug"])
    #expect(policy.redacted(document).text().contains("#"))
    #expect(!policy.redacted(document).text().contains("hunter2"))
    #expect(policy.fingerprint("a") != policy.fingerprint("b"))
    #expect(RevealPolicy(key: nil).fingerprint("a") == "(sensitive)")
    #expect(RevealPolicy(key: nil, revealsAll: true).redacted(document) == document)
  }

  @Test("no output of a plan holds a secret")
  func noOutputOfAPlanHoldsASecret() {
    let container = path(.member("containers"), .key("api"))
    let change = update(
      taskDefinition("api"),
      [
        field(container.member("environment").key("DB_PASSWORD"), "hunter2", "hunter3", sensitive: true),
        field(container.member("environment").key("DSN"), nil, "hunter3", sensitive: true),
        field(container.member("command"), ["a", "postgres://u:hunter2@h"], ["postgres://u:hunter3@h"]),
        field(
          path(.member("containers"), .key("new")), nil,
          [
            "name": "new", "environment": [["name": "API_TOKEN", "value": "hunter2"]], "image": "x/y:z",
            "command": ["long", "list", "of", "words"],
          ]),
      ])
    var created = change
    created.action = .create
    created.after = [
      "containerDefinitions": [["name": "a", "environment": [["name": "API_TOKEN", "value": "hunter2"]]]]
    ]
    for value in [
      plan([change]), plan([created]),
      plan([], drift: [Drift(address: change.address, kind: .changed, fields: change.fields)]),
    ] {
      #expect(!PlanText(value).text.contains("hunter"))
      #expect(!PlanJSON(value).lines.contains { $0.text().contains("hunter") })
    }
  }

  @Test("a secret reference is shown")
  func aSecretReferenceIsShown() {
    let change = update(
      taskDefinition("api"),
      [
        field(
          path(.member("containers"), .key("api"), .member("secrets"), .key("DB_PASSWORD")).member(
            "valueFrom"), "arn:a", "arn:b")
      ])
    #expect(PlanText(plan([change])).text.contains("\"arn:a\" → \"arn:b\""))
  }

  @Test("who asks at a terminal sees secrets") func whoAsksAtATerminalSeesThem() {
    let change = update(
      taskDefinition("api"),
      [
        field(
          path(.member("containers"), .key("api"), .member("environment"), .key("DB_PASSWORD")), "hunter2", "hunter3",
          sensitive: true)
      ])
    #expect(PlanText(plan([change]), revealsAll: true).text.contains("\"hunter2\" → \"hunter3\""))
    #expect(!PlanText(plan([change])).text.contains("hunter"))
  }
}
