import Diagnostics
import JSONDocument
import Planning
import Providers
import Resources
import Testing

@testable import Preflight

@Suite("What new objects belong to, held against the cloud")
struct OwnerFindingsTests {
  private let service = ResourceIdentity(.service, name: "api", scope: "main")

  private func judgement(_ owners: OwnerAnswers, declaring resources: [Resource] = []) -> PreflightJudgement {
    let environment = EnvironmentIdentity(
      name: "staging", directory: "envs/staging", provider: Subject.provider, cluster: "main")
    let target = Change(
      address: Address(.scalableTarget, "api"), identity: ResourceIdentity(.scalableTarget, name: "service/main/api"),
      action: .create, reason: .notThere, after: ["MinCapacity": 1, "MaxCapacity": 4])
    let needs = PlannedNeeds(
      Plan(environment: environment, state: nil, changes: [target]),
      of: DesiredState(environment: environment, resources: resources))
    return PreflightJudgement(
      needs: needs, answers: [:], clusters: .answered([:]), logGroups: .answered([:]), repositories: .answered([:]),
      program: World().program, mode: .error, owners: owners)
  }

  @Test("a service that is not there would have its target refused")
  func missing() {
    for observation in [Observation.absent, .draining] {
      let found = judgement(.answered([service: observation])).findings
      #expect(found.map(\.code) == ["owner-missing"])
      #expect(found.first?.message == "the service \"main/api\" does not exist")
      #expect(found.first?.details == ["aws_appautoscaling_target.api would be refused. Nothing was changed."])
    }
  }

  @Test("one that is there, or that the files declare, is no finding")
  func present() {
    let observed = Observation.present(ObservedObject(identity: service, attributes: [:]))
    #expect(judgement(.answered([service: observed])).findings == [])
    let declared = Resource(address: Address(.service, "api"), identity: service, attributes: [:])
    let judged = judgement(.answered([:]), declaring: [declared])
    #expect(judged.needs.owners == [:])
    #expect(judged.findings == [])
  }

  @Test("whoever may not ask is told what to allow")
  func forbidden() {
    let error = ProviderError(.forbidden, operation: "DescribeServices", message: "no")
    let found = judgement(.failed(error, [.service])).findings
    #expect(found.map(\.code) == ["preflight-unchecked"])
    #expect(found.first?.message == "nobody can say whether the services exist: DescribeServices: no")
    #expect(found.first?.fix?.contains("ecs:DescribeServices") == true)
  }
}
