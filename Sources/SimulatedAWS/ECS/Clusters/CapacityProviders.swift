import AWS
import JSONDocument

/// Capacity providers of auto scaling groups. Nothing stands behind one: clusters may name any, made or not, and its group
/// is never asked for. Providers of managed instances are refused.
struct CapacityProviders {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  /// What every account has.
  private static let reserved = ["FARGATE", "FARGATE_SPOT"]

  func create(_ input: JSON) throws(AWSError) -> JSON {
    let name = input.string("name") ?? ""
    try refuseManagedInstances(input)
    guard Reference.isName(name), !["aws", "ecs", "fargate"].contains(where: name.lowercased().hasPrefix) else {
      throw .invalidParameter(
        "The specified capacity provider name is invalid. Up to 255 characters are allowed, including letters (upper and "
          + "lowercase), numbers, underscores (_), and hyphens (-). The name cannot be prefixed with \"aws\", \"ecs\", or "
          + "\"fargate\". Specify a valid name and try again.")
    }
    guard try !call.documents.contains(.capacityProviders, name) else {
      throw .client(
        "The specified capacity provider already exists. To change the configuration of an existing capacity provider, update "
          + "the capacity provider.")
    }
    guard var group = input["autoScalingGroupProvider"] else {
      throw .client("The specified capacity provider type is not valid. Specify an Auto Scaling group provider and try again.")
    }
    group.fill("managedTerminationProtection", "DISABLED")
    group.fill("managedDraining", "ENABLED")
    group = Self.scaled(group)
    let arn = call.arn("ecs", "capacity-provider/\(name)")
    let provider: JSON = [
      "capacityProviderArn": .string(arn), "name": .string(name), "status": "ACTIVE", "autoScalingGroupProvider": group,
      "updateStatus": "CREATE_COMPLETE", "type": "EC2_AUTOSCALING",
    ]
    try call.documents.put(.capacityProviders, name, provider)
    try call.ecsTags.begin(arn, input["tags"])
    return ["capacityProvider": try shown(provider, withTags: true)]
  }

  /// What is not mentioned stays (API reference, UpdateCapacityProvider).
  func update(_ input: JSON) throws(AWSError) -> JSON {
    try refuseManagedInstances(input)
    var provider = try existing(input.string("name") ?? "")
    guard let changes = input["autoScalingGroupProvider"]?.objectValue else {
      throw .client("No changes were specified for the capacity provider. Specify a change and try again.")
    }
    var group = provider["autoScalingGroupProvider"] ?? [:]
    for change in changes {
      guard change.key == "managedScaling", let scaling = change.value.objectValue else {
        group[change.key] = change.value
        continue
      }
      var old = group["managedScaling"] ?? [:]
      for member in scaling { old[member.key] = member.value }
      group["managedScaling"] = old
    }
    provider["autoScalingGroupProvider"] = Self.scaled(group)
    provider["updateStatus"] = "UPDATE_COMPLETE"
    try call.documents.put(.capacityProviders, provider.string("name") ?? "", provider)
    return ["capacityProvider": try shown(provider, withTags: true)]
  }

  func delete(_ input: JSON) throws(AWSError) -> JSON {
    let name = Reference.last(input.string("capacityProvider") ?? "")
    guard !Self.reserved.contains(name) else {
      throw .client("The specified capacity provider is reserved and cannot be deleted.")
    }
    var provider = try existing(name)
    for key in try call.documents.keys(.clusters) {
      let cluster = try call.documents.document(.clusters, key)
      guard cluster?.string("status") == "ACTIVE", cluster?.texts("capacityProviders").contains(name) == true else { continue }
      throw .client(
        "The capacity provider cannot be deleted because it is associated with cluster: \(key). Remove the capacity provider "
          + "from the cluster and try again.")
    }
    let answer = try shown(provider, withTags: true)
    try call.documents.remove(.capacityProviders, name)
    try call.ecsTags.remove(provider.string("capacityProviderArn") ?? "")
    provider = answer.with("status", "INACTIVE").with("updateStatus", "DELETE_COMPLETE")
    return ["capacityProvider": provider]
  }

  func describe(_ input: JSON) throws(AWSError) -> JSON {
    let names = input.texts("capacityProviders").map(Reference.last)
    guard names.count <= 100 else { throw .invalidParameter("capacityProviders can have at most 100 items.") }
    var found: [JSON] = []
    var failures: [JSON] = []
    let withTags = input.texts("include").contains("TAGS")
    for name in names.isEmpty ? try Self.reserved + call.documents.keys(.capacityProviders) : names {
      if let provider = try document(name) {
        found.append(try shown(provider, withTags: withTags))
      } else {
        failures.append(["arn": .string(call.arn("ecs", "capacity-provider/\(name)")), "reason": "MISSING"])
      }
    }
    // API reference, DescribeCapacityProviders, `maxResults`: between 1 and 10, and up to 10 where it is not used.
    let page = try Page.slice(found, input: input, size: 1...10, usual: names.isEmpty ? 10 : 100)
    return .members(
      ("capacityProviders", .array(Array(page.elements))), ("failures", .array(failures)), ("nextToken", page.nextToken))
  }

  private func document(_ name: String) throws(AWSError) -> JSON? {
    guard Self.reserved.contains(name) else { return try call.documents.document(.capacityProviders, name) }
    return [
      "capacityProviderArn": .string(call.arn("ecs", "capacity-provider/\(name)")), "name": .string(name), "status": "ACTIVE",
      "type": .string(name),
    ]
  }

  private func existing(_ name: String) throws(AWSError) -> JSON {
    guard let provider = try call.documents.document(.capacityProviders, Reference.last(name)) else {
      throw .client("The specified capacity provider does not exist. Specify a valid name or ARN and try again.")
    }
    return provider
  }

  private func shown(_ provider: JSON, withTags: Bool) throws(AWSError) -> JSON {
    guard withTags else { return provider }
    return provider.with("tags", try call.ecsTags.read(provider.string("capacityProviderArn") ?? ""))
  }

  private func refuseManagedInstances(_ input: JSON) throws(AWSError) {
    guard input["managedInstancesProvider"] != nil else { return }
    throw .client("The simulated cloud has no capacity providers of managed instances.")
  }

  /// With the defaults of API reference, ManagedScaling, where scaling is managed.
  private static func scaled(_ group: JSON) -> JSON {
    guard var scaling = group["managedScaling"] else { return group }
    scaling.fill("targetCapacity", 100)
    scaling.fill("minimumScalingStepSize", 1)
    scaling.fill("maximumScalingStepSize", 10_000)
    scaling.fill("instanceWarmupPeriod", 300)
    return group.with("managedScaling", scaling)
  }
}
