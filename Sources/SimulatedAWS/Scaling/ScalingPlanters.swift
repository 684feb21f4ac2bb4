import AWS
import JSONDocument
import Resources

struct ScalableTargetPlanter: Planter {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  func plant(_ object: ObservedObject) throws(AWSError) {
    guard let key = ScalingKey(object.identity.name) else { return }
    // What nobody observed is as registering makes it.
    let bounds = (object.attributes["MinCapacity"]?.intValue ?? 0, object.attributes["MaxCapacity"]?.intValue ?? 0)
    try ScalableTargets(call).plant(key.service, minimum: bounds.0, maximum: bounds.1)
    var document = try call.documents.document(.scalableTargets, key.text) ?? [:]
    for member in object.attributes.without(["Tags"]).objectValue ?? JSONObject() { document[member.key] = member.value }
    document["ResourceId"] = .string(key.resourceId)
    try call.documents.put(.scalableTargets, key.text, document)
    guard let arn = document.string("ScalableTargetARN"), let tags = object.attributes["Tags"], !tags.isNull else { return }
    try call.documents.put(.tags, arn, tags)
  }
}

struct ScalingPolicyPlanter: Planter {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  func plant(_ object: ObservedObject) throws(AWSError) {
    guard let key = object.identity.scope.flatMap({ ScalingKey($0) }) else { return }
    let name = object.identity.name
    var document = object.attributes.scaling(key)
    document["PolicyName"] = .string(name)
    document.fill("PolicyARN", key.arn(call, "scalingPolicy", try call.newId("policy"), "policyName", name))
    document.fill("Alarms", [])
    try call.documents.put(.scalingPolicies, key.text(name), document)
  }
}

struct ScheduledActionPlanter: Planter {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  func plant(_ object: ObservedObject) throws(AWSError) {
    guard let key = object.identity.scope.flatMap({ ScalingKey($0) }) else { return }
    let name = object.identity.name
    var document = object.attributes.scaling(key)
    document["ScheduledActionName"] = .string(name)
    document.fill(
      "ScheduledActionARN", key.arn(call, "scheduledAction", try call.newId("scheduled action"), "scheduledActionName", name))
    try call.documents.put(.scheduledActions, key.text(name), document)
  }
}

extension ScalingKey {
  fileprivate init?(_ resourceId: String) {
    guard let service = ScaledService(resourceId) else { return nil }
    self.init(ServiceKey(cluster: service.cluster, name: service.name))
  }
}

extension JSON {
  /// The object with the members that say what it scales, and when it was made.
  fileprivate func scaling(_ key: ScalingKey) -> JSON {
    var document = self
    document["ServiceNamespace"] = "ecs"
    document["ResourceId"] = .string(key.resourceId)
    document["ScalableDimension"] = .string(ScalingKey.dimension)
    return document
  }
}
