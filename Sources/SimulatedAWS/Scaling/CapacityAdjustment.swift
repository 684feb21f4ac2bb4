import AWS
import JSONDocument

/// Moves the count of a service into the bounds of its target.
///
/// Registering does so, an update too, "even if you don't include the MinCapacity or MaxCapacity request parameters"; a
/// resource that is not active keeps its capacity (API reference, RegisterScalableTarget). A direction that is suspended is
/// left alone.
struct CapacityAdjustment {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  func keep(_ key: ScalingKey, within bounds: ScalableTargets.Bounds) throws(AWSError) {
    guard let service = try call.documents.document(.services, key.text), service.string("status") == "ACTIVE",
      service.string("schedulingStrategy") != "DAEMON", let count = service["desiredCount"]?.intValue
    else { return }
    let wanted = min(max(count, bounds.minimum), bounds.maximum)
    guard wanted != count, try !isSuspended(key, outwards: wanted > count) else { return }
    _ = try ServiceUpdate(call).update([
      "cluster": .string(key.service.cluster), "service": .string(key.service.name), "desiredCount": .int(wanted),
    ])
    let bound = wanted > count ? "minimum" : "maximum"
    try ScalingActivities(call).record(key, count: wanted, cause: "\(bound) capacity was set to \(wanted)")
  }

  private func isSuspended(_ key: ScalingKey, outwards: Bool) throws(AWSError) -> Bool {
    let state = try call.documents.document(.scalableTargets, key.text)?["SuspendedState"]
    return state?[outwards ? "DynamicScalingOutSuspended" : "DynamicScalingInSuspended"]?.boolValue == true
  }
}
