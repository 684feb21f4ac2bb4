import JSONDocument
import Planning
import Resources
import Testing

/// What changes, and what a change starts (rules a.6 and a.9).
@Suite("Differ")
struct DifferTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var live: String
    var wanted: String
    var memory: String?
    var lines: [String]

    init(_ name: String, live: String, wanted: String, memory: String? = nil, _ lines: String...) {
      testDescription = name
      self.live = live
      self.wanted = wanted
      self.memory = memory
      self.lines = lines
    }
  }

  static let cases: [Case] = [
    Case("a changed value", live: #"{"desiredCount":3}"#, wanted: #"{"desiredCount":2}"#, "desiredCount: 3 → 2"),
    Case("a value that was not there", live: #"{}"#, wanted: #"{"desiredCount":2}"#, "desiredCount: absent → 2"),
    Case(
      "absence is shown as its default", live: #"{}"#, wanted: #"{"enableExecuteCommand":true}"#,
      "enableExecuteCommand: false → true"),
    Case(
      "a declared default is shown, not absence", live: #"{"healthCheckGracePeriodSeconds":60}"#,
      wanted: #"{"healthCheckGracePeriodSeconds":0}"#, "healthCheckGracePeriodSeconds: 60 → 0"),
    Case("nothing declared", live: #"{"desiredCount":3,"tags":[{"key":"a","value":"b"}]}"#, wanted: #"{}"#),
    Case("null is not declared", live: #"{"desiredCount":3}"#, wanted: #"{"desiredCount":null}"#),
    Case(
      "an unknown member that ECS answers as written", live: #"{"tomorrow":{"a":1}}"#, wanted: #"{"tomorrow":{"a":1,"b":null}}"#),
    Case("an unknown member", live: #"{"tomorrow":1}"#, wanted: #"{"tomorrow":2}"#, "tomorrow: 1 → 2"),
    Case("an unknown member that ECS does not answer", live: #"{}"#, wanted: #"{"tomorrow":2}"#, memory: #"{"tomorrow":2}"#),
    Case(
      "an unknown member inside a list",
      live: #"{"loadBalancers":[{"targetGroupArn":"a","tomorrow":1,"today":1}]}"#,
      wanted: #"{"loadBalancers":[{"targetGroupArn":"a","tomorrow":2}]}"#, #"loadBalancers["a"].tomorrow: 1 → 2"#),
    Case(
      "what ECS takes and does not return, as it was sent", live: #"{}"#,
      wanted: #"{"monitoring":{"metricConfigurations":[{"metricNames":["CPUUtilization"],"resolutionSeconds":60}]}}"#,
      memory: #"{"monitoring":{"metricConfigurations":[{"metricNames":["CPUUtilization"],"resolutionSeconds":60}]}}"#),
    Case(
      "what ECS takes and does not return, changed", live: #"{}"#,
      wanted: #"{"monitoring":{"metricConfigurations":[{"metricNames":["CPUUtilization"],"resolutionSeconds":20}]}}"#,
      memory: #"{"monitoring":{"metricConfigurations":[{"metricNames":["CPUUtilization"],"resolutionSeconds":60}]}}"#,
      #"monitoring.metricConfigurations["CPUUtilization"].resolutionSeconds: 60 → 20"#),
  ]

  @Test("what a file declares of a service is compared, and nothing else", arguments: cases)
  func services(_ example: Case) throws {
    let fields = Differ(.service).changes(
      from: try JSON(text: example.live), to: try JSON(text: example.wanted),
      memory: try example.memory.map { try JSON(text: $0) })
    #expect(fields.map(\.line) == example.lines)
  }

  static let namespace: JSON = ["serviceConnectDefaults": ["namespace": "arn:aws:servicediscovery:eu-west-1:1:namespace/ns-1"]]

  @Test(
    "a namespace given by name is compared with the name that was sent",
    arguments: [
      ("internal", "internal", []), ("public", "internal", ["serviceConnectDefaults.namespace: internal → public"]),
      (
        "internal", nil,
        ["serviceConnectDefaults.namespace: arn:aws:servicediscovery:eu-west-1:1:namespace/ns-1 → internal"]
      ),
    ] as [(String, String?, [String])])
  func namespaces(wanted: String, sent: String?, lines: [String]) {
    let memory = sent.map { ["serviceConnectDefaults": ["namespace": .string($0)]] as JSON }
    let fields = Differ(.cluster).changes(
      from: Self.namespace, to: ["serviceConnectDefaults": ["namespace": .string(wanted)]], memory: memory)
    #expect(fields.map(\.line) == lines)
  }

  @Test("a policy is shown as both sides wrote it")
  func policies() {
    let fields = Differ(.repository).changes(
      from: ["repositoryPolicy": #"{"Statement":[{"Effect":"Allow","Action":"ecr:BatchGetImage"}]}"#],
      to: ["repositoryPolicy": ["Statement": [["Effect": "Deny", "Action": "ecr:BatchGetImage"]]]])
    #expect(
      fields.map(\.line) == [
        #"repositoryPolicy: {"Statement":[{"Effect":"Allow","Action":"ecr:BatchGetImage"}]} → {"Statement":[{"Effect":"Deny","Action":"ecr:BatchGetImage"}]}"#
      ])
  }

  @Test("each field says what its change starts")
  func effects() {
    let fields = Differ(.service).changes(
      from: [:],
      to: [
        "desiredCount": 1, "launchType": "EC2", "platformVersion": "1.4.0",
        "networkConfiguration": ["awsvpcConfiguration": ["subnets": ["a"]]],
      ])
    #expect(fields.map(\.effect) == [.inPlace, .replaces, .newDeployment, .newDeployment])
  }

  static let secrets: [(String, String, Bool)] = [
    (#""environment":[{"name":"DB_PASSWORD","value":"a"}]"#, #""environment":[{"name":"DB_PASSWORD","value":"b"}]"#, true),
    (#""environment":[]"#, #""environment":[{"name":"DB_PASSWORD","value":"b"}]"#, true),
    (
      #""environment":[{"name":"DB_PASSWORD","value":"a"}]"#,
      #""environment":[{"name":"DB_PASSWORD","value":"b","tomorrow":1}]"#, true
    ),
    (#""environment":[{"name":"LEVEL","value":"a"}]"#, #""environment":[{"name":"LEVEL","value":"b"}]"#, false),
    (#""environment":[{"name":"URL","value":"a"}]"#, #""environment":[{"name":"URL","value":"https://me:pw@x"}]"#, true),
    (#""secrets":[{"name":"DB_PASSWORD","valueFrom":"a"}]"#, #""secrets":[{"name":"DB_PASSWORD","valueFrom":"b"}]"#, false),
    (#""dockerLabels":{"api-token":"a"}"#, #""dockerLabels":{"api-token":"b"}"#, true),
    (
      #""logConfiguration":{"options":{"splunk-token":"a"}}"#, #""logConfiguration":{"options":{"splunk-token":"b"}}"#, true
    ),
  ]

  @Test("secrets are told by the name they stand under", arguments: secrets)
  func sensitivity(before: String, after: String, isSensitive: Bool) throws {
    func document(_ members: String) throws -> JSON {
      try JSON(text: #"{"containerDefinitions":[{"name":"web",\#(members)}]}"#)
    }
    let fields = Differ(.taskDefinition).differencesOfWhole(try document(before), try document(after))
    #expect(fields.contains { $0.isSensitive } == isSensitive)
  }
}
