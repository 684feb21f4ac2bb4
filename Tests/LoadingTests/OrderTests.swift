import Loading
import Resources
import TestSupport
import Testing

@Suite("The order of waves")
struct WaveOrderTests {
  private static func files(_ order: String, _ services: [String]) -> [String: String] {
    var files = [
      "environment.json":
        #"{"provider": {"name": "simulated-aws", "region": "eu-west-1", "accountId": "111111111111"}, "order": \#(order)}"#
    ]
    for name in services {
      files["services/\(name).json"] = #"{"desiredCount": 1, "taskDefinition": "app", "launchType": "EC2"}"#
    }
    files["task-definitions/app.json"] =
      #"{"family": "app", "containerDefinitions": [{"name": "web", "image": "nginx:1.27", "memory": 64}]}"#
    return files
  }

  private static let services = ["admin", "api", "worker-a", "worker-b"]

  @Test(
    "Names, patterns and the rest",
    arguments: [
      (#"[["api"], ["worker-*"]]"#, [["api"], ["worker-a", "worker-b"]]),
      (#"["api", ["*"]]"#, [["api"], ["admin", "worker-a", "worker-b"]]),
      (#"[["*"], ["api"]]"#, [["admin", "worker-a", "worker-b"], ["api"]]),
      (#"[["worker-*"], ["*-a", "admin"]]"#, [["worker-a", "worker-b"], ["admin"]]),
      ("[]", []), ("null", []),
    ])
  func waves(order: String, wanted: [[String]]) throws {
    let loaded = try MarkedEnvironment(Self.files(order, Self.services)).load()
    #expect(loaded.environment?.desired.waves.map { $0.map(\.name) } == wanted)
  }

  @Test(
    "What is wrong with it",
    arguments: [
      (#"[[1️⃣"apy"]]"#, #"1️⃣ error order-service-unknown: no service is called "apy""#),
      (#"[["api"], [1️⃣"api"]]"#, #"1️⃣ error order-repeats: the service "api" stands in the order twice"#),
      (#"1️⃣"api""#, #"1️⃣ error order-not-a-list: "order" is a string; it is a list of waves"#),
      (#"[["api"], 1️⃣{}]"#, "1️⃣ error order-wave: a wave is an object; it is a list of services"),
      (#"[[1️⃣3]]"#, "1️⃣ error order-wave: a service of a wave is a number; it must be a text"),
      (#"[[1️⃣"web-*"]]"#, #"1️⃣ warning order-matches-nothing: "web-*" fits no service of this environment"#),
    ])
  func findings(order: String, wanted: String) throws {
    #expect(try MarkedEnvironment(Self.files(order, Self.services)).findings == [wanted])
  }
}
