import JSONDocument
import Planning
import Reporting
import Resources
import Testing

@Suite struct RevealPolicyTests {
  private let policy = RevealPolicy(key: lineage)

  @Test(
    "secrets inside documents are replaced",
    arguments: [
      (["environment": [["name": "DB_PASSWORD", "value": "hunter2"]]], "hunter2"),
      (["options": ["splunk-token": "hunter2"]], "hunter2"),
      (["url": "postgres://app:hunter2@db.internal/app?x=1"], "hunter2"),
      (["key": "AKIAIOSFODNN7EXAMPLE"], "AKIAIOSFODNN7EXAMPLE"),
      (["pem": "-----BEGIN RSA PRIVATE KEY-----\nabc"], "abc"),
      ([["name": "API_KEY", "value": 12345]], "12345"),
      (["aws:PrincipalTag/api-token": ["hunter2", "x"]], "hunter2"),
    ] as [(JSON, String)])
  func secretsInsideDocumentsAreReplaced(document: JSON, secret: String) {
    #expect(!policy.redacted(document).text().contains(secret))
    #expect(policy.redacted(document).text().contains("#"))
  }

  @Test(
    "what is no secret stays",
    arguments: [
      ["secrets": [["name": "DB_PASSWORD", "valueFrom": "arn:aws:ssm:x:1:parameter/db"]]],
      ["name": "LOG_LEVEL", "value": "debug"], ["url": "https://example.com/a@b:c"], ["secretArn": "arn:x"],
      ["executionRoleArn": "arn:x"],
    ] as [JSON])
  func whatIsNoSecretStays(document: JSON) {
    #expect(policy.redacted(document) == document)
  }

  @Test("fingerprints depend on the key and tell changes apart")
  func fingerprintsDependOnTheKeyAndTellChangesApart() {
    #expect(policy.fingerprint("a") == policy.fingerprint("a"))
    #expect(policy.fingerprint("a") != policy.fingerprint("b"))
    #expect(policy.fingerprint("a") != RevealPolicy(key: "other").fingerprint("a"))
    #expect(RevealPolicy(key: nil).fingerprint("a") == "(sensitive)")
  }

  @Test("no output of a plan holds a secret")
  func noOutputOfAPlanHoldsASecret() {
    let container = path(.member("containers"), .key("api"))
    let change = update(
      taskDefinition("api"),
      [
        field(container.member("environment").key("DB_PASSWORD"), "hunter2", "hunter3"),
        field(container.member("environment").key("HARMLESS"), "hunter2", "hunter3", sensitive: true),
        field(container.member("environment").key("DSN"), nil, "hunter3"),
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
}
