import AWS
import JSONDocument

/// The scheduled actions of scalable targets. They are kept, and never run.
struct ScheduledActions {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  /// For one target (Application Auto Scaling user guide, "Quotas").
  private static let quota = 200

  /// "To update a scheduled action, specify the parameters that you want to change. If you don't specify start and end
  /// times, the old values are deleted" (API reference, PutScheduledAction).
  func put(_ input: JSON) throws(AWSError) -> JSON {
    let target = try ScalingKey(input)
    guard try call.documents.contains(.scalableTargets, target.text) else {
      throw target.missing("No scalable target registered for")
    }
    let name = input.string("ScheduledActionName") ?? ""
    let key = target.text(name)
    let old = try call.documents.document(.scheduledActions, key)
    if old == nil, try call.documents.count(.scheduledActions, prefix: target.text("")) >= Self.quota {
      throw .scalingLimit("You have reached the limit of \(Self.quota) scheduled actions for this scalable target.")
    }
    let id = try call.newId("scheduled action")
    let arn = old?["ScheduledActionARN"] ?? target.arn(call, "scheduledAction", id, "scheduledActionName", name)
    let action = JSON.members(
      ("ScheduledActionName", .string(name)), ("ScheduledActionARN", arn), ("ServiceNamespace", "ecs"),
      ("Schedule", input["Schedule"] ?? old?["Schedule"]), ("Timezone", input["Timezone"] ?? old?["Timezone"]),
      ("ResourceId", .string(target.resourceId)), ("ScalableDimension", .string(ScalingKey.dimension)),
      ("StartTime", .time(input["StartTime"]?.instant)), ("EndTime", .time(input["EndTime"]?.instant)),
      ("ScalableTargetAction", input["ScalableTargetAction"] ?? old?["ScalableTargetAction"]),
      ("CreationTime", old?["CreationTime"] ?? .time(call.now)))
    try check(action)
    try call.documents.put(.scheduledActions, key, action)
    return [:]
  }

  /// The rules are AWS's (API reference, PutScheduledAction and ScalableTargetAction), the words are ours.
  private func check(_ action: JSON) throws(AWSError) {
    guard let schedule = action.string("Schedule") else { throw .scaling("Schedule is required for a new scheduled action") }
    guard ScheduleExpression.isValid(schedule) else { throw .scaling("Schedule expression \(schedule) is not valid") }
    if let zone = action.string("Timezone"), !ScheduleExpression.isTimeZone(zone) {
      throw .scaling("Timezone \(zone) is not valid")
    }
    let bounds = action["ScalableTargetAction"]
    let (minimum, maximum) = (bounds?["MinCapacity"]?.intValue, bounds?["MaxCapacity"]?.intValue)
    guard minimum != nil || maximum != nil else {
      throw .scaling("Scalable target action must specify a minimum capacity, a maximum capacity or both")
    }
    guard (minimum ?? 0) >= 0, (maximum ?? 0) >= 0 else { throw .scaling("Minimum capacity cannot be less than 0") }
    if let minimum, let maximum, minimum > maximum {
      throw .scaling("Maximum capacity cannot be less than minimum capacity")
    }
    if let start = action["StartTime"]?.doubleValue, let end = action["EndTime"]?.doubleValue, start >= end {
      throw .scaling("End time must be after start time")
    }
  }

  func describe(_ input: JSON) throws(AWSError) -> JSON {
    try ScalingFilter(input).check()
    let names = Set(input.texts("ScheduledActionNames"))
    let page = try Page.scaling(call.documents, .scheduledActions, input, most: 50) { key in
      let (target, name) = ScalingKey.parts(key)
      return ScalingFilter(input).lets(target) && (names.isEmpty || names.contains(name))
    }
    var actions: [JSON] = []
    for key in page.keys {
      if let action = try call.documents.document(.scheduledActions, key) { actions.append(action) }
    }
    return .members(("ScheduledActions", .array(actions)), ("NextToken", page.nextToken))
  }

  func delete(_ input: JSON) throws(AWSError) -> JSON {
    let target = try ScalingKey(input)
    let name = input.string("ScheduledActionName") ?? ""
    guard try call.documents.contains(.scheduledActions, target.text(name)) else {
      throw target.missing("No scheduled action found for", ", scheduled action name: \(name)")
    }
    try call.documents.remove(.scheduledActions, target.text(name))
    return [:]
  }
}
