import JSONDocument
import Providers
import Resources

/// Scheduled actions: PutScheduledAction makes and changes them.
struct ScheduledActionCalls: ScalingRuleCalls {
  static let kind = ResourceKind.scheduledAction
  static let put = "PutScheduledAction"
  static let remove = "DeleteScheduledAction"
  let calls: APICalls

  var listing: ScalingListing {
    ScalingListing(
      calls: calls, operation: "DescribeScheduledActions", list: "ScheduledActions", names: "ScheduledActionNames")
  }

  func requests(creating resource: Resource) -> [AWSRequest] { [request(resource.identity, resource.attributes)] }

  /// "If you don't specify start and end times, the old values are deleted" (API reference), so those that stay are sent.
  func requests(changing update: ResourceUpdate) -> [AWSRequest] {
    var input = update.after.only(update.changedMembers)
    for member in ["StartTime", "EndTime"] { input[member] = update.after[member] ?? update.before[member] }
    return [request(update.identity, input)]
  }

  private func request(_ identity: ResourceIdentity, _ members: JSON) -> AWSRequest {
    var input = members.with(Self.named(identity))
    for member in ["StartTime", "EndTime"] { input[member] = input[member]?.unlessEmpty }
    return AWSRequest(.applicationAutoscaling, Self.put, input)
  }
}
