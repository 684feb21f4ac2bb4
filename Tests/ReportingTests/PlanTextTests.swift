import JSONDocument
import Planning
import Reporting
import Resources
import Testing

@Suite struct PlanTextTests {
  @Test func aTagBumpTakesOneLine() {
    let text = PlanText(
      plan(
        tagBump("api", revision: 41, images: [("api", "sha-3f9c2d1", "sha-8a01c44")])
          + tagBump("worker-long-name", revision: 7, images: [("a", "sha-1", "sha-2"), ("b", "sha-3", "sha-4")]),
        unchanged: 9, steps: rolloutSteps("api") + rolloutSteps("worker-long-name", from: 4))
    ).text
    #expect(text == "")
  }

  @Test func everythingAtOnce() {
    var created = Change(
      address: service("web"), identity: identity(service("web")), action: .create, reason: .notThere,
      after: ["desiredCount": 2, "launchType": "FARGATE"], revision: RevisionChange(before: nil, after: nil),
      rollout: .bootstrap(tag: "sha-bootstrap"))
    created.fields = []
    let td = Change(
      address: taskDefinition("web"), identity: identity(taskDefinition("web")), action: .create, reason: .notThere,
      after: [
        "cpu": "256", "memory": "512", "networkMode": "awsvpc",
        "containerDefinitions": [
          ["name": "web", "image": image("tracker-web", "sha-bootstrap")],
          ["name": "blackbox", "image": "public.ecr.aws/ops/blackbox:1.2"],
        ],
      ], revision: RevisionChange(before: nil, after: nil))
    var bigger = tagBump("api", revision: 41, images: [("api", "sha-3f9c2d1", "sha-8a01c44")])
    bigger[1].fields += [
      field(path(.member("containers"), .key("api"), .member("environment"), .key("LOG_LEVEL")), nil, "debug", .newRevision),
      field(path(.member("containers"), .key("api"), .member("environment"), .key("DB_PASSWORD")), "hunter2", "hunter3", .newRevision),
      field(path(.member("containers"), .key("api"), .member("command")), ["a"], ["a", "b"], .newRevision),
      field(path(.member("cpu")), "256", nil, .newRevision),
    ]
    let replaced = Change(
      address: service("old"), identity: identity(service("old")), action: .replace,
      reason: .cannotUpdate([.member("launchType")]), fields: [field(.member("launchType"), "EC2", "FARGATE", .replaces)])
    let forget = Change(
      address: Address(.repository, "tracker-old"), identity: identity(Address(.repository, "tracker-old")), action: .forget, reason: .holdsData)
    let policy = update(
      Address(.repository, "tracker-api"),
      [
        field(
          .member("lifecyclePolicy"), ["rules": [["rulePriority": 1, "selection": ["countNumber": 30, "tagStatus": "any"]]]],
          ["rules": [["rulePriority": 1, "selection": ["countNumber": 50, "tagStatus": "any"]]]])
      ])
    let adopted = Change(
      address: Address(.cluster, "main"), identity: identity(Address(.cluster, "main")), action: .adopt, reason: .existsUnrecorded)
    let text = PlanText(
      plan(
        [created, td, replaced, forget, policy, adopted, update(service("worker"), [field(.member("desiredCount"), 3, 2)])] + bigger,
        unchanged: 9,
        drift: [
          Drift(address: service("worker"), kind: .changed, fields: [field(.member("desiredCount"), 2, 3)]),
          Drift(address: Address(.logGroup, "x"), kind: .deleted),
        ], steps: rolloutSteps("api"))
    ).text
    #expect(text == "")
  }
}
