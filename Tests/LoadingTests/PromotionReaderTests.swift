import Loading
import TestSupport
import Testing

@Suite struct PromotionReaderTests {
  private static func place(_ promotion: String) throws -> MarkedEnvironment { try MarkedEnvironment("promotion", promotion) }

  @Test(
    "tags are renamed by the first pattern that fits",
    arguments: [
      ("staging-42", "production-42"), ("staging-", "production-"), ("v1-rc", "v1"), ("latest", "latest"), ("staging", "staging"),
    ])
  func tagsAreRenamed(tag: String, renamed: String) throws {
    let place = try Self.place(
      #"{"from": "../staging", "tags": {"staging-*": "production-*", "*-rc": "*", "s*": "never-*x"}}"#)
    let settings = try #require(EnvironmentLoader().loadTags(place.path).environment?.promotion)
    #expect(settings.from == "../staging")
    #expect(settings.target(of: tag) == (tag == "staging" ? "never-tagingx" : renamed))
  }

  @Test(
    "what says nothing is refused",
    arguments: [
      (#"1️⃣["../staging"]"#, "1️⃣ error promotion: \"promotion\" is a list; it says where tags come from"),
      (#"{1️⃣"form": "../staging"}"#, "1️⃣ error promotion: \"promotion\" knows no \"form\""),
      (#"{"tags": {1️⃣"staging": "production-*"}}"#, "1️⃣ error promotion-tags: \"staging\" and what it becomes need one \"*\" each"),
      (#"{"tags": {1️⃣"*": "*-*"}}"#, "1️⃣ error promotion-tags: \"*\" and what it becomes need one \"*\" each"),
    ])
  func whatSaysNothingIsRefused(promotion: String, finding: String) throws {
    #expect(try Self.place(promotion).findings.contains(finding))
  }
}
