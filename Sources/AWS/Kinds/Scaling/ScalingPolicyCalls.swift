import JSONDocument
import Providers
import Resources

/// Scaling policies: PutScalingPolicy makes and changes them, also from one type into another.
struct ScalingPolicyCalls: ScalingRuleCalls {
  static let kind = ResourceKind.scalingPolicy
  static let put = "PutScalingPolicy"
  static let remove = "DeleteScalingPolicy"
  let calls: APICalls

  var listing: ScalingListing {
    ScalingListing(calls: calls, operation: "DescribeScalingPolicies", list: "ScalingPolicies", names: "PolicyNames")
  }

  func requests(creating resource: Resource) -> [AWSRequest] { [request(resource.identity, resource.attributes)] }

  /// The type and its configuration are sent whole, with what the files leave out as it is: nobody says what becomes of
  /// members that are not sent.
  func requests(changing update: ResourceUpdate) -> [AWSRequest] {
    let type = update.after["PolicyType"] ?? update.before["PolicyType"]
    let configuration = "\(type?.stringValue ?? "")PolicyConfiguration"
    var input = update.after.only(update.changedMembers)
    input["PolicyType"] = type
    input[configuration] = Self.completed(update.after[configuration], live: update.before[configuration], configuration)
    return [request(update.identity, input)]
  }

  /// Of the two ways to name a metric one excludes the other, so they are not mixed.
  private static func completed(_ wanted: JSON?, live: JSON?, _ member: String) -> JSON? {
    guard let wanted, let field = ResourceKind.scalingPolicy.facts[member] else { return wanted ?? live }
    let metrics: Set<String> = ["PredefinedMetricSpecification", "CustomizedMetricSpecification"]
    var completed = PartlyDeclared.completed(wanted, live: live?.without(metrics), field.shape)
    guard metrics.allSatisfy({ wanted[$0]?.isEmptyValue ?? true }) else { return completed }
    for metric in metrics { completed[metric] = live?[metric] }
    return completed
  }

  private func request(_ identity: ResourceIdentity, _ members: JSON) -> AWSRequest {
    AWSRequest(.applicationAutoscaling, Self.put, members.withoutEmptied.with(Self.named(identity)))
  }
}

extension JSON {
  /// Without objects that stand for "taken away", at the top and in configurations.
  fileprivate var withoutEmptied: JSON {
    guard let members = objectValue else { return self }
    return .object(
      JSONObject(
        members.compactMap { member in
          guard member.value.objectValue?.isEmpty != true else { return nil }
          return JSONObject.Member(key: member.key, value: member.value.withoutEmptied)
        }))
  }
}
