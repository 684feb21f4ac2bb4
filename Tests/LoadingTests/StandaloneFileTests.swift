import Diagnostics
import Loading
import Resources
import TestSupport
import Testing

@Suite struct LooseFileTests {
  private static let container = #"{"name": "web", "image": "nginx", "memory": 64}"#

  @Test(
    "the kind is told by folder or members",
    arguments: [
      ("app.json", #"{"family": "app", "containerDefinitions": [{"name": "web", "image": "nginx"}]}"#, ["memory-missing"]),
      (
        "described.json", #"{"taskDefinition": {"family": "app", "revision": 3, "containerDefinitions": []}}"#,
        ["output-only-dropped", "container-count"]
      ),
      ("service.json", #"{"serviceName": "a.b", "desiredCount": 1}"#, ["invalid-name"]),
      ("services.json", #"{"services": [{"serviceName": "app", "desiredCount": -1}]}"#, ["value-out-of-range"]),
      ("group.json", #"{"logGroupName": "/a", "retentionInDays": 2}"#, ["retention"]),
      ("services/app.json", #"{"desiredCount": 1, "launchType": "FARGAT"}"#, ["wrong-value"]),
      ("what.json", #"{"hello": 1}"#, ["kind-unknown"]),
      ("broken.json", #"{"family": "app",}"#, ["json-trailing-comma"]),
    ])
  func theKindIsToldByFolderOrMembers(_ name: String, _ text: String, _ codes: [String]) throws {
    #expect(try Self.findings(name, text).map(\.code) == codes)
  }

  @Test("what is filled in later stays open")
  func whatIsFilledInLaterStaysOpen() throws {
    let text = """
      {"family": "${environment}-app", "cpu": "${var.cpu}", "containerDefinitions": [
        {"name": "web", "image": "${image.api}", "memory": "${var.memory}", "portMappings": [{"containerPort": "${var.port}"}]}]}
      """
    #expect(try Self.findings("app.json", text).isEmpty)
  }

  @Test("a missing file is an error")
  func aMissingFileIsAnError() {
    let found = EnvironmentLoader().load(file: "/nowhere/app.json")
    #expect(found.map(\.code) == ["file-unreadable"])
  }

  @Test("a file of an environment is checked with what surrounds it")
  func aFileOfAnEnvironmentIsCheckedWithWhatSurroundsIt() throws {
    let environment = try MarkedEnvironment([
      "services/app.json": """
      {"desiredCount": 1, "taskDefinition": "app",
       "serviceConnectConfiguration": {"enabled": true, "namespace": "x", "services": [{"portName": 1️⃣"grpc"}]}}
      """,
      "services/other.json": #"{"desiredCount": -1, "taskDefinition": "app"}"#,
      "task-definitions/app.json": #"{"family": "app", "containerDefinitions": [\#(Self.container)]}"#,
    ])
    let found = EnvironmentLoader().load(file: environment.path + "/services/app.json")
    #expect(found.map(environment.line) == ["1️⃣ error port-not-defined: no port mapping is named \"grpc\""])
  }

  private static func findings(_ name: String, _ text: String) throws -> [Diagnostic] {
    let directory = try TemporaryDirectory()
    try directory.write(text, to: name)
    return EnvironmentLoader().load(file: "\(directory.path)/\(name)")
  }
}
