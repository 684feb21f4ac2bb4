import Resources
import Testing

@Suite("Values of the tag map")
struct TagMapValueTests {
  private static let digest = "sha256:" + String(repeating: "0123456789abcdef", count: 4)

  @Test(
    "mean an image of the declared repository, or of another registry",
    arguments: [
      ("v2", "r.example/team/api:v2"), (digest, "r.example/team/api@\(digest)"),
      ("v2@\(digest)", "r.example/team/api:v2@\(digest)"), ("ghcr.io/team/api:1", "ghcr.io/team/api:1"),
      ("localhost/api", "localhost/api"), ("localhost:5000/api:1", "localhost:5000/api:1"),
    ])
  func references(text: String, expected: String) {
    #expect(TagMapValue(text)?.reference(registry: "r.example", repository: "team/api").description == expected)
  }

  @Test(
    "are neither branches nor references without a registry",
    arguments: ["", "feature/login", "refs/tags/v2", "team/api:v2", "api:v2", "v2@sha256:abc", "@\(digest)", "ghcr.io/A:1"])
  func refused(text: String) {
    #expect(TagMapValue(text) == nil)
  }

  @Test("have the tag that is pulled")
  func effectiveTags() {
    #expect(TagMapValue("v2@\(Self.digest)")?.effectiveTag == "v2")
    #expect(TagMapValue("ghcr.io/team/api")?.effectiveTag == "latest")
    #expect(TagMapValue(Self.digest)?.effectiveTag == nil)
  }
}
