import Diagnostics
import JSONDocument
import Planning
import Resources
import Testing

@testable import Preflight

@Suite("A plan that leaves no service")
struct LastServicesTests {
  private let environment = EnvironmentIdentity(
    name: "staging", directory: "envs/staging", provider: Subject.provider, cluster: "main")

  private func findings(
    deleted names: [String], kept: [String] = [], targets: [Address] = [], isDestroy: Bool = false
  ) -> [Diagnostic] {
    let changes = names.map { name in
      Change(
        address: Address(.service, name), identity: ResourceIdentity(.service, name: name, scope: "main"), action: .delete,
        reason: .noLongerDesired, after: nil)
    }
    var plan = Plan(environment: environment, state: nil, changes: changes)
    plan.targets = targets
    plan.isDestroy = isDestroy
    let resources = kept.map { name in
      Resource(
        address: Address(.service, name), identity: ResourceIdentity(.service, name: name, scope: "main"), attributes: [:])
    }
    return plan.lastServices(of: DesiredState(environment: environment, resources: resources))
  }

  @Test("is said when the files of several are gone")
  func several() {
    let found = findings(deleted: ["api", "web"])
    #expect(found.map(\.code) == ["deletes-every-service"])
    #expect(found.first?.severity == .warning)
    #expect(found.first?.message == "the plan deletes all 2 services of envs/staging")
  }

  @Test("is nothing to say of what somebody asked for")
  func asked() {
    #expect(findings(deleted: ["api"]) == [])
    #expect(findings(deleted: ["api", "web"], kept: ["worker"]) == [])
    #expect(findings(deleted: ["api", "web"], targets: [Address(.service, "api"), Address(.service, "web")]) == [])
    #expect(findings(deleted: ["api", "web"], isDestroy: true) == [])
  }
}
