import JSONDocument
import Planning
import Reporting
import Resources
import Testing

/// Images that go back, and plans of many of them.
@Suite struct TagDirectionTests {
  private let api = "\(registry)/tracker-api"

  private var history: TagHistory {
    var history = TagHistory()
    for (run, tag) in ["sha-1", "sha-2", "sha-1", "sha-3"].enumerated() { history.add(tag, of: api, run: run) }
    return history
  }

  @Test(
    "a tag is older when it came first",
    arguments: [
      ("sha-1", "sha-3", true), ("sha-2", "sha-3", true), ("sha-1", "sha-2", true), ("sha-2", "sha-1", false),
      ("sha-3", "sha-1", false), ("sha-4", "sha-1", false), ("sha-1", "sha-4", false), ("sha-1", "sha-1", false),
    ])
  func order(tag: String, other: String, isOlder: Bool) {
    #expect(history.isOlder(tag, than: other, of: api) == isOlder)
    #expect(!history.isOlder(tag, than: other, of: "\(registry)/tracker-web"))
  }

  @Test("full references and digests have an age, too")
  func versions() {
    var history = TagHistory()
    let digest = "sha256:" + String(repeating: "a", count: 64)
    history.add("public.ecr.aws/x/api:1", of: api, run: 1)
    history.add(digest, of: api, run: 2)
    #expect(history.isOlder("1", than: digest, of: api))
  }

  private func backwards(_ plan: Plan) -> Plan {
    history.marking(plan)
  }

  @Test("a tag that goes back is said to")
  func goingBackIsSaid() {
    let back = backwards(
      plan(tagBump("api", revision: 4, images: [("api", "sha-3", "sha-1")]), steps: rolloutSteps("api")))
    #expect(PlanText(back).text.contains("image tracker-api sha-3 → sha-1 (older than what runs)\n"))
    #expect(PlanJSON(back).lines.contains { $0["tags"]?.arrayValue?.first?["older"] == true })
    let forward = backwards(
      plan(tagBump("api", revision: 4, images: [("api", "sha-1", "sha-3")]), steps: rolloutSteps("api")))
    #expect(!PlanText(forward).text.contains("older"))
    #expect(!PlanJSON(forward).lines.contains { $0.text().contains("older") })
  }

  @Test("of several images only those that go back are named")
  func ofSeveralImagesOnlyThoseThatGoBackAreNamed() {
    let mixed = backwards(
      plan(
        tagBump("api", revision: 4, images: [("api", "sha-3", "sha-1"), ("side", "sha-1", "sha-9")]), steps: rolloutSteps("api")))
    #expect(PlanText(mixed).text.contains("images tracker-api api sha-3 → sha-1 (older than what runs), side sha-1 → sha-9\n"))
  }

  @Test("a saved plan keeps that a tag goes back")
  func aSavedPlanKeepsIt() throws {
    let back = backwards(plan(tagBump("api", revision: 4, images: [("api", "sha-3", "sha-1")])))
    #expect(!back.backwards.isEmpty)
    #expect(try PlanFile.plan(from: PlanFile.json(of: back)).backwards == back.backwards)
  }

  @Test("a thousand tag bumps stay readable")
  func aThousandTagBumpsStayReadable() {
    var changes: [Change] = []
    var steps: [Step] = []
    for number in 1...1000 {
      changes += tagBump("s\(number)", revision: number, images: [("app", "sha-1111111", "sha-2222222")])
      steps += rolloutSteps("s\(number)", from: number * 3)
    }
    let text = PlanText(plan(changes, unchanged: 7, steps: steps)).text
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 1_100)
    #expect(text.contains("Plan: 1000 to add, 1000 to change, 0 to destroy. 7 unchanged."))
  }
}
