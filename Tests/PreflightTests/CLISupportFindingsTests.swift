import Diagnostics
import JSONDocument
import Planning
import Providers
import Resources
import Testing

@testable import Preflight

/// The one finding about a program that is too old for what a plan sends.
@Suite("A program that is too old for a plan")
struct ProgramAgeTests {
  private static func part(_ operation: String, _ member: String?, _ versions: String...) -> UnknownToProgram {
    UnknownToProgram(program: "aws 2.9.19", operation: operation, member: member, knownFrom: versions)
  }

  private static let balancing = part("CreateService", "availabilityZoneRebalancing", "1.36.7", "2.22.2")
  private static let hooks = part("UpdateService", "deploymentConfiguration.lifecycleHooks", "1.41.5", "2.27.51")
  private static let protection = part("PutLogGroupDeletionProtection", nil, "1.43.3", "2.32.4")

  private static let api = Address(.service, "api")
  private static let web = Address(.service, "web")
  private static let logs = Address(.logGroup, "api")

  @Test("A plan that sends nothing young has no finding", arguments: PreflightMode.allCases)
  func nothing(mode: PreflightMode) {
    #expect(CLISupportFindings().finding(mode) == [])
    #expect(CLISupportFindings([(Self.api, [])]).finding(mode) == [])
  }

  @Test("One field: who sends it, since when it is known, and what to install")
  func one() {
    #expect(
      CLISupportFindings([(Self.api, [Self.balancing])]).finding(.error) == [
        Diagnostic(
          .error, "aws-too-old", "aws 2.9.19 is too old for something that this plan sends",
          details: [
            "aws_ecs_service.api: \"availabilityZoneRebalancing\" of CreateService is known from 1.36.7 and 2.22.2 on.",
            "It leaves what it does not know out of answers too, so such a field looks absent. Nothing was changed.",
          ],
          fix: "install aws 2.22.2 or later (of version 1: 1.36.7 or later); a field is never left out")
      ])
  }

  @Test("All are told in one finding, by address, and the version to install knows all of them")
  func all() {
    let found = CLISupportFindings([
      (Self.web, [Self.balancing, Self.hooks]), (Self.logs, [Self.protection]), (Self.api, [Self.balancing]),
    ]).finding(.error)
    #expect(found.map(\.message) == ["aws 2.9.19 is too old for 3 things that this plan sends"])
    #expect(
      found.first?.details.dropLast() == [
        "aws_cloudwatch_log_group.api: the call PutLogGroupDeletionProtection is known from 1.43.3 and 2.32.4 on.",
        "aws_ecs_service.api and 1 more: \"availabilityZoneRebalancing\" of CreateService is known from 1.36.7 and 2.22.2 on.",
        "aws_ecs_service.web: \"deploymentConfiguration.lifecycleHooks\" of UpdateService is known from 1.41.5 and 2.27.51 on.",
      ])
    #expect(
      found.first?.fix == "install aws 2.32.4 or later (of version 1: 1.43.3 or later); a field is never left out")
  }

  @Test("With warn it is said and keeps nobody from going on, and what will happen is said too")
  func warned() {
    let found = CLISupportFindings([(Self.api, [Self.balancing])]).finding(.warn)
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.details.last?.hasSuffix("It will refuse those calls.") == true)
  }

  @Test("It stands among the other findings, after the one about the caller")
  func among() {
    var world = World.answering(.caller, .present(.account("222222222222")))
    world.program = CLISupportFindings([(Self.api, [Self.balancing])])
    world.clusters["main"] = Subject.observation(.cluster, "main", nil)
    let codes = FindingExample.judgement([Subject.service()], world, .error).findings.map(\.code)
    #expect(codes == ["caller-elsewhere", "aws-too-old", "cluster-missing"])
  }

  @Test("What is asked about are the calls of the plan's steps; deletions and waits send nothing young")
  func writes() {
    let resource = Resource(
      address: Self.api, identity: ResourceIdentity(.service, name: "api", scope: "main"), attributes: ["desiredCount": 1])
    let change = Step.ResourceChange(
      resource: resource, before: ["desiredCount": 2], after: ["desiredCount": 1], changedMembers: ["desiredCount"])
    let works: [Step.Work] = [
      .create(Step.Creation(of: resource)), .update(change), .awaitRollout(Step.RolloutWait(for: resource.identity)),
      .forget(resource.identity), .delete(Step.Deletion(of: resource.identity, arn: nil, withData: false)),
    ]
    let environment = EnvironmentIdentity(
      name: "staging", directory: "envs/staging", provider: Subject.provider, cluster: "main")
    let plan = Plan(
      environment: environment, state: nil,
      steps: works.enumerated().map { Step(id: Step.ID($0.offset + 1), address: Self.api, work: $0.element) })
    #expect(
      plan.writes.map(\.write) == [
        .create(resource),
        .update(
          ResourceUpdate(
            identity: resource.identity, before: ["desiredCount": 2], after: ["desiredCount": 1], changedMembers: ["desiredCount"]
          )),
      ])
  }
}
