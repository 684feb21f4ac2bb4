import JSONDocument
import Planning
import Reporting
import Resources
import TestSupport
import Testing

/// A secret in every place of every kind, and everything that tells of a plan with it.
@Suite("Canaries in plans")
struct CanaryPlanTests {
  private func plan(of kind: ResourceKind) -> Plan {
    let (before, after) = (CanaryDocument(1).everywhere(kind), CanaryDocument(2).everywhere(kind))
    let address = Address(kind, "vault")
    let resource = Resource(
      address: address, identity: ResourceIdentity(kind, name: "vault"), attributes: after, file: "vault.json")
    var change = Change(
      address: address, identity: resource.identity, action: .update, reason: .differs,
      fields: Differ(kind).changes(from: before, to: after))
    change.before = before
    change.after = after
    let step = Step(id: Step.ID(1), address: address, work: .create(Step.Creation(of: resource)))
    return makePlan(change, step)
  }

  private func makePlan(_ change: Change, _ step: Step) -> Plan {
    Plan(
      environment: staging, state: StateVersion(lineage: lineage, serial: 41), changes: [change],
      drift: [Drift(address: change.address, kind: .changed, fields: change.fields)], steps: [step])
  }

  @Test("No text, line of JSON or file of a plan holds one", arguments: ResourceKind.all)
  func plans(kind: ResourceKind) throws {
    let plan = plan(of: kind)
    let file = PlanFile.json(of: plan)
    let saved = try PlanFile.plan(from: file)
    var texts = [file.text(.pretty)]
    for plan in [plan, saved] {
      texts +=
        [PlanText(plan).text, PlanView(plan).markdown] + PlanJSON(plan).lines.map { $0.text() }
        + PlanJSON(plan).driftLines.map { $0.text() }
    }
    #expect(plan.changes.first.map { $0.fields.isEmpty } == false)
    #expect(texts.flatMap { $0.split(separator: "\n") }.map(String.init).filter(CanaryDocument.isSeen) == [])
  }

  @Test("That a secret changed is seen in both the plan and its file", arguments: ResourceKind.all)
  func changes(kind: ResourceKind) throws {
    let plan = plan(of: kind)
    expectText(try PlanText(PlanFile.plan(from: PlanFile.json(of: plan))).text, PlanText(plan).text)
    #expect(PlanText(plan).text.contains(/#[0-9a-f]{6}/))
  }
}
