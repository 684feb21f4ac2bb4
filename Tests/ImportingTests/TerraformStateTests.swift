import Importing
import JSONDocument
import Resources
import Testing

@Suite struct TerraformStateTests {
  private static let arn = "arn:aws:ecs:eu-west-1:111111111111"

  private static func state(_ resources: String...) throws -> TerraformState {
    try TerraformState(JSON(text: #"{"version": 4, "serial": 7, "resources": [\#(resources.joined(separator: ","))]}"#))
  }

  private static func managed(_ type: String, _ name: String, _ instances: String) -> String {
    #"{"mode": "managed", "type": "\#(type)", "name": "\#(name)", "instances": [\#(instances)]}"#
  }

  @Test("every kind is found by the attributes that Terraform writes")
  func everyKindIsFoundByTheAttributesThatTerraformWrites() throws {
    let state = try Self.state(
      Self.managed("aws_ecs_cluster", "main", #"{"attributes": {"name": "main", "arn": "\#(Self.arn):cluster/main"}}"#),
      Self.managed(
        "aws_ecs_service", "this",
        #"{"index_key": "api", "attributes": {"name": "api", "cluster": "\#(Self.arn):cluster/main", "id": "\#(Self.arn):service/main/api"}},"#
          + #"{"index_key": 1, "attributes": {"name": "web", "cluster": ""}}"#),
      Self.managed(
        "aws_ecs_task_definition", "api", #"{"attributes": {"family": "api", "arn": "\#(Self.arn):task-definition/api:7"}}"#),
      Self.managed("aws_ecr_repository", "api", #"{"attributes": {"name": "api", "id": "api"}}"#),
      Self.managed("aws_cloudwatch_log_group", "api", #"{"attributes": {"name": "/ecs/api"}}, {"attributes": {}}"#),
      #"{"module": "module.net", "mode": "managed", "type": "aws_ecs_cluster", "name": "other", "instances": [{"attributes": {"name": "other"}}]}"#,
      Self.managed("aws_iam_role", "task", #"{"attributes": {"name": "task"}}"#),
      #"{"mode": "data", "type": "aws_ecs_cluster", "name": "seen", "instances": [{"attributes": {"name": "seen"}}]}"#)
    #expect(
      state.entries.map { "\($0.address) = \($0.identity)" } == [
        "aws_cloudwatch_log_group.api = /ecs/api", "aws_ecr_repository.api = api", "aws_ecs_cluster.main = main",
        #"aws_ecs_service.this["api"] = main/api"#, "aws_ecs_service.this[1] = default/web",
        "aws_ecs_task_definition.api = api", "module.net.aws_ecs_cluster.other = other",
      ])
    #expect(state.others == 1)
    #expect(state.unclear == ["aws_cloudwatch_log_group.api"])
  }

  @Test(
    "what is no state is refused",
    arguments: [
      ("[]", TerraformState.ReadingError.notAState), ("{}", .notAState), (#"{"version": 3, "resources": []}"#, .otherFormat(3)),
    ])
  func whatIsNoStateIsRefused(text: String, error: TerraformState.ReadingError) throws {
    #expect(throws: error) { _ = try TerraformState(JSON(text: text)) }
  }

  @Test("only what a file declares and nobody recorded is taken")
  func onlyWhatAFileDeclaresAndNobodyRecordedIsTaken() throws {
    func resource(_ name: String, _ address: String? = nil) -> Resource {
      Resource(
        address: Address(.repository, address ?? name), identity: ResourceIdentity(.repository, name: name), attributes: [:])
    }
    func record(_ name: String, at address: String) -> RecordedResource {
      RecordedResource(
        address: Address(.repository, address), identity: ResourceIdentity(.repository, name: name), declared: [:], observed: [:])
    }
    let provider = ProviderIdentity(name: .awsCommandLine, region: "eu-west-1", accountId: "111111111111")
    let desired = DesiredState(
      environment: EnvironmentIdentity(name: "x", directory: "envs/x", provider: provider, cluster: "main"),
      resources: [resource("new", "fresh"), resource("known"), resource("far"), resource("squeezed", "taken")])
    let recorded = RecordedState(resources: [record("known", at: "old"), record("something", at: "taken")])
    let names = ["new", "known", "undeclared", "squeezed"].map {
      Self.managed("aws_ecr_repository", $0, #"{"attributes": {"name": "\#($0)"}}"#)
    }
    let far = Self.managed(
      "aws_ecr_repository", "far", #"{"attributes": {"name": "far", "arn": "arn:aws:ecr:us-east-1:111111111111:repository/far"}}"#
    )
    let again = Self.managed("aws_ecr_repository", "znew", #"{"attributes": {"name": "new"}}"#)
    let state = try TerraformState(
      JSON(text: #"{"version": 4, "resources": [\#((names + [far, again]).joined(separator: ","))]}"#))
    let match = TerraformMatch(state, desired: desired, recorded: recorded)
    #expect(match.taken.map(\.resource.address.description) == ["aws_ecr_repository.fresh"])
    #expect(
      match.skipped.map { "\($0.address): \($0.reason)" } == [
        "aws_ecr_repository.far: it lives in account 111111111111, us-east-1",
        "aws_ecr_repository.known: it is recorded already, at aws_ecr_repository.old",
        "aws_ecr_repository.squeezed: aws_ecr_repository.taken is recorded for another object",
        "aws_ecr_repository.undeclared: no file declares repository \"undeclared\"",
        "aws_ecr_repository.znew: another resource of this state stands for aws_ecr_repository.fresh as well",
      ])
  }
}
