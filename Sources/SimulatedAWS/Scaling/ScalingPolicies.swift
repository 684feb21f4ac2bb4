import AWS
import JSONDocument

/// The scaling policies of services, kept as they were put: no alarm watches for them.
struct ScalingPolicies {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  func put(_ input: JSON) throws(AWSError) -> JSON {
    let service = try ScalableTargets(call).key(input)
    guard try call.documents.contains(.scalableTargets, service) else {
      throw missing("No scalable target registered for", input)
    }
    let (name, resource) = (input.string("PolicyName") ?? "", input.string("ResourceId") ?? "")
    let key = Self.key(service, name)
    let old = try call.documents.document(.scalingPolicies, key)
    let id = try call.newId("policy").uuid
    let arn =
      old?["PolicyARN"]
      ?? .string(call.arn("autoscaling", "scalingPolicy:\(id):resource/ecs/\(resource):policyName/\(name)"))
    var policy = input
    policy["PolicyType"] = input["PolicyType"] ?? old?["PolicyType"] ?? "StepScaling"
    policy["PolicyARN"] = arn
    policy["CreationTime"] = old?["CreationTime"] ?? .time(call.now)
    policy["Alarms"] = []
    try call.documents.put(.scalingPolicies, key, policy)
    return ["PolicyARN": arn, "Alarms": []]
  }

  func describe(_ input: JSON) throws(AWSError) -> JSON {
    try ScalableTargets(call).check(namespace: input)
    let names = input["PolicyNames"] == nil ? nil : Set(input.texts("PolicyNames"))
    var found: [JSON] = []
    for key in try call.documents.keys(.scalingPolicies) {
      guard let policy = try call.documents.document(.scalingPolicies, key) else { continue }
      if let names, !names.contains(policy.string("PolicyName") ?? "") { continue }
      if let resource = input["ResourceId"], resource != policy["ResourceId"] { continue }
      found.append(policy)
    }
    return ["ScalingPolicies": .array(found)]
  }

  func delete(_ input: JSON) throws(AWSError) -> JSON {
    let key = Self.key(try ScalableTargets(call).key(input), input.string("PolicyName") ?? "")
    guard try call.documents.contains(.scalingPolicies, key) else { throw missing("No scaling policy found for", input) }
    try call.documents.remove(.scalingPolicies, key)
    return [:]
  }

  /// A target takes its policies along.
  func deleteAll(of service: String) throws(AWSError) {
    for key in try call.documents.keys(.scalingPolicies) where key.hasPrefix(Self.key(service, "")) {
      try call.documents.remove(.scalingPolicies, key)
    }
  }

  private static func key(_ service: String, _ name: String) -> String { "\(service)\n\(name)" }

  private func missing(_ words: String, _ input: JSON) -> AWSError {
    AWSError(
      code: "ObjectNotFoundException",
      message: "\(words) service namespace: ecs, resource ID: \(input.string("ResourceId") ?? ""), "
        + "scalable dimension: \(ScalableTargets.dimension)")
  }
}
