import JSONDocument
import Planning
import Reporting
import Resources
import Testing

@Suite struct PlanJSONTests {
  @Test("a plan is one object a line")
  func aPlanAsLines() {
    var changes = tagBump("api", revision: 41, images: [("api", "sha-1", "sha-2")])
    changes[1].fields.append(field(.member("cpu"), "256", nil, .newRevision))
    let replaced = Change(
      address: service("old"), identity: identity(service("old")), action: .replace,
      reason: .cannotUpdate([.member("launchType")]))
    let drift = Drift(address: service("api"), kind: .changed, fields: [field(.member("desiredCount"), 2, 3)])
    let lines = PlanJSON(plan(changes + [replaced], unchanged: 9, drift: [drift])).lines
    expectText(
      ([MachineFormat.versionLine(program: "1.2.3")] + lines).map { $0.text() + "\n" }.joined(),
      """
      {"type":"version","format":"1.0","reconcile":"1.2.3"}
      {"type":"drift","address":"aws_ecs_service.api","kind":"changed","fields":[{"path":"desiredCount","before":2,"after":3,"effect":"inPlace"}]}
      {"type":"planned_change","address":"aws_ecs_service.api","name":"api","scope":"tracker-staging","action":"update","reason":{"code":"differs"},"fields":[{"path":"taskDefinition","before":"tracker-api:41","after_unknown":true,"effect":"newDeployment"}],"revision":{"before":"tracker-api:41","after_unknown":true},"rollout":"awaited"}
      {"type":"planned_change","address":"aws_ecs_service.old","name":"old","scope":"tracker-staging","action":"replace","reason":{"code":"cannot_update","paths":["launchType"]}}
      {"type":"planned_change","address":"aws_ecs_task_definition.api","name":"tracker-api","action":"create","reason":{"code":"differs"},"fields":[{"path":"containers[\\"api\\"].image","before":"111111111111.dkr.ecr.eu-west-1.amazonaws.com/tracker-api:sha-1","after":"111111111111.dkr.ecr.eu-west-1.amazonaws.com/tracker-api:sha-2","effect":"newRevision"},{"path":"cpu","before":"256","effect":"newRevision"}],"revision":{"before":"tracker-api:41","after_unknown":true},"tags":[{"container":"api","repository":"tracker-api","before":"sha-1","after":"sha-2"}]}
      {"type":"change_summary","operation":"apply","environment":"staging","serial":41,"add":2,"change":1,"destroy":1,"adopt":0,"forget":0,"unchanged":9,"is_empty":true}

      """)
  }

  @Test("every line has a type from the closed list")
  func everyLineHasATypeFromTheClosedList() {
    let types = Set(MachineFormat.LineType.allCases.map(\.rawValue))
    for line in PlanJSON(plan(tagBump("api", revision: 1, images: [("a", "sha-1", "sha-2")]))).lines {
      #expect(types.contains(line["type"]?.stringValue ?? ""))
    }
  }
}
