import JSONDocument
import Loading
import Resources
import TestSupport
import Testing

@Suite("ChecksReader in environment.json")
struct ChecksTests {
  private static func files(_ checks: String) -> [String: String] {
    [
      "environment.json": """
      {"provider": {"name": "simulated-aws", "region": "eu-west-1", "accountId": "111111111111"},
       "images": {"api": "api"}, "checks": \(checks)}
      """,
      "image-tags.auto.tfvars.json": #"{"image_tags": {"api": "sha-1"}}"#,
      "services/api.json": #"{"desiredCount": 1, "launchType": "EC2"}"#,
      "task-definitions/api.json":
        #"{"family": "api", "containerDefinitions": [{"name": "web", "image": "${image.api}", "memory": 64}]}"#,
    ]
  }

  @Test("An address and a command, with what is left out filled in")
  func checks() throws {
    let text = #"""
      {"//": "smoke", "api": [
        {"url": "https://${environment}.example.com/", "json": {"/tag": "${tag.api}"}, "attempts": 3},
        {"command": ["./smoke", "${region}"], "url": "http://localhost", "timeout": 9}]}
      """#
    let loaded = try MarkedEnvironment(Self.files(text)).load()
    #expect(
      loaded.environment?.desired.checks == [
        Address(.service, "api"): [
          RolloutCheck(
            .http(status: 200, values: [.init(pointer: "/tag", value: "sha-1")]), url: "https://test.example.com/",
            service: "api", tag: "sha-1", attempts: 3, interval: 5, timeout: 5),
          RolloutCheck(
            .command(["./smoke", "eu-west-1"]), url: "http://localhost", service: "api", tag: "sha-1", timeout: 9),
        ]
      ])
  }

  @Test(
    "What is wrong with them",
    arguments: [
      ("1️⃣[]", #"1️⃣ error check-invalid: "checks" is a list; it holds a list of checks for each service"#),
      (#"{1️⃣"apy": []}"#, #"1️⃣ error check-service-unknown: no service is called "apy""#),
      (#"{"api": 1️⃣{}}"#, #"1️⃣ error check-invalid: the checks of "api" are an object; they are a list"#),
      (#"{"api": [1️⃣{}]}"#, #"1️⃣ error check-invalid: a check needs "url" or "command""#),
      (#"{"api": [{"url": 1️⃣"ftp://x"}]}"#, "1️⃣ error check-invalid: the address of a check begins with http:// or https://"),
      (
        #"{"api": [{"url": "http://x", 1️⃣"stauts": 200}]}"#, #"1️⃣ error check-invalid: a check knows no "stauts""#
      ),
      (
        #"{"api": [{"url": "http://x", "status": 1️⃣20}]}"#, #"1️⃣ error check-invalid: "status" is a number from 100 to 599"#
      ),
      (
        #"{"api": [{"url": "http://x", "json": {1️⃣"tag": 1}}]}"#, #"1️⃣ error check-invalid: "tag" is no JSON pointer"#
      ),
      (
        #"{"api": [{"command": 1️⃣"./smoke"}]}"#,
        "1️⃣ error check-invalid: a command is a list of texts: the program and its arguments"
      ),
      (
        #"{"api": [{"command": ["x"], "status": 1️⃣200}]}"#,
        #"1️⃣ error check-invalid: "status" and "json" say what an address answers; this check is a command"#
      ),
    ])
  func findings(checks: String, wanted: String) throws {
    #expect(try MarkedEnvironment(Self.files(checks)).findings == [wanted])
  }
}
