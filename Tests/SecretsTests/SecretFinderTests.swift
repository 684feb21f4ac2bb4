import JSONDocument
import Secrets
import Testing

@Suite("The finder of secrets")
struct SecretFinderTests {
  @Test(
    "A value is judged by its name and its form",
    arguments: [
      ("hunter2", "DB_PASSWORD", .whole), (1_234_567, "DB_PASSWORD", .common), (true, "API_TOKEN", .common),
      ("", "API_TOKEN", .none),
      (.null, "API_TOKEN", .none), ("hunter2", "LOG_LEVEL", .none), ("hunter2", nil, .none), (["a", 1], "API_TOKENS", .whole),
      (["a", 1], "LEVELS", .none), (["--password", "x"], "command", .part), (["token": "x"], "anything", .part),
      (["a": "x"], "API_TOKEN", .none), ("3600", "DB_PASSWORD", .common), ("/run/x", "DB_PASSWORD", .common),
      ("https://x", "TOKEN_URL", .common), ("https://x?token=a", "TOKEN_URL", .whole), ("15m", "TOKEN_TTL", .none),
      (900, "TOKEN_TTL", .none), ("hunter2", "TOKEN_TTL", .whole), ("X-Api-Key", "API_KEY_HEADER", .none),
      ("Bearer hunter2", "API_KEY_HEADER", .whole), ("true", "REDIS_AUTH", .none), ("hunter2", "REDIS_AUTH", .whole),
      ("https://x", "APP_AUTH", .none), ("postgres://a:b@c", "URL", .whole), ("x -p postgres://a:b@c", "URL", .part),
      ("{\"token\": 1}", "SETTINGS", .part), ("{\"level\": 1}", "SETTINGS", .none), ("Authorization: Bearer x", "HEADERS", .part),
    ] as [(JSON, String?, SecretJudgement)])
  func judgement(value: JSON, name: String?, judgement: SecretJudgement) {
    #expect(SecretFinder.judgement(of: value, named: name) == judgement)
  }

  @Test(
    "Entries are known in every spelling, and leaves of every type are hidden",
    arguments: [
      ([["name": "API_TOKEN", "value": "x"]], [["name": "API_TOKEN", "value": "***"]]),
      ([["key": "API_TOKEN", "value": "x"]], [["key": "API_TOKEN", "value": "***"]]),
      ([["Key": "API_TOKEN", "Value": "x"]], [["Key": "API_TOKEN", "Value": "***"]]),
      ([["Name": "API_TOKEN", "Value": "x"]], [["Name": "API_TOKEN", "Value": "***"]]),
      ([["name": "API_TOKEN", "values": ["x", 1]]], [["name": "API_TOKEN", "values": ["***", "***"]]]),
      (["value": "x", "name": "API_TOKEN"], ["value": "***", "name": "API_TOKEN"]),
      (["pointer": "/api_token", "value": "x"], ["pointer": "/api_token", "value": "***"]),
      (["API_TOKEN": "x", "LEVEL": "x"], ["API_TOKEN": "***", "LEVEL": "x"]),
      (["api_token": 1_234_567], ["api_token": "***"]), (["api_token": true], ["api_token": "***"]),
      (["api_token": ["x", 1, true, .null, ["a": "x"]]], ["api_token": ["***", "***", "***", .null, ["a": "x"]]]),
      (["command": ["serve", "--token", "x", "--port", "80"]], ["command": ["serve", "--token", "***", "--port", "80"]]),
      (["command": ["--token-ttl", "15m", "--token", "$TOKEN"]], ["command": ["--token-ttl", "15m", "--token", "$TOKEN"]]),
      (
        ["Condition": ["StringEquals": ["aws:PrincipalTag/api-token": 1_234_567, "aws:username": "kim"]]],
        ["Condition": ["StringEquals": ["aws:PrincipalTag/api-token": "***", "aws:username": "kim"]]]
      ),
      (["policy": "{\"aws:RequestTag/secret\": 12345, \"a\": 1}"], ["policy": "{\"aws:RequestTag/secret\": \"***\", \"a\": 1}"]),
    ] as [(JSON, JSON)])
  func rendered(document: JSON, shown: JSON) {
    #expect(SecretRendering.mask.rendered(document) == shown)
  }

  @Test(
    "References stay",
    arguments: [
      ["secrets": [["name": "DB_PASSWORD", "valueFrom": "arn:aws:ssm:x:1:parameter/db"]]],
      ["secretOptions": [["name": "splunk-token", "valueFrom": "/x"]]],
      ["repositoryCredentials": ["credentialsParameter": "arn:aws:secretsmanager:eu-west-1:1:secret:hub-AbCdEf"]],
      ["name": "LOG_LEVEL", "value": "debug"], ["name": "token-service", "image": "x", "memory": 64],
      ["url": "https://example.com/a@b:c"], ["secretArn": "arn:x"], ["executionRoleArn": "arn:x"], ["DB_PASSWORD_FILE": "/run/x"],
      ["credentialSpecs": ["credentialspec:arn:aws:s3:::b/x.json"]], ["bearerTokenAuthenticationEnabled": false],
    ] as [JSON])
  func references(document: JSON) {
    #expect(SecretRendering.mask.rendered(document) == document)
  }

  @Test("A fingerprint tells changes apart and depends on its key")
  func fingerprints() {
    let one = SecretFingerprint(key: "one")
    #expect(one.text(of: "a") == one.text(of: "a"))
    #expect(one.text(of: "a") != one.text(of: "b"))
    #expect(one.text(of: "a") != SecretFingerprint(key: "two").text(of: "a"))
    #expect(one.text(of: "a").utf8.count == 7)
    #expect(SecretRendering.fingerprint(one).rendered(["api_token": 12]) == ["api_token": .string(one.text(of: "12"))])
    #expect(SecretRendering.withheld.rendered(["api_token": 12]) == ["api_token": "(sensitive)"])
  }
}
