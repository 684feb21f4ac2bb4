import JSONDocument
import Planning
import Resources
import Testing

@testable import Reporting

@Suite("The view of a plan")
struct PlanViewTests {
  @Test("folds a revision into the row of the only service that runs it, and keeps both among the changes")
  func folding() {
    let view = PlanView(plan(tagBump("api", revision: 41, images: [("api", "sha-1", "sha-2")]), steps: rolloutSteps("api")))
    #expect(view.changes.map(\.address) == [service("api"), taskDefinition("api")])
    #expect(view.rows.map(\.change.address) == [service("api")])
    #expect(view.foldedRevisions == 1)
    #expect(view.changes[1].tags.map(\.text) == ["sha-1 → sha-2"])
  }

  struct Untagged: Sendable, CustomStringConvertible {
    var description: String
    var before: JSON
    var after: JSON
    var words: (before: String, after: String)
  }

  /// Beside a bump of another container, as they stand on the line of the service, in JSON, and in a saved plan.
  @Test(
    "shows each image that gains or loses its tag, beside another change too",
    arguments: [
      Untagged(
        description: "gains a tag", before: .string("\(registry)/tracker-api"), after: image("tracker-api", "sha-9"),
        words: ("(no tag)", "sha-9")),
      Untagged(
        description: "loses its tag", before: image("tracker-api", "sha-9"), after: .string("\(registry)/tracker-api"),
        words: ("sha-9", "(no tag)")),
      Untagged(
        description: "gets a digest for its tag", before: image("tracker-api", "sha-9"),
        after: .string("\(registry)/tracker-api@sha256:\(String(repeating: "0a", count: 32))"),
        words: ("sha-9", "sha256:0a0a0a0a0a0a…")),
    ])
  func untagged(image changed: Untagged) throws {
    var changes = tagBump("api", revision: 41, images: [("api", "sha-1", "sha-2")])
    changes[1].fields.append(field(imagePath("side"), changed.before, changed.after, .newRevision))
    let made = plan(changes, steps: rolloutSteps("api"))
    let row = "images tracker-api api sha-1 → sha-2, side \(changed.words.before) → \(changed.words.after)"
    for shown in [made, try PlanFile.plan(from: PlanFile.json(of: made))] {
      #expect(PlanText(shown).text.contains(row))
      let tags = PlanJSON(shown).lines.compactMap { $0["tags"]?.arrayValue }.flatMap { $0 }
      #expect(tags.map { $0["container"] } == ["api", "side"])
      #expect(tags.last?["before"] == .string(changed.words.before))
      #expect(tags.last?["after"] == .string(changed.words.after))
    }
  }

  @Test("marks what the change of a field undoes, what others changed, and what becomes of it")
  func marks() {
    let count = path(.member("desiredCount"))
    let drifted = Drift(
      address: service("worker"), kind: .changed, fields: [field(count, 2, 3)], fates: [count: .restored])
    let view = PlanView(plan([update(service("worker"), [field(count, 3, 2)])], drift: [drifted]))
    #expect(view.drift[0].fields.map(\.fate) == [.restored])
    #expect(view.changes[0].fields.map(\.isRestored) == [true])
  }

  @Test("shows of a secret that it changed, in every format")
  func secrets() {
    let password = path(.member("containers"), .key("api"), .member("environment"), .key("DB_PASSWORD"))
    var secret = field(password, "hunter2", "hunter3")
    secret.isSensitive = true
    let view = PlanView(plan([update(service("api"), [secret])]))
    let shown = view.changes[0].fields[0]
    #expect(shown.isHidden)
    #expect(shown.before != shown.after)
    for format in OutputFormat.allCases {
      #expect(!view.rendered(as: format, style: .plain).contains("hunter"), "\(format)")
    }
  }

  struct Ending: Sendable, CustomStringConvertible {
    var description: String
    var plan: Plan
    var conclusion: PlanView.Conclusion
  }

  @Test(
    "says what the whole comes to",
    arguments: [
      Ending(description: "nothing to do", plan: plan([]), conclusion: .matches),
      Ending(description: "nothing to destroy", plan: plan([], isDestroy: true), conclusion: .nothingToDestroy),
      Ending(
        description: "a change", plan: plan([update(service("api"), [field(path(.member("desiredCount")), 1, 2)])]),
        conclusion: .changes),
      Ending(description: "only what is refused", plan: onlyRefused, conclusion: .onlyRefused),
      Ending(description: "a saved plan without changes", plan: nothingSaved, conclusion: .nothingInSavedPlan),
      Ending(description: "a rollout of before", plan: waiting, conclusion: .onlyWaits),
    ])
  func conclusions(ending: Ending) {
    #expect(PlanView(ending.plan).conclusion == ending.conclusion)
  }

  private static var onlyRefused: Plan {
    var refusing = plan([])
    refusing.refused = [update(Address(.repository, "api"), [field(path(.member("encryptionConfiguration")), "a", "b")])]
    return refusing
  }

  private static var nothingSaved: Plan {
    var saved = plan([])
    saved.leftOut = [service("api")]
    return saved
  }

  private static var waiting: Plan {
    let rollout = ObservedRollout(deploymentId: "ecs-svc/1", revision: "tracker-api:41", state: .underWay)
    let wait = Step.RolloutWait(for: identity(service("api")), resuming: rollout)
    return plan([], steps: [Step(id: .init(1), address: service("api"), work: .awaitRollout(wait))])
  }
}
