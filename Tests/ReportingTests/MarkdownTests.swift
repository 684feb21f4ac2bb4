import Diagnostics
import JSONDocument
import Planning
import Reporting
import Resources
import Testing

@Suite("Markdown")
struct MarkdownTests {
  private func text(_ plan: Plan) -> String { PlanView(plan).markdown }

  private func bump(_ name: String, to tag: String = "sha-8a01c44") -> Plan {
    plan(tagBump(name, revision: 41, images: [(name, "sha-3f9c2d1", tag)]), unchanged: 9, steps: rolloutSteps(name))
  }

  @Test("A plan is a heading, a row for each change, and its text in a diff")
  func aPlan() {
    expectText(
      text(bump("api")),
      """
      ### Plan for staging: 1 to add, 1 to change, 0 to destroy

      <code>envs/staging</code> · eu-west-1 · cluster <code>tracker-staging</code> · 9 unchanged

      |  | address |  | what |
      | --- | --- | --- | --- |
      | &#126; | <code>aws_ecs_service.api</code> | roll out | tracker-api:41 → new revision  image tracker-api sha-3f9c2d1 → sha-8a01c44 |

      <details><summary>Every field</summary>

      ```diff
      Plan for staging (simulated-aws, eu-west-1, cluster tracker-staging):
      !   aws_ecs_service.api  roll out  tracker-api:41 → new revision  image tracker-api sha-3f9c2d1 → sha-8a01c44

      1 new revision is shown on the line of its service.
      Plan: 1 to add, 1 to change, 0 to destroy. 9 unchanged.
      ```

      </details>

      """)
  }

  @Test("Nothing to do is one sentence")
  func nothing() {
    #expect(text(plan([])).hasPrefix("### staging: No changes. envs/staging matches its configuration.\n"))
    #expect(!text(plan([])).contains("<details>"))
  }

  @Test(
    "What files hold acts as nothing",
    arguments: [
      "a|b", "<img src=x onerror=alert(1)>", "@team", "#12", "[a](http://evil)", "**b**", "`x`", "a\\b", "![i](u)", "x~~y~~",
      "_x_",
    ])
  func hostile(tag: String) throws {
    let markdown = text(bump("api", to: tag))
    let row = try #require(markdown.split(separator: "\n").first { $0.contains("roll out |") })
    #expect(row.split(separator: "|").count == 4, "\(row)")
    let plain = row.replacing(/<\/?code>|&#[0-9]+;/, with: "")
    #expect(!plain.contains(tag))
    #expect(!plain.contains { "<>@#[]*`\\~".contains($0) }, "\(plain)")
    #expect(!plain.contains("://"))
  }

  @Test("No line of a plan ends the fence that it stands in")
  func fence() {
    let markdown = text(bump("api", to: "a````\n```\nb"))
    let fences = markdown.split(separator: "\n").filter { $0.hasPrefix("`") }
    #expect(fences.count == 2)
    #expect(fences.first.map(String.init) == fences.last.map { "\($0)diff" })
    #expect(fences.last.map { $0.count > 4 } == true)
  }

  @Test("A plan of thousands stays within a comment, and counts what it leaves out")
  func long() {
    let names = (1...2_000).map { "service-\($0)" }
    let changes = names.flatMap { tagBump($0, revision: 1, images: [($0, "sha-1", "sha-2")]) }
    let markdown = text(plan(changes, steps: names.enumerated().flatMap { rolloutSteps($1, from: 1 + 3 * $0) }))
    #expect(markdown.count < 65_536)
    #expect(markdown.contains(" more changes."))
    #expect(markdown.contains(" more lines, in the log."))
  }

  @Test("Findings stand in a fence with their number above")
  func findings() {
    let finding = Diagnostic(
      .error, "image-tag-missing", "no image tag for \"api\"", at: SourceLocation(path: "a.json", line: 3, column: 4),
      fix: "add it")
    expectText(
      FindingMarkdown.text([finding]),
      """
      **1 error**

      ```
      a.json:3:4: error: no image tag for "api" [image-tag-missing]
        fix: add it

      1 error
      ```

      """)
  }
}
