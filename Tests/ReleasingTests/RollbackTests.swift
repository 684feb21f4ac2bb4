import Loading
import Recording
import Resources
import TestSupport
import Testing

@testable import Releasing

@Suite struct RollbackTests {
  private static let environment = #"""
    {"provider": {"name": "simulated-aws", "region": "r", "accountId": "111111111111"},
     "imageTags": {"bootstrap": "none"}, "images": {"api": "api", "web": "web"}}
    """#

  private static func rollback(
    _ tags: String, to aim: RollbackAim = .lastCompleted, keys: Set<String>? = nil, now: Int64 = 1_000_000, _ runs: [RunRecord]
  ) throws -> String {
    let place = try MarkedEnvironment([
      "environment.json": environment, "t.auto.tfvars.json": "{\"image_tags\": \(tags)}",
    ])
    let loaded = try #require(EnvironmentLoader().loadTags(place.path).environment)
    let ledger = TagLedger(runs.sorted { $0.id.number > $1.id.number }, bootstrap: "none")
    let choice = RollbackChoice(ledger, loaded, keys: keys)
    do throws(ReleaseProblem) {
      return text(try choice.rollback(to: aim, now: Timestamp(seconds: now)))
    } catch {
      guard case .nothingToGoBackTo(_, let why) = error else { throw error }
      return why
    }
  }

  private static func text(_ found: Rollback) -> String {
    let rows = found.rows.map { "\($0.key) \($0.before) → \($0.after)" }
    return "#\(found.run.id.number): " + rows.joined(separator: ", ")
  }

  private static let runs: [RunRecord] = [
    .run(1, ["api": "none", "web": "none"]), .run(2, ["api": "1", "web": "1"]), .run(3, ["api": "2", "web": "1"]),
    .run(4, ["api": "3", "web": "1"], result: .rolledBack, images: [], verdicts: ["aws_ecs_service.api": "rolledBack"]),
  ]

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let tags: String
    var aim = RollbackAim.lastCompleted
    var keys: Set<String>?
    let found: String
  }

  @Test(
    "only what completed is chosen",
    arguments: [
      Case(testDescription: "from a tag that failed", tags: #"{"api": "3", "web": "1"}"#, found: "#3: api 3 → 2"),
      Case(testDescription: "from a tag that completed", tags: #"{"api": "2", "web": "1"}"#, found: "#2: api 2 → 1"),
      Case(
        testDescription: "never to the bootstrap tag, and never forward", tags: #"{"api": "1", "web": "1"}"#,
        found: "no run in its history completed with tags from before those of the map"),
      Case(testDescription: "of two images", tags: #"{"api": "3", "web": "2"}"#, found: "#3: api 3 → 2, web 2 → 1"),
      Case(testDescription: "of one image", tags: #"{"api": "3", "web": "2"}"#, keys: ["web"], found: "#3: web 2 → 1"),
      Case(testDescription: "to a run", tags: #"{"api": "3", "web": "1"}"#, aim: .run(2), found: "#2: api 3 → 1"),
      Case(
        testDescription: "to a run that failed", tags: #"{"api": "2", "web": "1"}"#, aim: .run(4),
        found: "run #4 completed none of them"),
      Case(
        testDescription: "to a run that is not there", tags: #"{"api": "2"}"#, aim: .run(9),
        found: "no run #9 in its history brought tags"),
      Case(testDescription: "to a tag", tags: #"{"api": "3", "web": "2"}"#, aim: .tag("1"), found: "#3: api 3 → 1, web 2 → 1"),
      Case(
        testDescription: "to a tag that failed", tags: #"{"api": "2"}"#, aim: .tag("3"),
        found: "no run in its history completed with the tag \"3\""),
      Case(
        testDescription: "to what was an hour ago", tags: #"{"api": "3"}"#, aim: .ago(1_000_000 - 2 * 3600 - 60),
        found: "#2: api 3 → 1"),
      Case(
        testDescription: "to what was before everything", tags: #"{"api": "3"}"#, aim: .ago(1_000_000),
        found: "no run in its history had completed by then"),
    ])
  func onlyWhatCompletedIsChosen(example: Case) throws {
    #expect(try Self.rollback(example.tags, to: example.aim, keys: example.keys, Self.runs) == example.found)
  }

  @Test("of a run that failed in part, what completed counts")
  func aRunThatFailedInPart() throws {
    let part = RunRecord.run(
      5, ["api": "4", "web": "4"], result: .failed, images: [.image("web", "4", of: "web"), .image("api", "4", of: "api")],
      verdicts: ["aws_ecs_service.web": "completed", "aws_ecs_service.api": "rolledBack"])
    #expect(try Self.rollback(#"{"api": "9", "web": "9"}"#, Self.runs + [part]) == "#5: web 9 → 4")
  }

  @Test("a run of one address says nothing of other images")
  func aRunOfOneAddress() throws {
    let part = RunRecord.run(
      5, ["api": "4", "web": "4"], targets: ["aws_ecs_service.web"], images: [.image("web", "4", of: "web")],
      verdicts: ["aws_ecs_service.web": "completed"])
    #expect(try Self.rollback(#"{"api": "9", "web": "9"}"#, Self.runs + [part]) == "#5: web 9 → 4")
  }

  @Test("digests that pinned tags stood for are not written into a map without them")
  func pinnedTags() throws {
    let digest = "sha256:" + String(repeating: "0", count: 64)
    let run = RunRecord.run(5, ["api": "4@\(digest)", "web": "1"])
    #expect(try Self.rollback(#"{"api": "5", "web": "1"}"#, [run]) == "#5: api 5 → 4")
    #expect(try Self.rollback("{\"api\": \"5@\(digest)\", \"web\": \"1\"}", [run]) == "#5: api 5@\(digest) → 4@\(digest)")
  }

  @Test("runs that bring no tags are nothing to go back to")
  func otherRuns() throws {
    let others = ["destroy", "state rm", "run", "stop", "promote"].enumerated().map {
      RunRecord.run(10 + $0.offset, ["api": "x\($0.offset)"], operation: $0.element)
    }
    #expect(try Self.rollback(#"{"api": "2", "web": "1"}"#, Self.runs + others) == "#2: api 2 → 1")
  }

  @Test("a tag is asked for since the first of the runs that asked for it without a break")
  func since() {
    let ledger = TagLedger(
      [.run(5, ["api": "1"]), .run(4, ["api": "1@sha256:0"]), .run(3, ["api": "2"]), .run(2, ["api": "1"])], bootstrap: nil)
    #expect(ledger.since("api", "1")?.id.number == 4)
    #expect(ledger.since("api", "2") == nil)
    #expect(ledger.since("web", "1") == nil)
  }
}
