import JSONDocument
import Loading
import Resources
import TestSupport
import Testing

@Suite struct EnvironmentFileTests {
  private static let spec = #"{"family": "a", "containerDefinitions": [{"name": "a", "image": "nginx", "memory": 64}]}"#

  @Test(
    "mistakes are named where they stand",
    arguments: [
      ("1️⃣", "1️⃣ error json-empty"),
      ("1️⃣[]", "1️⃣ error environment-not-an-object"),
      ("{\n  1️⃣// a comment\n}", "1️⃣ error json-comment"),
      (#"{"provider": 1️⃣<PROVIDER>}"#, "1️⃣ error json-placeholder"),
      ("1️⃣{}", "1️⃣ error provider-missing"),
      (#"{"provider": 1️⃣{"name": "simulated-aws", "region": "eu-west-1"}}"#, "1️⃣ error provider-incomplete"),
      (
        #"{"provider": {"name": 1️⃣"azure", "region": "eu-west-1", "accountId": "111111111111"}}"#, "1️⃣ error provider-unknown"
      ),
      (
        #"{"provider": {"name": "aws-cli", "region": "eu-west-1", "accountId": 1️⃣"1111"}}"#, "1️⃣ error account-id"
      ),
      (
        #"{"sensitive": 1️⃣[], "provider": {"name": "aws-cli", "region": "eu-west-1", "accountId": "111111111111"}}"#,
        "1️⃣ error sensitive-not-an-object"
      ),
      (
        #"{"sensitive": {1️⃣"path": []}, "provider": {"name": "aws-cli", "region": "eu-west-1", "accountId": "111111111111"}}"#,
        "1️⃣ error sensitive-member-unknown"
      ),
      (
        #"{"sensitive": {"paths": [1️⃣"a["]}, "provider": {"name": "aws-cli", "region": "eu-west-1", "accountId": "111111111111"}}"#,
        "1️⃣ error sensitive-path"
      ),
      (
        #"{"sensitive": {"paths": [1️⃣"*"]}, "provider": {"name": "aws-cli", "region": "eu-west-1", "accountId": "111111111111"}}"#,
        "1️⃣ error sensitive-path"
      ),
      (
        #"{"sensitive": {"variables": 1️⃣"x"}, "provider": {"name": "aws-cli", "region": "eu-west-1", "accountId": "111111111111"}}"#,
        "1️⃣ error environment-member-type"
      ),
      (
        #"{"name": 1️⃣"Staging!", "provider": {"name": "aws-cli", "region": "eu-west-1", "accountId": "111111111111"}}"#,
        "1️⃣ error environment-name"
      ),
      (
        #"{1️⃣"imageTag": {}, "provider": {"name": "aws-cli", "region": "eu-west-1", "accountId": "111111111111"}}"#,
        "1️⃣ error environment-member-misspelt"
      ),
      (
        #"{1️⃣"zebra": {}, "provider": {"name": "aws-cli", "region": "eu-west-1", "accountId": "111111111111"}}"#,
        "1️⃣ warning environment-member-unknown"
      ),
      (
        #"{"images": {"api": 1️⃣{}}, "provider": {"name": "aws-cli", "region": "eu-west-1", "accountId": "111111111111"}}"#,
        "1️⃣ error image-without-repository"
      ),
      (
        #"{"pin": 1️⃣"sha256", "provider": {"name": "aws-cli", "region": "eu-west-1", "accountId": "111111111111"}}"#,
        "1️⃣ error pin-unknown"
      ),
    ])
  func mistakesAreNamedWhereTheyStand(text: String, finding: String) throws {
    let findings = try MarkedEnvironment(["environment.json": text, "task-definitions/a.json": Self.spec]).findings
    #expect(findings.contains { $0.hasPrefix(finding) }, "\(findings)")
  }

  @Test("an empty environment is no wish to delete everything")
  func anEmptyEnvironmentIsNoWishToDeleteEverything() throws {
    let environment = try MarkedEnvironment([:])
    #expect(environment.load().environment == nil)
    #expect(environment.findings.contains { $0.contains("error specs-missing") })
  }

  @Test("what describe commands print is unwrapped")
  func whatDescribeCommandsPrintIsUnwrapped() throws {
    let environment = try MarkedEnvironment([
      "task-definitions/a.json": #"""
      {"taskDefinition": {"family": "a", "revision": 7, "status": "ACTIVE", "cpu": null,
        "containerDefinitions": [{"name": "a", "image": "nginx", "memory": 64}]}}
      """#
    ])
    let loaded = try #require(environment.load().environment)
    #expect(loaded.desired.resources.first?.attributes.objectValue?.keys.sorted() == ["containerDefinitions", "family"])
    #expect(environment.findings.contains { $0.contains("note output-only-dropped") })
  }

  @Test("nesting without end is an error and no crash")
  func nestingWithoutEndIsAnErrorAndNoCrash() throws {
    let deep = String(repeating: "[", count: 300_000)
    #expect(try MarkedEnvironment(["environment.json": deep]).findings.contains { $0.contains("error json-too-deep") })
    let objects = String(repeating: #"{"a":"#, count: 100_000)
    #expect(try MarkedEnvironment(["environment.json": objects]).findings.contains { $0.contains("error json-too-deep") })
  }
}
