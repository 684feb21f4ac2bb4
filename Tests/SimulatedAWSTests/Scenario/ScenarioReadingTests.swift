import Diagnostics
import JSONDocument
import SimulatedAWS
import Testing

@Suite("Reading scenarios")
struct ScenarioReadingTests {
  private func read(_ text: String, for use: Scenario.Use = .cloud) throws -> (scenario: Scenario, problems: [String]) {
    let source = SourceText(path: "drill.json", bytes: Array(text.utf8))
    let document = try #require(JSON.parse(source.bytes, source: 0).document)
    let (scenario, problems) = Scenario.read(document, for: use)
    let told = problems.map { problem in
      let place = problem.mark.map { source.location(offset: Int($0.offset)) }
      return "\(place?.line ?? 0):\(place?.column ?? 0): \(problem.message)" + (problem.fix.map { " → \($0)" } ?? "")
    }
    return (scenario, told)
  }

  @Test("faults are read")
  func faults() throws {
    let (scenario, problems) = try read(
      """
      {"$schema": "x", "//": "y", "seed": 7, "faults": [
        {"fault": "throttle", "operation": "UpdateService", "times": 3},
        {"fault": "lose-answer", "operation": "RegisterTaskDefinition", "from": 2, "times": 1},
        {"fault": "lose-request"},
        {"fault": "refuse", "operation": "ecs:CreateService", "code": "AccessDeniedException", "message": "no"},
        {"fault": "delay", "seconds": 30, "operation": "Describe*", "probability": 0.1},
        {"fault": "crash", "operation": "CreateService", "moment": "after"}]}
      """)
    let expected = FaultPlan(
      [
        .init(.throttle, operation: "UpdateService", times: 3),
        .init(.loseAnswer, operation: "RegisterTaskDefinition", from: 2, times: 1), .init(.loseRequest),
        .init(.refuse(code: "AccessDeniedException", message: "no"), operation: "ecs:CreateService"),
        .init(.delay(seconds: 30), operation: "Describe*", probability: 0.1),
        .init(.crash(.after), operation: "CreateService"),
      ], seed: 7)
    #expect(problems == [])
    #expect(scenario == Scenario(faults: expected))
  }

  @Test("tasks and instances are read")
  func tasks() throws {
    let (scenario, problems) = try read(
      """
      {"tasks": [
        {"service": "api", "family": "tracker-*", "container": "api", "image": "team/api", "tag": "sha-*", "fares": "exit:1@30",
         "first": 2, "log": ["one", "two"]},
        {"fares": "out-of-memory"}],
       "instances": [
        {"cluster": "main", "count": 2, "cpu": 2048, "memory": 3840, "architecture": "arm64", "attributes": {"disk": "ssd"},
         "networkInterfaces": 3, "connected": false},
        {"cpu": 1024, "memory": 1024}]}
      """)
    #expect(problems == [])
    #expect(
      scenario.tasks == [
        StagedTask(
          .exits(code: 1, after: 30), service: "api", family: "tracker-*", container: "api", image: "team/api", tag: "sha-*",
          first: 2, log: ["one", "two"]), StagedTask(.runsOutOfMemory()),
      ])
    #expect(
      scenario.instances == [
        InstanceGroup(
          cluster: "main", count: 2, cpu: 2048, memory: 3840, architecture: .arm, attributes: ["disk": "ssd"],
          networkInterfaces: 3, isConnected: false), InstanceGroup(cpu: 1024, memory: 1024),
      ])
  }

  @Test("what only the program can do is its own")
  func drills() throws {
    let text = #"{"crash-at": 3, "trace": "points", "calls": "calls", "state-pages": 24, "pace": "real"}"#
    let (scenario, problems) = try read(text, for: .program)
    #expect(problems == [])
    #expect(scenario.drill == Scenario.Drill(crashPoint: 3, trace: "points", calls: "calls", statePages: 24, pace: .real))
    #expect(try read(text).problems.count == 5)
    #expect(
      try read(#"{"pace": "real"}"#).problems == [
        "1:2: \"pace\" means nothing here: it is for a program that has the cloud inside → remove it, or name the file in RECONCILE_SIMULATION"
      ])
  }

  @Test(
    "null is absence, and nothing at all is a scenario", arguments: ["{}", #"{"seed": null, "faults": null, "tasks": null}"#])
  func nothing(text: String) throws {
    let (scenario, problems) = try read(text)
    #expect(problems == [])
    #expect(scenario == Scenario())
  }

  @Test(
    "what is wrong is told at its place",
    arguments: [
      ("[]", "1:1: a scenario is a list; it must be an object"),
      (#"{"faults": {}}"#, "1:12: \"faults\" is an object; it must be a list"),
      (#"{"sead": 1}"#, "1:2: a scenario has no \"sead\" → write \"seed\""),
      (#"{"seed": -1}"#, "1:10: \"seed\" is -1; it must be a whole number of at least 0"),
      ("{\"faults\": [\n  \"throttle\"]}", "2:3: an element of \"faults\" is a string; it must be an object"),
      (
        #"{"faults": [{"fault": "explode"}]}"#,
        "1:23: \"fault\" knows no \"explode\" → write one of: throttle, refuse, lose-request, lose-answer, delay, crash"
      ),
      (#"{"faults": [{"fault": "throtle"}]}"#, "1:23: \"fault\" knows no \"throtle\" → write \"throttle\""),
      (#"{"faults": [{}]}"#, "1:13: an element of \"faults\" has no \"fault\" → add \"fault\": \"throttle\""),
      (
        "{\"faults\": [{\"fault\": \"throttle\"},\n {\"fault\": \"throttle\", \"operation\": \"UpdateServices\"}]}",
        "2:37: no operation is called \"UpdateServices\" → write one such as UpdateService, ecr:TagResource or Describe*"
      ),
      (
        #"{"faults": [{"fault": "throttle", "operation": 3}]}"#,
        "1:48: \"operation\" is a number; it must be a text → write it in quotes"
      ),
      (#"{"faults": [{"fault": "throttle", "times": 0}]}"#, "1:44: \"times\" is 0; it must be a whole number of at least 1"),
      (#"{"faults": [{"fault": "throttle", "from": 1.5}]}"#, "1:43: \"from\" is 1.5; it must be a whole number of at least 1"),
      (
        #"{"faults": [{"fault": "throttle", "probability": 2}]}"#,
        "1:50: \"probability\" is 2; it must be a number from 0 to 1"
      ),
      (
        #"{"faults": [{"fault": "refuse"}]}"#,
        "1:13: the fault \"refuse\" has no \"code\" → add \"code\": \"AccessDeniedException\""
      ),
      (#"{"faults": [{"fault": "delay"}]}"#, "1:13: the fault \"delay\" has no \"seconds\" → add \"seconds\": 30"),
      (
        #"{"faults": [{"fault": "crash", "moment": "now"}]}"#,
        "1:42: \"moment\" knows no \"now\" → write one of: before, after"
      ),
      (
        #"{"faults": [{"fault": "throttle", "seconds": 1}]}"#,
        "1:35: the fault \"throttle\" has no \"seconds\" → remove it; there are: fault, operation, from, times, probability"
      ),
      (#"{"tasks": [{"service": "api"}]}"#, "1:12: an element of \"tasks\" has no \"fares\" → add \"fares\": \"exit:1\""),
      (#"{"tasks": [{"fares": "unhealhty"}]}"#, "1:22: \"fares\" knows no \"unhealhty\" → write \"unhealthy\""),
      (
        #"{"tasks": [{"fares": "runs", "servce": "api"}]}"#, "1:30: an element of \"tasks\" has no \"servce\" → write \"service\""
      ),
      (#"{"tasks": [{"fares": "runs", "first": 0}]}"#, "1:39: \"first\" is 0; it must be a whole number of at least 1"),
      (#"{"tasks": [{"fares": "runs", "log": ["a", 1]}]}"#, "1:43: an element of \"log\" is a number; it must be a text"),
      (#"{"instances": [{"memory": 1}]}"#, "1:16: an element of \"instances\" has no \"cpu\" → add \"cpu\": 2048"),
      (
        #"{"instances": [{"cpu": 1, "memory": 1, "architecture": "arm"}]}"#,
        "1:56: \"architecture\" knows no \"arm\" → write one of: x86_64, arm64"
      ),
      (
        #"{"instances": [{"cpu": 1, "memory": 1, "attributes": {"a": 1}}]}"#,
        "1:60: \"a\" is a number; it must be a text → write it in quotes"
      ),
    ])
  func problems(text: String, problem: String) throws {
    #expect(try read(text).problems == [problem])
  }

  @Test("all problems are told at once")
  func together() throws {
    let text = #"{"seed": "x", "faults": [{"fault": "boom"}], "tasks": [{"fares": "gone"}, {"fares": "runs", "first": -1}]}"#
    #expect(try read(text).problems.count == 4)
  }
}
