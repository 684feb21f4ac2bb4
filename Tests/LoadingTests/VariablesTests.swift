import JSONDocument
import Loading
import Resources
import TestSupport
import Testing

/// Terraform's rules for variable files, so that both programs can read the same ones.
@Suite struct VariablesTests {
  private static let base = #"""
    {"provider": {"name": "simulated-aws", "region": "eu-west-1", "accountId": "111111111111"},
     "images": {"api": "api", "web": "web"}}
    """#
  private static let spec = #"""
    {"family": "api", "containerDefinitions": [{"name": "a", "image": "${image.api}", "memory": 64}, {"name": "w", "image": "${image.web}", "memory": 64}]}
    """#

  private static func environment(_ files: [String: String]) throws -> MarkedEnvironment {
    try MarkedEnvironment(
      ["environment.json": base, "task-definitions/api.json": spec].merging(files) { _, given in given })
  }

  private static func tags(_ files: [String: String]) throws -> [String: String] {
    let loaded = try #require(try environment(files).load().environment)
    return loaded.images.compactMapValues(\.tag)
  }

  @Test("a later file replaces the map whole")
  func aLaterFileReplacesTheMapWhole() throws {
    let files = [
      "terraform.tfvars.json": #"{"image_tags": {"api": "old", "web": "old"}}"#,
      "a.auto.tfvars.json": #"{"image_tags": {"api": "1", "web": "2"}}"#,
    ]
    #expect(try Self.tags(files) == ["api": "1", "web": "2"])
    let partial = files.merging(["b.auto.tfvars.json": #"{"image_tags": {"web": "3"}}"#]) { $1 }
    #expect(try Self.environment(partial).findings.contains { $0.contains("image-tag-missing") })
  }

  @Test("files are read in the order of their names")
  func filesAreReadInTheOrderOfTheirNames() throws {
    #expect(
      try Self.tags([
        "image-tags.auto.tfvars.json": #"{"image_tags": {"api": "i", "web": "i"}}"#,
        "B.auto.tfvars.json": #"{"image_tags": {"api": "B", "web": "B"}}"#,
        "other.json": #"{"image_tags": {"api": "never", "web": "never"}}"#,
      ]) == ["api": "i", "web": "i"])
  }

  @Test("numbers and booleans become text")
  func numbersAndBooleansBecomeText() throws {
    #expect(
      try Self.tags(["t.auto.tfvars.json": #"{"image_tags": {"api": 42, "web": true}}"#]) == ["api": "42", "web": "true"])
  }

  @Test(
    "what Terraform refuses is refused",
    arguments: [
      (#"{"image_tags": {"api": 1️⃣["x"], "web": "1"}}"#, "1️⃣ error tag-not-text"),
      (#"{"image_tags": 1️⃣["api"]}"#, "1️⃣ error tag-map-not-a-map"),
      (#"{"image_tags": {"api": "1", "web": "2", 1️⃣"api": "3"}}"#, "1️⃣ error json-duplicate-key"),
      (#"{"image_tags": {"api": "1", "web": "2"1️⃣,}}"#, "1️⃣ error json-trailing-comma"),
      (#"1️⃣[1]"#, "1️⃣ error variables-not-an-object"),
      ("1️⃣", "1️⃣ error json-empty"),
      ("1️⃣\u{FEFF}{}", "1️⃣ error json-byte-order-mark"),
    ])
  func whatTerraformRefusesIsRefused(text: String, finding: String) throws {
    let findings = try Self.environment(["image-tags.auto.tfvars.json": text]).findings
    #expect(findings.contains { $0.hasPrefix("image-tags.auto.tfvars.json") || $0.hasPrefix(finding) }, "\(findings)")
    #expect(findings.contains { $0.contains(finding.dropFirst(2)) }, "\(findings)")
  }

  @Test("a missing tag map is no wish to delete anything")
  func aMissingTagMapIsNoWishToDeleteAnything() throws {
    let environment = try Self.environment([:])
    #expect(environment.load().environment == nil)
    #expect(environment.findings.contains { $0.contains("tag-map-missing") })
  }

  @Test("variables in Terraform's own language are named")
  func variablesInTerraformsOwnLanguageAreNamed() throws {
    let findings = try Self.environment([
      "x.auto.tfvars": "a = 1", "t.auto.tfvars.json": #"{"image_tags": {"api": "1", "web": "1"}}"#,
    ]).findings
    #expect(findings.contains { $0.contains("warning hcl-variables-not-read") })
  }
}
