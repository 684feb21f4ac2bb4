import Diagnostics
import Loading
import Platform
import Recording
import Releasing
import TestSupport
import Testing

/// What the rules of an environment say to a plan: who has agreed to it, and whether it is the time for it.
@Suite struct ProtectionJudgeTests {
  private static let plan = String(repeating: "a1", count: 32)
  private static let other = String(repeating: "b2", count: 32)
  /// Monday, 5 January 2026, 09:00 UTC.
  private static let monday = Timestamp(seconds: 1_767_603_600)

  private static func settings(_ protection: String) throws -> ProtectionSettings {
    let place = try MarkedEnvironment([
      "environment.json": """
      {"provider": {"name": "simulated-aws", "region": "r", "accountId": "111111111111"}, "name": "prod",
      "protection": \(protection)}
      """
    ])
    return try #require(EnvironmentLoader().loadPlace(place.path).environment?.settings.protection)
  }

  private static func findings(
    _ protection: String, _ consent: Consent, who: String = "kim@laptop", now: Timestamp = monday, windowOverride: String? = nil,
    _ runs: [RunRecord] = []
  ) throws -> [Diagnostic] {
    let deed = ProtectedDeed(digest: plan, consent: consent, who: who, now: now, windowOverride: windowOverride)
    return ProtectionJudge(try settings(protection), environment: "prod", directory: "envs/prod").findings(
      about: deed, runs.sorted { $0.id.number > $1.id.number })
  }

  private static func run(
    _ number: Int, _ operation: String, _ who: String, _ deed: String? = plan, result: RunResult? = .succeeded
  ) -> RunRecord {
    var run = RunRecord.run(number, [:], result: result, operation: operation)
    (run.description.who, run.description.deed) = (who, deed)
    return run
  }

  @Test(
    "in a protected environment somebody must have looked at the plan",
    arguments: [
      (Consent.asked, []), (.saved(madeBy: "kim@laptop"), []), (.saved(madeBy: nil), []),
      (.unattended, ["protected-environment"]),
    ] as [(Consent, [String])])
  func somebodyHasLooked(consent: Consent, codes: [String]) throws {
    #expect(try Self.findings(#"{"protected": true}"#, consent).map(\.code) == codes)
    #expect(try Self.findings(#"{"protected": false}"#, consent).isEmpty)
  }

  @Test("an approved plan may be applied unattended, though no number of approvals is asked for")
  func approvedUnattended() throws {
    let approved = [Self.run(1, "approve", "mara@desk")]
    #expect(try Self.findings(#"{"protected": true}"#, .unattended, approved).isEmpty)
    #expect(
      try Self.findings(#"{"protected": true}"#, .unattended, who: "mara@ci", approved).map(\.code) == ["protected-environment"])
  }

  @Test("the refusal names the rule's place and what to do")
  func refusalNamesItsPlace() throws {
    let finding = try #require(try Self.findings(#"{"protected": true}"#, .unattended).first)
    #expect(finding.location?.line == 2)
    #expect(finding.location?.column == 29)
    #expect(
      finding.fix
        == "save the plan, look at it, and run `reconcile apply FILE`; or let another person look at it and run `reconcile approve -digest a1a1a1a1a1a1a1a1 envs/prod`"
    )
  }

  @Test(
    "an approval counts for one plan, of another person than who made it, until a run uses it",
    arguments: [
      ("nobody", [], 0),
      ("another person", [run(1, "approve", "mara@desk")], 1),
      ("who made it", [run(1, "approve", "kim@laptop")], 0),
      ("who made it, on another machine", [run(1, "approve", "Kim@ci-7")], 0),
      ("the same person twice", [run(1, "approve", "mara@desk"), run(2, "approve", "mara@phone")], 1),
      ("two persons", [run(1, "approve", "mara@desk"), run(2, "approve", "lee@desk")], 2),
      ("of another plan", [run(1, "approve", "mara@desk", other)], 0),
      ("by the beginning of its digest", [run(1, "approve", "mara@desk", String(plan.prefix(16)))], 1),
      ("used up by a run", [run(1, "approve", "mara@desk"), run(2, "apply", "kim@laptop")], 0),
      ("used up by a run that failed", [run(1, "approve", "mara@desk"), run(2, "apply", "kim@laptop", result: .failed)], 0),
      ("used up by a run that was killed", [run(1, "approve", "mara@desk"), run(2, "apply", "kim@laptop", result: nil)], 0),
      (
        "given again afterwards", [run(1, "approve", "mara@desk"), run(2, "apply", "kim@laptop"), run(3, "approve", "lee@desk")],
        1
      ),
      (
        "beside other runs",
        [run(1, "approve", "mara@desk"), run(2, "apply", "kim@laptop", other), run(3, "redeploy", "x@y", nil)], 1
      ),
      ("not written to its end", [run(1, "approve", "mara@desk", result: nil)], 0),
    ])
  func approvalsCount(what: String, runs: [RunRecord], count: Int) throws {
    let approvals = Approvals(of: Self.plan, madeBy: "kim@laptop", in: runs.sorted { $0.id.number > $1.id.number })
    #expect(approvals.persons.count == count, Comment(rawValue: what))
    let codes = try Self.findings(#"{"approvals": 2}"#, .asked, runs).map(\.code)
    #expect(codes == (count >= 2 ? [] : ["approvals-missing"]), Comment(rawValue: what))
  }

  @Test("who approves of somebody else's saved plan may apply it, too")
  func approverApplies() throws {
    let approved = [Self.run(1, "approve", "mara@desk")]
    #expect(try Self.findings(#"{"approvals": 1}"#, .saved(madeBy: "kim@laptop"), who: "mara@desk", approved).isEmpty)
    let own = try Self.findings(#"{"approvals": 1}"#, .saved(madeBy: "mara@desk"), who: "kim@laptop", approved)
    #expect(own.map(\.message) == ["the plan has 0 of 1 approval that prod asks for"])
    #expect(own.first?.details.first == "That of mara@desk does not count, who made the plan.")
  }

  private static let office =
    #"{"windows": [{"days": "Mon-Thu", "from": "09:00", "to": "16:00", "timeZone": "Europe/Berlin"}]}"#

  @Test("outside of the windows nothing is done without a reason")
  func windows() throws {
    #expect(try Self.findings(Self.office, .unattended).isEmpty)
    let evening = Timestamp(seconds: Self.monday.seconds + 7 * 3600)
    let finding = try #require(try Self.findings(Self.office, .asked, now: evening).first)
    #expect(finding.code == "window-closed")
    #expect(finding.message == "prod may be changed only Mon-Thu 09:00-16:00 Europe/Berlin")
    #expect(
      finding.details == [
        "It is Mon 2026-01-05 17:00 in Europe/Berlin.", "It opens next on Tue 2026-01-06 09:00, in 16 h 0 min.",
        "Nothing was changed.",
      ])
    #expect(finding.location?.column == 28)
    #expect(try Self.findings(Self.office, .asked, now: evening, windowOverride: "orders are lost").isEmpty)
  }

  @Test("all that speaks against it is said at once")
  func allIsSaid() throws {
    let strict = String(Self.office.dropLast()) + #", "approvals": 1}"#
    let night = Timestamp(seconds: Self.monday.seconds + 12 * 3600)
    #expect(try Self.findings(strict, .asked, now: night).map(\.code) == ["window-closed", "approvals-missing"])
    #expect(
      try Self.findings(strict, .asked, now: night, windowOverride: "hotfix").map(\.code) == ["approvals-missing"],
      "a window that is overridden approves of nothing")
  }
}
