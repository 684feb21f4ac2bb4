import AWS
import JSONDocument

/// What was scaled: here only what registering a target did, as nothing else scales by itself.
struct ScalingActivities {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  /// In the words of the examples in the user guide, "Scaling activities for Application Auto Scaling".
  func record(_ key: ScalingKey, count: Int, cause: String) throws(AWSError) {
    let number = String(try call.documents.nextNumber("scaling activity"))
    let place = String(repeating: "0", count: max(0, 12 - number.utf8.count)) + number
    try call.documents.put(
      .scalingActivities, "\(place)\n\(key.text)",
      .members(
        ("ActivityId", .string(try call.newId("activity").uuid)), ("ServiceNamespace", "ecs"),
        ("ResourceId", .string(key.resourceId)), ("ScalableDimension", .string(ScalingKey.dimension)),
        ("Description", .string("Setting desired count to \(count).")), ("Cause", .string(cause)), ("StartTime", .time(call.now)),
        ("EndTime", .time(call.now)), ("StatusCode", "Successful"),
        ("StatusMessage", .string("Successfully set desired count to \(count). Change successfully fulfilled by ecs."))))
  }

  /// The newest first.
  func describe(_ input: JSON) throws(AWSError) -> JSON {
    try ScalingFilter(input).check()
    let page = try Page.scaling(call.documents, .scalingActivities, input, most: 50, descending: true) { key in
      ScalingFilter(input).lets(ServiceKey(text: key.split(separator: "\n").last.map(String.init) ?? ""))
    }
    var activities: [JSON] = []
    for key in page.keys {
      if let activity = try call.documents.document(.scalingActivities, key) { activities.append(activity) }
    }
    return .members(("ScalingActivities", .array(activities)), ("NextToken", page.nextToken))
  }
}
