import AWS
import JSONDocument

/// DescribeTargetHealth: what a load balancer thinks of the tasks that services have in a target group.
struct TargetHealth {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  /// Seconds until a target that does not answer as it should has failed its first checks.
  private static let checkTime = 30.0

  func describe(_ input: JSON) throws(AWSError) -> JSON {
    let group = input.string("TargetGroupArn") ?? ""
    _ = try AccountObjects(call).targetGroups(["TargetGroupArns": [.string(group)]])
    var targets: [JSON] = []
    for text in try call.documents.keys(.services) {
      guard let stored = try ServiceStore(call).load(ServiceKey(text: text)) else { continue }
      let settings = RolloutSettings(stored.service, scope: call.scope)
      guard settings.targetGroups.contains(group) else { continue }
      for task in stored.workload.tasks where task.phase == .running || task.phase == .stopping {
        targets.append([
          "Target": ["Id": .string(Self.address(of: task)), "Port": .int(settings.targetPort)],
          "HealthCheckPort": .string("\(settings.targetPort)"), "TargetHealth": health(of: task),
        ])
      }
    }
    return ["TargetHealthDescriptions": .array(targets)]
  }

  private func health(of task: ServiceTask) -> JSON {
    if task.phase == .stopping {
      return [
        "State": "draining", "Reason": "Target.DeregistrationInProgress", "Description": "Target deregistration is in progress",
      ]
    }
    guard let trouble = task.targetTrouble else { return ["State": "healthy"] }
    guard call.now >= (task.startedAt ?? call.now) + Self.checkTime else {
      return ["State": "initial", "Reason": "Elb.InitialHealthChecking", "Description": "Initial health checks in progress"]
    }
    return ["State": "unhealthy", "Reason": .string(trouble.code), "Description": .string(trouble.description)]
  }

  /// Made up from the task's id.
  private static func address(of task: ServiceTask) -> String {
    let bytes = task.id.utf8.reduce(into: (0, 0)) { sum, byte in
      sum = ((sum.0 &* 31 &+ Int(byte)) % 254, (sum.1 &* 17 &+ Int(byte)) % 254)
    }
    return "10.0.\(bytes.0 + 1).\(bytes.1 + 1)"
  }
}
