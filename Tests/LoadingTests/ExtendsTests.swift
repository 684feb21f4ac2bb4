import Diagnostics
import JSONDocument
import Loading
import Resources
import TestSupport
import Testing

/// Environments on a base directory.
@Suite struct ExtendsTests {
  private static func load(_ files: [String: String]) throws -> (result: LoadResult, directory: TemporaryDirectory) {
    let directory = try TemporaryDirectory()
    for (name, text) in files { try directory.write(text, to: "envs/\(name)") }
    return (EnvironmentLoader().load("\(directory.path)/envs/staging"), directory)
  }

  private static let provider = #""provider": {"name": "simulated-aws", "region": "eu-west-1", "accountId": "111111111111"}"#
  private static let base = [
    "base/environment.json": #"{"images": {"api": "api"}, "cluster": "shared"}"#,
    "base/v.auto.tfvars.json": #"{"image_tags": {"api": "base"}, "level": "info"}"#,
    "base/task-definitions/api.json": #"""
    {"family": "api", "cpu": "256", "taskRoleArn": "arn:aws:iam::111111111111:role/api", "containerDefinitions": [
      {"name": "api", "image": "${image.api}", "memory": 64,
       "environment": [{"name": "LEVEL", "value": "${var.level}"}, {"name": "GONE", "value": "x"}]},
      {"name": "side", "image": "nginx", "memory": 32}]}
    """#,
    "base/services/api.json": #"{"desiredCount": 1, "enableExecuteCommand": true}"#,
    "staging/environment.json": #"{"extends": "../base", \#(provider)}"#,
  ]

  private static func attributes(_ kind: ResourceKind, _ files: [String: String]) throws -> JSON {
    let (result, directory) = try load(base.merging(files) { $1 })
    _ = directory
    let loaded = try #require(result.environment, "\(result.diagnostics)")
    return try #require(loaded.desired.resources.first { $0.identity.kind == kind }).attributes
  }

  @Test("files of the base are taken")
  func filesOfTheBaseAreTaken() throws {
    let definition = try Self.attributes(.taskDefinition, [:])
    #expect(definition["cpu"]?.stringValue == "256")
    #expect(try Self.attributes(.service, [:])["cluster"]?.stringValue == "shared")
  }

  @Test("containers and environment are matched by name")
  func containersAndEnvironmentAreMatchedByName() throws {
    let definition = try Self.attributes(
      .taskDefinition,
      [
        "staging/task-definitions/api.json": #"""
        {"containerDefinitions": [{"name": "api", "memory": 128, "environment": [{"name": "LEVEL", "value": "debug"},
          {"name": "MORE", "value": "y"}]}]}
        """#
      ])
    let containers = definition["containerDefinitions"]?.arrayValue ?? []
    #expect(containers.compactMap { $0["name"]?.stringValue } == ["api", "side"])
    #expect(containers.first?["memory"]?.intValue == 128)
    let entries = (containers.first?["environment"]?.arrayValue ?? []).map {
      "\($0["name"]?.stringValue ?? "")=\($0["value"]?.stringValue ?? "")"
    }
    #expect(entries == ["LEVEL=debug", "GONE=x", "MORE=y"])
  }

  @Test("null removes what the base has")
  func nullRemoves() throws {
    let service = try Self.attributes(
      .service, ["staging/services/api.json": #"{"enableExecuteCommand": null, "desiredCount": 3}"#])
    #expect(service["enableExecuteCommand"] == nil)
    #expect(service["desiredCount"]?.intValue == 3)
  }

  @Test("variables of the base come first")
  func variablesOfTheBaseComeFirst() throws {
    let definition = try Self.attributes(
      .taskDefinition, ["staging/t.auto.tfvars.json": #"{"image_tags": {"api": "mine"}}"#])
    let image = definition["containerDefinitions"]?.arrayValue?.first?["image"]?.stringValue
    #expect(image?.hasSuffix("/api:mine") == true)
  }

  @Test(
    "a base that cannot be is refused",
    arguments: [
      (#"{"extends": "../nowhere", "# + provider + "}", "extends-missing"),
      (#"{"extends": ".", "# + provider + "}", "extends-cycle"),
      (#"{"extends": "../../..", "# + provider + "}", "extends-outside"),
    ])
  func aBaseThatCannotBeIsRefused(environment: String, code: String) throws {
    let (result, directory) = try Self.load(Self.base.merging(["staging/environment.json": environment]) { $1 })
    _ = directory
    #expect(result.environment == nil)
    #expect(result.diagnostics.map(\.code).contains(code), "\(result.diagnostics)")
  }
}
