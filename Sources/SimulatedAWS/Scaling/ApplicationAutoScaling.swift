import AWS
import JSONDocument

/// Application Auto Scaling, as far as scalable targets and scaling policies of ECS services go. Nothing is scaled by itself: whoever plays the
/// autoscaler calls UpdateService.
enum ApplicationAutoScaling {
  static let operations: [String: Operation] = [
    "RegisterScalableTarget": .writes(
      "\(key), MinCapacity:integer, MaxCapacity:integer, "
        + "RoleARN:string, SuspendedState:{DynamicScalingInSuspended:boolean, DynamicScalingOutSuspended:boolean, "
        + "ScheduledScalingSuspended:boolean}, Tags:map"
    ) { call, input throws(AWSError) in try ScalableTargets(call).register(input) },
    "DeregisterScalableTarget": .writes(key) { call, input throws(AWSError) in try ScalableTargets(call).deregister(input) },
    "DescribeScalableTargets": .reads(
      "ServiceNamespace*:string, ResourceIds:[string], ScalableDimension:string, MaxResults:integer, NextToken:string"
    ) { call, input throws(AWSError) in try ScalableTargets(call).describe(input) },
    "PutScalingPolicy": .writes(
      "PolicyName*:string, \(key), PolicyType:StepScaling|TargetTrackingScaling|PredictiveScaling, "
        + "StepScalingPolicyConfiguration:json, TargetTrackingScalingPolicyConfiguration:json"
    ) { call, input throws(AWSError) in try ScalingPolicies(call).put(input) },
    "DescribeScalingPolicies": .reads(
      "PolicyNames:[string], ServiceNamespace*:string, ResourceId:string, ScalableDimension:string, MaxResults:integer, "
        + "NextToken:string"
    ) { call, input throws(AWSError) in try ScalingPolicies(call).describe(input) },
    "DeleteScalingPolicy": .writes("PolicyName*:string, \(key)") { call, input throws(AWSError) in
      try ScalingPolicies(call).delete(input)
    },
    "ListTagsForResource": .reads("ResourceARN*:string") { call, input throws(AWSError) in try ScalingTags(call).list(input) },
    "TagResource": .writes("ResourceARN*:string, Tags*:map") { call, input throws(AWSError) in
      try ScalingTags(call).add(input)
    },
    "UntagResource": .writes("ResourceARN*:string, TagKeys*:[string]") { call, input throws(AWSError) in
      try ScalingTags(call).remove(input)
    },
  ]

  private static let key = "ServiceNamespace*:string, ResourceId*:string, ScalableDimension*:string"
}

/// The scalable targets of one account and region.
struct ScalableTargets {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  static let dimension = "ecs:service:DesiredCount"

  func register(_ input: JSON) throws(AWSError) -> JSON {
    let key = try key(input)
    let old = try call.documents.document(.scalableTargets, key)
    let service = ServiceKey(text: key)
    guard try call.documents.contains(.services, key) else {
      throw .validation("ECS service doesn't exist: service/\(service.cluster)/\(service.name)")
    }
    guard let minimum = (input["MinCapacity"] ?? old?["MinCapacity"])?.intValue else {
      throw .validation("MinCapacity cannot be null for new scalable targets")
    }
    guard let maximum = (input["MaxCapacity"] ?? old?["MaxCapacity"])?.intValue else {
      throw .validation("MaxCapacity cannot be null for new scalable targets")
    }
    guard 0 <= minimum, minimum <= maximum else {
      throw .validation("Maximum capacity cannot be less than minimum capacity")
    }
    let role = call.scope.roleArn(
      "aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService")
    let awake: JSON = [
      "DynamicScalingInSuspended": false, "DynamicScalingOutSuspended": false, "ScheduledScalingSuspended": false,
    ]
    let id = try call.newId("target").hex(8)
    let arn = old?["ScalableTargetARN"] ?? .string(call.arn("application-autoscaling", "scalable-target/\(id)"))
    try call.documents.put(
      .scalableTargets, key,
      .members(
        ("ServiceNamespace", "ecs"), ("ResourceId", input["ResourceId"]), ("ScalableDimension", .string(Self.dimension)),
        ("MinCapacity", .int(minimum)), ("MaxCapacity", .int(maximum)), ("RoleARN", .string(role)),
        ("CreationTime", old?["CreationTime"] ?? .time(call.now)),
        ("SuspendedState", input["SuspendedState"] ?? old?["SuspendedState"] ?? awake), ("ScalableTargetARN", arn)))
    try ScalingTags(call).begin(arn.stringValue ?? "", input["Tags"])
    return ["ScalableTargetARN": arn]
  }

  func deregister(_ input: JSON) throws(AWSError) -> JSON {
    let key = try key(input)
    guard try call.documents.contains(.scalableTargets, key) else {
      let place =
        "service namespace: ecs, resource ID: \(input.string("ResourceId") ?? ""), scalable dimension: \(Self.dimension)"
      throw AWSError(code: "ObjectNotFoundException", message: "No scalable target found for \(place)")
    }
    try ScalingPolicies(call).deleteAll(of: key)
    try call.documents.remove(.scalableTargets, key)
    return [:]
  }

  func describe(_ input: JSON) throws(AWSError) -> JSON {
    try check(namespace: input)
    let wanted = input["ResourceIds"] == nil ? nil : Set(input.texts("ResourceIds"))
    if let wanted, wanted.count > 50 {
      throw .validation(
        "1 validation error detected: Value at 'resourceIds' failed to satisfy constraint: Member must have length less than or equal to 50"
      )
    }
    var targets: [JSON] = []
    for key in try call.documents.keys(.scalableTargets) {
      guard let target = try call.documents.document(.scalableTargets, key) else { continue }
      if let wanted, !wanted.contains(target.string("ResourceId") ?? "") { continue }
      targets.append(target)
    }
    return ["ScalableTargets": .array(targets)]
  }

  /// The service that a call is about.
  func key(_ input: JSON) throws(AWSError) -> String {
    try check(namespace: input)
    let parts = (input.string("ResourceId") ?? "").split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "service", input.string("ScalableDimension") == Self.dimension else {
      throw .validation("Unsupported service namespace, resource type or scalable dimension")
    }
    return ServiceKey(cluster: String(parts[1]), name: String(parts[2])).text
  }

  func check(namespace input: JSON) throws(AWSError) {
    guard input.string("ServiceNamespace") == "ecs" else {
      throw .validation("simulated cloud: only the service namespace \"ecs\" is known")
    }
  }
}

extension AWSError {
  fileprivate static func validation(_ message: String) -> AWSError { AWSError(code: "ValidationException", message: message) }
}
