import JSONDocument
import SimulatedAWS
import Testing

@Suite("Fault plans")
struct FaultPlanTests {
  @Test("a plan reads from JSON")
  func reading() throws {
    let plan = try FaultPlan(
      text: """
        {"seed": 7, "faults": [
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
    #expect(plan == expected)
  }

  @Test(
    "what is wrong is said by place",
    arguments: [
      ("{\n\"faults\": [", "fault plan: line 2 is not JSON"),
      ("[]", "fault plan: must be an object, not a list"),
      ("{}", "fault plan: faults: must be a list of faults"),
      (#"{"faults": {}}"#, "fault plan: faults: must be a list of faults"),
      (#"{"faults": [], "sead": 1}"#, "fault plan: sead: is not known here; known are: seed, faults"),
      (#"{"faults": [], "seed": -1}"#, "fault plan: seed: must be a whole number of at least 0"),
      (#"{"faults": ["throttle"]}"#, "fault plan: faults[0]: must be an object, not a string"),
      (
        #"{"faults": [{"fault": "explode"}]}"#,
        "fault plan: faults[0].fault: \"explode\" is no fault; there are: throttle, refuse, lose-request, lose-answer, delay, crash"
      ),
      (
        #"{"faults": [{"fault": "throttle"}, {"fault": "throttle", "operation": "UpdateServices"}]}"#,
        "fault plan: faults[1].operation: no operation is called \"UpdateServices\"; for example: UpdateService, Describe*"
      ),
      (
        #"{"faults": [{"fault": "throttle", "operation": 3}]}"#, "fault plan: faults[0].operation: must be a string, not a number"
      ),
      (#"{"faults": [{"fault": "throttle", "times": 0}]}"#, "fault plan: faults[0].times: must be a whole number of at least 1"),
      (#"{"faults": [{"fault": "throttle", "from": 1.5}]}"#, "fault plan: faults[0].from: must be a whole number of at least 1"),
      (
        #"{"faults": [{"fault": "throttle", "probability": 2}]}"#,
        "fault plan: faults[0].probability: must be a number from 0.0 to 1.0"
      ),
      (#"{"faults": [{"fault": "refuse"}]}"#, "fault plan: faults[0].code: is missing; for example: AccessDeniedException"),
      (#"{"faults": [{"fault": "delay"}]}"#, "fault plan: faults[0].seconds: is missing; for example: 30"),
      (#"{"faults": [{"fault": "crash", "moment": "now"}]}"#, "fault plan: faults[0].moment: must be \"before\" or \"after\""),
      (
        #"{"faults": [{"fault": "throttle", "seconds": 1}]}"#,
        "fault plan: faults[0].seconds: is not known here; known are: fault, operation, from, times, probability"
      ),
    ])
  func problems(text: String, problem: String) {
    #expect {
      try FaultPlan(text: text)
    } throws: { error in
      "\(error)" == problem
    }
  }
}
