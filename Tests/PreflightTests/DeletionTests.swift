import Diagnostics
import JSONDocument
import Planning
import Resources
import Testing

@testable import Preflight

@Suite("Services that a plan deletes and nobody named")
struct DeletionTests {
  private let environment = EnvironmentIdentity(
    name: "staging", directory: "envs/staging", provider: Subject.provider, cluster: "main")

  private func plan(deleting names: [String], targets: [Address] = [], isDestroy: Bool = false) -> Plan {
    let changes = names.map { name in
      Change(
        address: Address(.service, name), identity: ResourceIdentity(.service, name: name, scope: "main"), action: .delete,
        reason: .noLongerDesired, after: nil)
    }
    var plan = Plan(environment: environment, state: nil, changes: changes)
    plan.targets = targets
    plan.isDestroy = isDestroy
    return plan
  }

  private func desired(
    _ kept: [String] = [], deletions: [String] = [], protected: [String] = []
  ) -> DesiredState {
    let resources = kept.map { name in
      Resource(
        address: Address(.service, name), identity: ResourceIdentity(.service, name: name, scope: "main"), attributes: [:])
    }
    var desired = DesiredState(environment: environment, resources: resources)
    desired.deletions = deletions.map(AddressPattern.init)
    desired.protected = protected.map(AddressPattern.init)
    return desired
  }

  @Test("are a warning for a person, and refused where nobody is asked", arguments: [DeletionGuard.warns, .refuses, .allows])
  func unnamed(deletionGuard: DeletionGuard) {
    let found = plan(deleting: ["api"]).unnamedDeletions(of: desired(["web"]), deletionGuard)
    switch deletionGuard {
    case .warns: #expect(found.map(\.severity) == [.warning])
    case .refuses: #expect(found.map(\.severity) == [.error])
    case .allows: #expect(found == [])
    }
    if deletionGuard != .allows {
      #expect(found.first?.message == "the plan deletes aws_ecs_service.api")
      #expect(found.first?.fix?.contains("-allow-deletions") == true)
    }
  }

  @Test("are told as all that there is when no service is left")
  func last() {
    let found = plan(deleting: ["api", "web"]).unnamedDeletions(of: desired(), .refuses)
    #expect(found.first?.message.hasPrefix("the plan deletes every service of envs/staging: aws_ecs_service.api, ") == true)
  }

  @Test("are nothing to say where somebody named them: a target, the files, destroy")
  func named() {
    let api = Address(.service, "api")
    #expect(plan(deleting: ["api"], targets: [api]).unnamedDeletions(of: desired(), .refuses) == [])
    #expect(plan(deleting: ["api"]).unnamedDeletions(of: desired(deletions: ["aws_ecs_service.a*"]), .refuses) == [])
    #expect(plan(deleting: ["api"]).unnamedDeletions(of: desired(deletions: ["aws_ecs_service.b*"]), .refuses).count == 1)
    #expect(plan(deleting: ["api"], isDestroy: true).unnamedDeletions(of: desired(), .refuses) == [])
  }

  @Test(
    "are not what a replacement has left over, nor protected as what took its place",
    arguments: [.leftOver(run: 12), .begun, .givenUp] as [ActionReason])
  func leftOver(reason: ActionReason) {
    var plan = plan(deleting: ["api"])
    plan.changes[0].reason = reason
    #expect(plan.unnamedDeletions(of: desired(["web"]), .refuses) == [])
    #expect(plan.protectedDeletions(of: desired(protected: ["aws_ecs_service.api"])) == [])
  }

  @Test("are refused where they are protected, whoever asks")
  func protected() {
    let files = desired(protected: ["aws_ecs_service.api"])
    #expect(plan(deleting: ["api"], isDestroy: true).protectedDeletions(of: files).map(\.code) == ["deletion-prevented"])
    #expect(plan(deleting: ["web"], isDestroy: true).protectedDeletions(of: files) == [])
  }
}
