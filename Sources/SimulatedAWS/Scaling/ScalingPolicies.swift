import AWS
import JSONDocument

/// The scaling policies of services. They are kept as they were put; no alarm watches for them.
struct ScalingPolicies {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  /// For one target (Application Auto Scaling user guide, "Quotas").
  private static let quota = 50

  func put(_ input: JSON) throws(AWSError) -> JSON {
    let target = try ScalingKey(input)
    guard try call.documents.contains(.scalableTargets, target.text) else {
      throw target.missing("No scalable target registered for")
    }
    let name = input.string("PolicyName") ?? ""
    let key = target.text(name)
    let old = try call.documents.document(.scalingPolicies, key)
    if old == nil, try call.documents.count(.scalingPolicies, prefix: target.text("")) >= Self.quota {
      throw .scalingLimit("You have reached the limit of \(Self.quota) scaling policies for this scalable target.")
    }
    let type = try type(input, old)
    let configuration = try configuration(input, type, old)
    try check(configuration, type, target.service)
    let isSame = old?.string("PolicyType") == type.rawValue && old?[type.member] == configuration
    let alarms: JSON = isSame ? old?["Alarms"] ?? [] : try alarms(type, target)
    let id = try call.newId("policy")
    let arn = old?["PolicyARN"] ?? target.arn(call, "scalingPolicy", id, "policyName", name)
    let policy = JSON.members(
      ("PolicyARN", arn), ("PolicyName", .string(name)), ("ServiceNamespace", "ecs"), ("ResourceId", .string(target.resourceId)),
      ("ScalableDimension", .string(ScalingKey.dimension)), ("PolicyType", .string(type.rawValue)), (type.member, configuration),
      ("Alarms", alarms), ("CreationTime", old?["CreationTime"] ?? .time(call.now)))
    try call.documents.put(.scalingPolicies, key, policy)
    return ["PolicyARN": arn, "Alarms": alarms]
  }

  // MARK: What is put

  enum PolicyType: String {
    case targetTracking = "TargetTrackingScaling"
    case step = "StepScaling"
    case predictive = "PredictiveScaling"

    /// The member that configures policies of this type.
    var member: String { rawValue + "PolicyConfiguration" }
  }

  /// "This parameter is required if you are creating a scaling policy" (API reference, PutScalingPolicy). A policy that is
  /// put with another type is of that type from then on.
  private func type(_ input: JSON, _ old: JSON?) throws(AWSError) -> PolicyType {
    guard let type = (input.string("PolicyType") ?? old?.string("PolicyType")).flatMap(PolicyType.init) else {
      throw .scaling("PolicyType is required when you create a scaling policy")
    }
    for other in [PolicyType.targetTracking, .step, .predictive] where other != type && input[other.member] != nil {
      throw .scaling("\(other.member) cannot be specified for the policy type \(type.rawValue)")
    }
    return type
  }

  /// What an update leaves out stays as it was.
  private func configuration(_ input: JSON, _ type: PolicyType, _ old: JSON?) throws(AWSError) -> JSON {
    guard let configuration = input[type.member] ?? old?[type.member] else {
      throw .scaling("\(type.member) is required for the policy type \(type.rawValue)")
    }
    return Self.withDoubles(configuration)
  }

  /// The model's doubles are read back with a point: 75 as 75.0.
  private static func withDoubles(_ value: JSON) -> JSON {
    if let items = value.arrayValue { return .array(items.map(withDoubles)) }
    guard let members = value.objectValue else { return value }
    return .object(
      JSONObject(
        members.map { member in
          let isDouble = ["TargetValue", "MetricIntervalLowerBound", "MetricIntervalUpperBound"].contains(member.key)
          let number = isDouble ? member.value.doubleValue : nil
          return JSONObject.Member(key: member.key, value: number.map(JSON.double) ?? withDoubles(member.value))
        }))
  }

  private func check(_ configuration: JSON, _ type: PolicyType, _ service: ServiceKey) throws(AWSError) {
    switch type {
    case .step: try StepScalingCheck(configuration).run()
    case .targetTracking:
      let balancers = try call.documents.document(.services, service.text)?.list("loadBalancers") ?? []
      try TargetTrackingCheck(configuration, targetGroups: balancers.compactMap { $0.string("targetGroupArn") }).run()
    case .predictive: return  // nothing is known of it but its structure
    }
  }

  /// Two for target tracking, which AWS makes and changes by itself; a step policy gets those that somebody points at it.
  private func alarms(_ type: PolicyType, _ target: ScalingKey) throws(AWSError) -> JSON {
    guard type == .targetTracking else { return [] }
    var alarms: [JSON] = []
    for side in ["AlarmHigh", "AlarmLow"] {
      let name = "TargetTracking-\(target.resourceId)-\(side)-\(try call.newId("alarm").uuid)"
      alarms.append(["AlarmName": .string(name), "AlarmARN": .string(call.arn("cloudwatch", "alarm:\(name)"))])
    }
    return .array(alarms)
  }

  // MARK: Reading and ending

  func describe(_ input: JSON) throws(AWSError) -> JSON {
    try ScalingFilter(input).check()
    let names = Set(input.texts("PolicyNames"))
    let page = try Page.scaling(call.documents, .scalingPolicies, input, most: 10) { key in
      let (target, name) = ScalingKey.parts(key)
      return ScalingFilter(input).lets(target) && (names.isEmpty || names.contains(name))
    }
    var policies: [JSON] = []
    for key in page.keys {
      if let policy = try call.documents.document(.scalingPolicies, key) { policies.append(policy) }
    }
    return .members(("ScalingPolicies", .array(policies)), ("NextToken", page.nextToken))
  }

  func delete(_ input: JSON) throws(AWSError) -> JSON {
    let target = try ScalingKey(input)
    let name = input.string("PolicyName") ?? ""
    guard try call.documents.contains(.scalingPolicies, target.text(name)) else {
      throw target.missing("No scaling policy found for", ", policy name: \(name)")
    }
    try call.documents.remove(.scalingPolicies, target.text(name))
    return [:]
  }
}
