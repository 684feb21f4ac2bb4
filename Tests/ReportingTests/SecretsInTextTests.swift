import Diagnostics
import JSONDocument
import Planning
import Reporting
import Resources
import Testing

/// Secrets inside of texts: found by what stands before them.
@Suite struct SecretsInTextTests {
  @Test(
    "a secret inside of a text is masked",
    arguments: [
      ("serve --db-password=hunter2 -v", "serve --db-password=*** -v"),
      ("serve --db-password hunter2 -v", "serve --db-password *** -v"),
      ("export API_TOKEN=hunter2; run", "export API_TOKEN=***; run"),
      ("API_TOKEN='hunter2 and more' run", "API_TOKEN='***' run"),
      ("curl -H 'Authorization: Bearer hunter2' x", "curl -H 'Authorization: Bearer ***' x"),
      ("curl -H \"x-api-key: hunter2\" x", "curl -H \"x-api-key: ***\" x"),
      ("use Bearer hunter2hunter2", "use Bearer ***"),
      ("https://x/y?token=hunter2&page=2", "https://x/y?token=***&page=2"),
      ("postgres://app:hunter2@db/app", "postgres://app:***@db/app"),
      (#"{"user":"a","password":"hunter2"}"#, #"{"user":"a","password":"***"}"#),
    ])
  func isMasked(text: String, masked: String) {
    #expect(SecretsInText.masking(text) { _ in "***" } == masked)
  }

  @Test(
    "what is no secret stays as it is",
    arguments: [
      "serve --port=80 --level=info", "export API_TOKEN=$TOKEN", "arn:aws:secretsmanager:eu-west-1:1:secret:db-AbCdEf",
      "https://user@host/x:y", "--token-file=/run/token", "a = b", "=", ":", " ", "--password", "--token --verbose", "PASSWORD=",
    ])
  func staysAsItIs(text: String) {
    #expect(SecretsInText.masking(text) { _ in "***" } == text)
  }

  @Test("the argument behind a flag is hidden everywhere")
  func theArgumentBehindAFlagIsHiddenEverywhere() {
    let command: JSON = ["serve", "--db-password", "hunter2", "--port", "80"]
    #expect(RevealPolicy(key: lineage).redacted(command).arrayValue?.count == 5)
    #expect(!RevealPolicy(key: lineage).redacted(command).text().contains("hunter2"))
    #expect(RevealPolicy(key: lineage).redacted(command).text().contains("80"))
    #expect(!Sensitivity.masking(command, with: { _ in "***" }).text().contains("hunter2"))
  }

  @Test("the line beside a finding hides it")
  func excerptsHideIt() {
    for line in [
      #"{"command": ["serve", "--db-password", "hunter2"]}"#, #"{"command": ["serve", "--db-password=hunter2"]}"#,
      #"{"entryPoint": ["sh", "-c", "TOKEN=hunter2 serve"]}"#,
    ] {
      let excerpt = SourceText(path: "a.json", bytes: Array(line.utf8)).location(offset: 1).excerpt
      #expect(excerpt?.text.contains("serve") == true)
      #expect(excerpt?.text.contains("hunter2") == false)
    }
  }

  @Test("who asks at a terminal sees secrets")
  func whoAsksAtATerminalSeesThem() {
    let change = update(
      taskDefinition("api"),
      [field(path(.member("containers"), .key("api"), .member("environment"), .key("DB_PASSWORD")), "hunter2", "hunter3")])
    #expect(PlanText(plan([change]), revealsAll: true).text.contains("\"hunter2\" → \"hunter3\""))
    #expect(!PlanText(plan([change])).text.contains("hunter"))
  }
}
