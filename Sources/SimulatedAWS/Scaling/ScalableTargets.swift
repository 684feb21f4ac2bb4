import AWS
import JSONDocument

/// The scalable targets of one account and region, one for each service.
struct ScalableTargets {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  /// Of ECS services, for one account and region (Application Auto Scaling user guide, "Quotas").
  private static let quota = 3000

  // MARK: Registering

  /// Makes a target, or changes what the input mentions of one that is there.
  func register(_ input: JSON) throws(AWSError) -> JSON {
    let key = try ScalingKey(input)
    let old = try call.documents.document(.scalableTargets, key.text)
    guard try call.documents.contains(.services, key.text) else {
      throw .scaling("ECS service doesn't exist: \(key.resourceId)")
    }
    let bounds = try bounds(input, old)
    try checkTags(input["Tags"], isNew: old == nil)
    if old == nil {
      guard try call.documents.count(.scalableTargets) < Self.quota else {
        throw .scalingLimit("You have reached the limit of \(Self.quota) scalable targets for ECS services.")
      }
    }
    let target = try put(key, bounds, suspended: suspended(input, old), old)
    if let tags = input["Tags"] { try call.documents.put(.tags, target.string("ScalableTargetARN") ?? "", tags) }
    try CapacityAdjustment(call).keep(key, within: bounds)
    return .members(("ScalableTargetARN", target["ScalableTargetARN"]))
  }

  /// Writes down a target that was observed elsewhere, and changes no service.
  func plant(_ service: ServiceKey, minimum: Int, maximum: Int) throws(AWSError) {
    let key = ScalingKey(service)
    let old = try call.documents.document(.scalableTargets, key.text)
    try put(key, Bounds(minimum: minimum, maximum: maximum), suspended: suspended([:], old), old)
  }

  struct Bounds {
    var minimum: Int
    var maximum: Int
  }

  private func bounds(_ input: JSON, _ old: JSON?) throws(AWSError) -> Bounds {
    guard let minimum = (input["MinCapacity"] ?? old?["MinCapacity"])?.intValue else {
      throw .scaling("MinCapacity cannot be null for new scalable targets")
    }
    guard let maximum = (input["MaxCapacity"] ?? old?["MaxCapacity"])?.intValue else {
      throw .scaling("MaxCapacity cannot be null for new scalable targets")
    }
    // Of ECS services the least is 0 (API reference, RegisterScalableTarget).
    guard minimum >= 0 else { throw .scaling("Minimum capacity cannot be less than 0") }
    guard minimum <= maximum else { throw .scaling("Maximum capacity cannot be less than minimum capacity") }
    return Bounds(minimum: minimum, maximum: maximum)
  }

  /// All three members are read back, whatever was sent; what an update does not mention stays (API reference,
  /// RegisterScalableTarget: "Any parameters that you don't specify are not changed").
  private func suspended(_ input: JSON, _ old: JSON?) -> JSON {
    var state: JSON = [:]
    for member in ["DynamicScalingInSuspended", "DynamicScalingOutSuspended", "ScheduledScalingSuspended"] {
      state[member] = input["SuspendedState"]?[member] ?? old?["SuspendedState"]?[member] ?? false
    }
    return state
  }

  /// Words of AWS from reports: hashicorp/terraform-provider-aws#32677, terraform-aws-modules/terraform-aws-rds-aurora#420.
  private func checkTags(_ tags: JSON?, isNew: Bool) throws(AWSError) {
    guard let tags, tags.objectValue?.isEmpty == false else { return }
    guard isNew else {
      throw .scaling(
        "The scalable target that you tried to tag already exists. To update tags on an existing scalable target, use the "
          + "TagResource API.")
    }
    try ScalingTags(call).check(tags)
  }

  @discardableResult
  private func put(_ key: ScalingKey, _ bounds: Bounds, suspended: JSON, _ old: JSON?) throws(AWSError) -> JSON {
    let id = try call.newId("target").hex(36)
    let target = JSON.members(
      ("ServiceNamespace", "ecs"), ("ResourceId", .string(key.resourceId)), ("ScalableDimension", .string(ScalingKey.dimension)),
      ("MinCapacity", .int(bounds.minimum)), ("MaxCapacity", .int(bounds.maximum)), ("RoleARN", .string(role)),
      ("CreationTime", old?["CreationTime"] ?? .time(call.now)), ("SuspendedState", suspended),
      (
        "ScalableTargetARN",
        old?["ScalableTargetARN"] ?? .string(call.arn("application-autoscaling", "scalable-target/\(id)"))
      ))
    try call.documents.put(.scalableTargets, key.text, target)
    return target
  }

  /// Of ECS services it is always this one: a role that is sent is ignored (Application Auto Scaling user guide, "How
  /// Application Auto Scaling works with IAM"; hashicorp/terraform-provider-aws#5023).
  private var role: String {
    call.scope.roleArn(
      "aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService")
  }

  // MARK: Ending

  func deregister(_ input: JSON) throws(AWSError) -> JSON {
    let key = try ScalingKey(input)
    guard try call.documents.contains(.scalableTargets, key.text) else { throw key.missing("No scalable target found for") }
    try forget(key.service)
    return [:]
  }

  /// Takes the target of a service away, with all that belongs to it. Services that have ended lose theirs by themselves.
  func forget(_ service: ServiceKey) throws(AWSError) {
    let key = ScalingKey(service)
    guard let target = try call.documents.document(.scalableTargets, key.text) else { return }
    for collection in [Collection.scalingPolicies, .scheduledActions] {
      for found in try call.documents.keys(collection, prefix: key.text("")) {
        try call.documents.remove(collection, found)
      }
    }
    try call.documents.remove(.tags, target.string("ScalableTargetARN") ?? "")
    try call.documents.remove(.scalableTargets, key.text)
  }

  // MARK: Reading

  func describe(_ input: JSON) throws(AWSError) -> JSON {
    let wanted = Set(input.texts("ResourceIds"))
    if input["ScalableDimension"] != nil, wanted.isEmpty {
      throw .scaling("If you specify a scalable dimension, you must also specify a resource ID.")
    }
    let page = try Page.scaling(call.documents, .scalableTargets, input, most: 50) { key in
      ScalingFilter(input).lets(ServiceKey(text: key), among: wanted)
    }
    var targets: [JSON] = []
    for key in page.keys {
      if let target = try call.documents.document(.scalableTargets, key) { targets.append(target) }
    }
    return .members(("ScalableTargets", .array(targets)), ("NextToken", page.nextToken))
  }
}

/// What a description asks for: of which namespace, dimension and resource.
struct ScalingFilter {
  let input: JSON

  init(_ input: JSON) {
    self.input = input
  }

  /// `wanted` are resource ids; none at all are all.
  func lets(_ service: ServiceKey, among wanted: Set<String>) -> Bool {
    guard input.string("ServiceNamespace") == "ecs",
      input.string("ScalableDimension") ?? ScalingKey.dimension == ScalingKey.dimension
    else { return false }
    let resource = ScalingKey(service).resourceId
    return wanted.isEmpty || wanted.contains(resource)
  }

  func lets(_ service: ServiceKey) -> Bool { lets(service, among: Set(input.string("ResourceId").map { [$0] } ?? [])) }

  /// A dimension alone is no question (API reference: "you must also specify a resource ID").
  func check() throws(AWSError) {
    guard input["ScalableDimension"] == nil || input["ResourceId"] != nil else {
      throw .scaling("If you specify a scalable dimension, you must also specify a resource ID.")
    }
  }
}
