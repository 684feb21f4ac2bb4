import JSONDocument
import Planning
import Reporting
import Resources
import Testing

@Suite struct PlanTextTests {
  @Test("no changes is a full sentence")
  func noChangesIsAFullSentence() {
    expectText(
      PlanText(plan([])).text,
      """
      No changes. envs/staging matches its configuration.

      """)
  }

  @Test("nothing to destroy and nothing in the target say so")
  func nothingToDestroyAndNothingInTheTargetSaySo() {
    #expect(
      PlanText(plan([], isDestroy: true)).text
        == "No changes. Nothing of envs/staging is recorded; there is nothing to destroy.\n")
    expectText(
      PlanText(plan([], targets: [service("api")])).text,
      """
      No changes. The targeted part of envs/staging matches its configuration.
      Only aws_ecs_service.api and what it needs were looked at (-target).

      """)
  }

  @Test("a tag bump of a service takes one line")
  func aTagBumpOfAServiceTakesOneLine() {
    let changes =
      tagBump("api", revision: 41, images: [("api", "sha-3f9c2d1", "sha-8a01c44")])
      + tagBump(
        "worker-notify", revision: 7, images: [("app", "sha-1", "sha-2"), ("agent", "sha-3", "sha-4")])
      + tagBump("frontend", revision: 9, images: [("web", "sha-1", "sha-2"), ("migrate", "sha-1", "sha-2")])
    let steps =
      rolloutSteps("api") + rolloutSteps("worker-notify", from: 4) + rolloutSteps("frontend", from: 7)
    expectText(
      PlanText(plan(changes, unchanged: 9, steps: steps)).text,
      """
      Plan for staging (simulated-aws, eu-west-1, cluster tracker-staging):
        ~ aws_ecs_service.api            roll out  tracker-api:41 → new revision           image tracker-api sha-3f9c2d1 → sha-8a01c44
        ~ aws_ecs_service.frontend       roll out  tracker-frontend:9 → new revision       image tracker-frontend sha-1 → sha-2
        ~ aws_ecs_service.worker-notify  roll out  tracker-worker-notify:7 → new revision  images tracker-worker-notify app sha-1 → sha-2, agent sha-3 → sha-4

      3 new revisions are shown on the lines of their services.
      Plan: 3 to add, 3 to change, 0 to destroy. 9 unchanged.

      """)
  }

  @Test("fields that repeat the tag stay on the line of the bump")
  func fieldsThatRepeatTheTagStayOnTheLineOfTheBump() {
    var changes = tagBump("api", revision: 41, images: [("api", "sha-3f9c2d1", "sha-8a01c44")])
    let environment = path(.member("containers"), .key("api")).member("environment")
    changes[1].fields += [
      field(environment.key("RELEASE"), "sha-3f9c2d1", "sha-8a01c44"),
      field(
        path(.member("containers"), .key("api")).member("dockerLabels").key("v"), "tracker@sha-3f9c2d1",
        "tracker@sha-8a01c44"),
    ]
    let row =
      "image tracker-api sha-3f9c2d1 → sha-8a01c44, also in environment[\"RELEASE\"] and dockerLabels[\"v\"]"
    #expect(PlanText(plan(changes, steps: rolloutSteps("api"))).text.contains(row))
    changes[1].fields.append(field(environment.key("MODE"), "sha-3f9c2d1", "other"))
    #expect(!PlanText(plan(changes, steps: rolloutSteps("api"))).text.contains("also in"))
  }

  @Test("going back to an older revision says that it was registered earlier")
  func goingBackToAnOlderRevisionSaysThatItWasRegisteredEarlier() {
    var changes = tagBump("api", revision: 3, images: [("api", "sha-new", "sha-old")])
    changes[0].revision?.after = "tracker-api:2"
    changes[1].revision?.after = "tracker-api:2"
    changes[1].action = .adopt
    changes[1].reason = .sameContentAs(revision: "tracker-api:2")
    let linked = Resource(
      address: service("api"), identity: identity(service("api")), attributes: [:],
      links: [Resource.Link(member: "taskDefinition", target: taskDefinition("api"))])
    let steps = [
      Step(
        id: .init(1), address: service("api"),
        work: .update(
          Step.ResourceChange(
            resource: linked, before: [:], after: [:], changedMembers: ["taskDefinition"],
            revision: .existing(arn: "arn:aws:ecs:eu-west-1:111111111111:task-definition/tracker-api:2"))))
    ]
    expectText(
      PlanText(plan(changes, steps: steps)).text,
      """
      Plan for staging (simulated-aws, eu-west-1, cluster tracker-staging):
        ~ aws_ecs_service.api  roll out  tracker-api:3 → tracker-api:2 (registered earlier)  image tracker-api sha-new → sha-old

      Plan: 1 to adopt, 0 to add, 1 to change, 0 to destroy. 0 unchanged.

      """)
  }

  @Test("a revision with more than new tags stands on its own")
  func aRevisionWithMoreThanNewTagsStandsOnItsOwn() {
    var changes = tagBump("api", revision: 41, images: [("api", "sha-3f9c2d1", "sha-8a01c44")])
    let container = path(.member("containers"), .key("api"))
    changes[1].fields += [
      field(container.member("environment").key("LOG_LEVEL"), nil, "debug", .newRevision),
      field(container.member("environment").key("DB_PASSWORD"), "hunter2", "hunter3", .newRevision, sensitive: true),
      field(container.member("command"), ["serve"], ["serve", "--port", "8080"], .newRevision),
      field(.member("cpu"), "256", nil, .newRevision),
      field(
        .member("taskRoleArn"), .string(arn("role/tracker-api-task-role-with-a-long-name-blue")),
        .string(arn("role/tracker-api-task-role-with-a-long-name-green")), .newRevision),
    ]
    expectText(
      PlanText(plan(changes, unchanged: 2, steps: rolloutSteps("api"))).text,
      """
      Plan for staging (simulated-aws, eu-west-1, cluster tracker-staging):
        ~ aws_ecs_service.api          roll out  tracker-api:41 → new revision
        + aws_ecs_task_definition.api  register  new revision of tracker-api, after tracker-api:41
            ~ containers["api"].image                       sha-3f9c2d1 → sha-8a01c44
            + containers["api"].environment["LOG_LEVEL"]    added "debug"
            ~ containers["api"].environment["DB_PASSWORD"]  #97b10c → #386266
            ~ containers["api"].command                     ["serve"] → ["serve", "--port", "8080"]
            - cpu                                           removed (was "256")
            ~ taskRoleArn                                   "…a-long-name-blue" → "…a-long-name-green"

      Plan: 1 to add, 1 to change, 0 to destroy. 2 unchanged.

      """)
  }

  @Test("a revision of two services is not hidden in one")
  func aRevisionOfTwoServicesIsNotHiddenInOne() {
    var changes = tagBump("api", revision: 41, images: [("api", "sha-1", "sha-2")])
    var other = changes[0]
    other.address = service("jobs")
    changes.append(other)
    var steps = rolloutSteps("api")
    steps.append(
      Step(
        id: .init(4), address: service("jobs"),
        work: .update(
          Step.ResourceChange(
            resource: resource(service("jobs")), before: [:], after: [:], changedMembers: [],
            revision: .registered(by: taskDefinition("api"))))))
    expectText(
      PlanText(plan(changes, steps: steps)).text,
      """
      Plan for staging (simulated-aws, eu-west-1, cluster tracker-staging):
        ~ aws_ecs_service.api          roll out  tracker-api:41 → new revision
        ~ aws_ecs_service.jobs         roll out  tracker-api:41 → new revision
        + aws_ecs_task_definition.api  register  new revision of tracker-api, after tracker-api:41
            ~ containers["api"].image  sha-1 → sha-2

      Plan: 1 to add, 2 to change, 0 to destroy. 0 unchanged.

      """)
  }

  @Test("drift comes first and its repair is marked")
  func driftComesFirstAndItsRepairIsMarked() {
    let count = FieldPath.member("desiredCount")
    let drift = [
      Drift(address: Address(.logGroup, "api"), kind: .deleted),
      Drift(address: service("worker"), kind: .changed, fields: [field(count, 2, 3)]),
    ]
    expectText(
      PlanText(plan([update(service("worker"), [field(count, 3, 2)])], unchanged: 9, drift: drift)).text,
      """
      Drift (changed outside reconcile since serial 41):
        - aws_cloudwatch_log_group.api  deleted
        ~ aws_ecs_service.worker        changed   desired count 2 → 3

      Plan for staging (simulated-aws, eu-west-1, cluster tracker-staging):
        ~ aws_ecs_service.worker  update    desired count 3 → 2 (restores the files)

      Plan: 0 to add, 1 to change, 0 to destroy. 9 unchanged.

      """)
    expectText(
      PlanText(plan([], drift: drift)).text,
      """
      Drift (changed outside reconcile since serial 41):
        - aws_cloudwatch_log_group.api  deleted
        ~ aws_ecs_service.worker        changed   desired count 2 → 3

      No changes. envs/staging matches its configuration.

      """)
  }

  @Test("created resources show their main fields")
  func createdResourcesShowTheirMainFields() {
    let web = Change(
      address: service("web"),
      identity: ResourceIdentity(.service, name: "tracker-web", scope: "tracker-staging"),
      action: .create, reason: .notThere, after: ["desiredCount": 2, "launchType": "FARGATE"],
      revision: RevisionChange(before: nil, after: nil), rollout: .bootstrap(tag: "sha-bootstrap"))
    let definition = Change(
      address: taskDefinition("web"), identity: identity(taskDefinition("web")), action: .create,
      reason: .notThere,
      after: [
        "cpu": "256", "memory": "512", "networkMode": "awsvpc",
        "containerDefinitions": [
          ["name": "web", "image": image("tracker-web", "sha-bootstrap")],
          ["name": "blackbox", "image": "public.ecr.aws/ops/blackbox:1.2"],
        ],
      ], revision: RevisionChange(before: nil, after: nil))
    let repository = Address(.repository, "tracker-web")
    let repositoryChange = Change(
      address: repository, identity: identity(repository), action: .create, reason: .deletedOutside,
      after: [
        "imageTagMutability": "IMMUTABLE", "imageScanningConfiguration": ["scanOnPush": true],
        "lifecyclePolicy": [:],
      ])
    let logs = Address(.logGroup, "web")
    let logsChange = Change(
      address: logs, identity: identity(logs), action: .create, reason: .notThere,
      after: ["retentionInDays": 30])
    expectText(
      PlanText(plan([web, definition, repositoryChange, logsChange])).text,
      """
      Plan for staging (simulated-aws, eu-west-1, cluster tracker-staging):
        + aws_cloudwatch_log_group.web    create    kept for 30 days
        + aws_ecr_repository.tracker-web  create    it was deleted outside reconcile; tags immutable, scan on push, lifecycle policy
        + aws_ecs_service.web             create    named "tracker-web", runs the new revision, desired count 2, FARGATE
            created without waiting: images still carry sha-bootstrap
        + aws_ecs_task_definition.web     register  revision of tracker-web, cpu 256, memory 512, network awsvpc
            + container web       tracker-web:sha-bootstrap
            + container blackbox  public.ecr.aws/ops/blackbox:1.2

      Plan: 4 to add, 0 to change, 0 to destroy. 0 unchanged.

      """)
  }

  @Test("what is replaced, adopted, forgotten or deleted says why")
  func replacedAdoptedForgottenAndDeletedSayWhy() {
    let replaced = Change(
      address: service("api"), identity: identity(service("api")), action: .replace,
      reason: .cannotUpdate([.member("launchType")]),
      fields: [field(.member("launchType"), "EC2", "FARGATE", .replaces)])
    let renamed = Change(
      address: service("jobs"), identity: identity(service("jobs")), action: .replace,
      reason: .renamed(from: ResourceIdentity(.service, name: "old-jobs", scope: "tracker-staging")))
    let cluster = Address(.cluster, "main")
    let adopted = Change(
      address: cluster, identity: identity(cluster), action: .adopt, reason: .existsUnrecorded)
    let repository = Address(.repository, "tracker-old")
    let forgotten = Change(
      address: repository, identity: identity(repository), action: .forget, reason: .holdsData)
    let moved = Change(
      address: service("new"), identity: identity(service("new")), action: .adopt,
      reason: .moved(from: service("older")))
    let deleted = Change(
      address: service("web"), identity: identity(service("web")), action: .delete, reason: .noLongerDesired,
      fields: [field(.member("desiredCount"), 1, nil)])
    let left = Change(
      address: service("web"), identity: ResourceIdentity(.service, name: "site", scope: "tracker-staging"), action: .delete,
      reason: .leftOver(run: 12), before: [:])
    let logs = Address(.logGroup, "logs")
    let gone = Change(
      address: logs, identity: ResourceIdentity(.logGroup, name: "/old"), action: .forget, reason: .leftOver(run: nil))
    expectText(
      PlanText(plan([gone, replaced, renamed, adopted, forgotten, moved, deleted, left])).text,
      """
      Plan for staging (simulated-aws, eu-west-1, cluster tracker-staging):
        > aws_cloudwatch_log_group.logs   forget    "/old", left over from the replacement, is gone from AWS already
        > aws_ecr_repository.tracker-old  forget    holds data; it is left in AWS and only forgotten
        < aws_ecs_cluster.main            adopt     exists already; it is recorded from now on
      -/+ aws_ecs_service.api             replace   launchType cannot be changed in place; it is deleted first, then created
            ~ launchType  "EC2" → "FARGATE"
      -/+ aws_ecs_service.jobs            replace   it was named "tracker-staging/old-jobs", which is deleted when the new one runs
        < aws_ecs_service.new             adopt     its file was renamed; it was aws_ecs_service.older
        - aws_ecs_service.web             delete    no longer in the files
        - aws_ecs_service.web             delete    "tracker-staging/site", left over from the replacement in run 12

      Plan: 2 to adopt, 2 to add, 0 to change, 4 to destroy, 2 to forget. 0 unchanged.

      """)
  }

  @Test("documents and texts of several lines open to what differs")
  func documentsAndTextsOfSeveralLinesOpenToWhatDiffers() {
    let repository = Address(.repository, "tracker-api")
    func policy(_ count: JSON) -> JSON {
      let rule: JSON = [
        "rulePriority": 1, "selection": ["countNumber": count, "tagStatus": "any"],
        "action": ["type": "expire"],
      ]
      return ["rules": [rule]]
    }
    let command = path(.member("containers"), .key("api"), .member("command"))
    let added: JSON = [
      "name": "sidecar", "image": image("tracker-sidecar", "sha-1"), "essential": false,
      "environment": [["name": "API_TOKEN", "value": "abc"], ["name": "MODE", "value": "on"]],
    ]
    let removed: JSON = [
      "name": "old", "image": image("tracker-old", "sha-1"), "essential": false, "cpu": 10,
    ]
    let changes = [
      update(repository, [field(.member("lifecyclePolicy"), policy(30), .string(policy(50).text(.pretty)))]),
      update(
        taskDefinition("api"),
        [
          field(command, "set -e\nmigrate\nserve", "set -e\nserve --port 8080\n"),
          field(path(.member("containers"), .key("sidecar")), nil, added),
          field(path(.member("containers"), .key("old")), removed, nil),
        ]),
    ]
    expectText(
      PlanText(plan(changes)).text,
      """
      Plan for staging (simulated-aws, eu-west-1, cluster tracker-staging):
        ~ aws_ecr_repository.tracker-api  update
            ~ lifecyclePolicy
                ~ rules[0].selection.countNumber  30 → 50
                  (3 values unchanged)
        ~ aws_ecs_task_definition.api     update
            ~ containers["api"].command
                - migrate
                + serve --port 8080
                - serve
                + (blank line)
                  (1 line unchanged)
            + containers["sidecar"]  added
                + image              tracker-sidecar:sha-1
                + essential          false
                + environment        [{"name":"API_TOKEN","value":… {"name":"MODE","value":"on"}]
            - containers["old"]      removed (was tracker-old:sha-1)

      Plan: 0 to add, 2 to change, 0 to destroy. 0 unchanged.

      """)
  }

  @Test("a plan that destroys says so")
  func aDestroyPlanSaysSo() {
    let changes = [service("api"), taskDefinition("api"), Address(.repository, "tracker-api")].map {
      address in
      Change(
        address: address, identity: identity(address),
        action: address.kind == .repository ? .forget : .delete,
        reason: .destroying)
    }
    expectText(
      PlanText(plan(changes, isDestroy: true)).text,
      """
      Plan to destroy staging (simulated-aws, eu-west-1, cluster tracker-staging):
        > aws_ecr_repository.tracker-api  forget    it is left in AWS and only forgotten
        - aws_ecs_service.api             delete
        - aws_ecs_task_definition.api     delete    its revisions are deregistered

      Plan: 0 to add, 0 to change, 2 to destroy, 1 to forget. 0 unchanged.

      """)
  }

  @Test("a thousand tag bumps fit eleven hundred lines")
  func aThousandTagBumpsFitElevenHundredLines() {
    var changes: [Change] = []
    var steps: [Step] = []
    for number in 0..<1000 {
      changes += tagBump("svc-\(number)", revision: number, images: [("app", "sha-3f9c2d1", "sha-8a01c44")])
      steps += rolloutSteps("svc-\(number)", from: number * 3 + 1)
    }
    let lines = PlanText(plan(changes, steps: steps)).text.split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 1100)
    #expect(
      lines.contains { $0.hasSuffix("tracker-svc-7:7 → new revision      image tracker-svc-7 sha-3f9c2d1 → sha-8a01c44") })
  }

  @Test("colours are only added to the text")
  func coloursAreOnlyAddedToTheText() {
    let value = plan(
      tagBump("api", revision: 41, images: [("api", "sha-1", "sha-2")]), steps: rolloutSteps("api"))
    let coloured = PlanText(value, style: Style(usesColour: true)).text
    #expect(coloured.contains("\u{1B}[33m"))
    #expect(coloured.replacing(/\u{1B}\[[0-9]*m/, with: "") == PlanText(value).text)
  }

  private func arn(_ resource: String) -> String { "arn:aws:iam::111111111111:\(resource)" }
}
