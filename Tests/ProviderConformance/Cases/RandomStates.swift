import JSONDocument
import Providers
import Resources

extension ConvergenceCase {
  /// States that follow from a seed: services, task definitions, repositories and log groups come, change and go.
  package static func random(seed: UInt64, states count: Int) -> ConvergenceCase {
    ConvergenceCase("random states, seed \(seed)", needs: Set(Capability.allCases)) { setting in
      var generator = RandomStates(seed: seed)
      return try (0..<count).map { _ in try generator.next(setting) }
    }
  }
}

/// A generator of desired states. What two states in a row have in common is chance, too; but no two are the same.
private struct RandomStates {
  private var state: UInt64
  private var number = 0

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
  }

  mutating func next(_ setting: ConformanceSetting) throws -> DesiredState {
    number += 1
    var text = DesiredStateText(setting)
    try text.add(.cluster, "cluster", cluster())
    // One thing that differs between any two states.
    try text.add(.logGroup, "log-0", #"{"retentionInDays": \#([1, 3, 5, 7, 14, 30, 60, 90][number % 8])}"#)
    for index in 1...2 where chance(2, of: 3) { try text.add(.logGroup, "log-\(index)", logGroup()) }
    for index in 0...2 where chance(2, of: 3) { try text.add(.repository, "app-\(index)", repository()) }
    for index in 0...2 where chance(3, of: 4) {
      let isOnFargate = index == 2
      try text.add(.taskDefinition, "web-\(index)", taskDefinition(isOnFargate))
      for copy in 0..<Int(pick(3)) where chance(3, of: 4) {
        try text.add(.service, "web-\(index)-\(copy)", service("web-\(index)", isOnFargate))
      }
    }
    return text.state
  }

  // MARK: Resources

  private mutating func cluster() -> String {
    object([#""settings": [{"name": "containerInsights", "value": "\#(oneOf("enabled", "disabled"))"}]"#, tags("key", "value")])
  }

  private mutating func logGroup() -> String {
    object([#""retentionInDays": \#(oneOf("7", "30"))"#, #""tags": {"team": "\#(oneOf("a", "b"))"}"#])
  }

  private mutating func repository() -> String {
    object([
      #""imageTagMutability": "\#(oneOf("MUTABLE", "IMMUTABLE"))""#,
      #""imageScanningConfiguration": {"scanOnPush": \#(oneOf("true", "false"))}"#, tags("Key", "Value"),
      """
      "lifecyclePolicy": {"rules": [{"rulePriority": 1, "description": "keep the newest images of this repository",
        "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": \(oneOf("10", "20"))},
        "action": {"type": "expire"}}]}
      """,
    ])
  }

  private mutating func taskDefinition(_ isOnFargate: Bool) -> String {
    let container = object(
      [
        #""environment": [{"name": "B", "value": "\#(oneOf("1", "2"))"}, {"name": "A", "value": "\#(oneOf("1", "2"))"}]"#,
        #""healthCheck": {"command": ["CMD-SHELL", "true"], "interval": \#(oneOf("10", "30"))}"#,
        #""command": ["\#(oneOf("serve", "work"))", "all"]"#, #""dockerLabels": {"Team.Name": "\#(oneOf("a", "b"))"}"#,
      ],
      always: #""name": "web", "image": "@IMAGE@", "memory": 128, "portMappings": [{"name": "http", "containerPort": 80}]"#)
    let task = [#""cpu": "\#(oneOf("256", ".25 vCPU"))""#, tags("key", "value")]
    guard isOnFargate else {
      return object(task, always: #""taskRoleArn": "@EXECUTION@", "containerDefinitions": [\#(container)]"#)
    }
    return object(
      [tags("key", "value")],
      always: """
        "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "executionRoleArn": "@EXECUTION@",
        "taskRoleArn": "@EXECUTION@", "cpu": "256", "memory": "\(oneOf("512", "1 GB"))",
        "containerDefinitions": [\(container)]
        """)
  }

  private mutating func service(_ definition: String, _ isOnFargate: Bool) -> String {
    let always =
      isOnFargate
      ? """
      "taskDefinition": "\(definition)", "launchType": "FARGATE", "networkConfiguration": {"awsvpcConfiguration":
        {"subnets": ["subnet-\(oneOf("a", "b"))", "subnet-c", "subnet-d"], "securityGroups": ["sg-2", "sg-1"]}}
      """ : #""taskDefinition": "\#(definition)", "launchType": "EC2""#
    return object(
      [
        #""deploymentConfiguration": {"minimumHealthyPercent": \#(oneOf("0", "50", "100"))}"#,
        #""deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": true, "rollback": \#(oneOf("true", "false"))}}"#,
        #""enableExecuteCommand": \#(oneOf("true", "false"))"#, #""propagateTags": "\#(oneOf("SERVICE", "TASK_DEFINITION"))""#,
        #""healthCheckGracePeriodSeconds": \#(oneOf("10", "60"))"#, tags("key", "value"),
        #""serviceConnectConfiguration": {"enabled": true, "namespace": "\#(oneOf("internal", "other"))"}"#,
      ], always: always + #", "desiredCount": \#(pick(4))"#)
  }

  private mutating func tags(_ key: String, _ value: String) -> String {
    #""tags": [{"\#(key)": "team", "\#(value)": "\#(oneOf("a", "b"))"}, {"\#(key)": "tier", "\#(value)": "\#(oneOf("1", "2"))"}]"#
  }

  // MARK: Chance

  /// An object of `always` and some of the other members; of two with the same name the first.
  private mutating func object(_ members: [String], always: String = "") -> String {
    var names: Set<Substring> = []
    var chosen = always.isEmpty ? [] : [always]
    for member in members where chance(1, of: 2) {
      if names.insert(member.prefix { $0 != ":" }).inserted { chosen.append(member) }
    }
    return "{\(chosen.joined(separator: ", "))}"
  }

  private mutating func oneOf(_ texts: String...) -> String { texts[Int(pick(UInt64(texts.count)))] }

  private mutating func chance(_ part: UInt64, of whole: UInt64) -> Bool { pick(whole) < part }

  private mutating func pick(_ count: UInt64) -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state >> 33) % count
  }
}
