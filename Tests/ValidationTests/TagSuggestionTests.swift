import Resources
import Testing

@testable import Validation

@Suite("What is suggested in place of a tag")
struct TagSuggestionTests {
  private static let image = EnvironmentImage(
    key: "api", registry: "r.example", repository: "team/api", tag: nil, reference: nil)
  private static let digest = "sha256:" + String(repeating: "a", count: 64)

  @Test(
    "is taken, and is no other image",
    arguments: [
      ("feature/login", "feature-login"), ("refs/heads/main", "main"), ("refs/tags/v2", "v2"),
      ("refs/pull/12/merge", "pull-12-merge"), ("team/api:v2", "v2"), ("api:v2", "v2"), ("team/api@\(digest)", digest),
      ("team/api:v2@\(digest)", "v2@\(digest)"), ("grafana/agent:v2", "docker.io/grafana/agent:v2"),
    ])
  func suggestion(text: String, suggested: String) throws {
    let fix = TagSuggestion(pattern: nil).fix(for: text, of: Self.image)
    #expect(fix.contains("\"\(suggested)\""), "\(fix)")
    #expect(TagMapValue(suggested) != nil)
  }

  @Test("is nothing that the pattern excludes", arguments: ["feature/login", "refs/heads/main", "team/api:latest"])
  func excluded(text: String) {
    let fix = TagSuggestion(pattern: "v[0-9]+").fix(for: text, of: Self.image)
    #expect(fix == "write a tag that matches v[0-9]+, a digest \"sha256:…\", or a full reference")
  }
}
