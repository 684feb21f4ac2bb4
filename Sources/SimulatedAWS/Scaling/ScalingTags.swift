import AWS
import JSONDocument

/// Tags of scalable targets: a plain map, by the ARN of the target.
struct ScalingTags {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  func begin(_ arn: String, _ tags: JSON?) throws(AWSError) {
    guard let tags else { return }
    try call.documents.put(.tags, arn, tags)
  }

  func add(_ input: JSON) throws(AWSError) -> JSON {
    let arn = try existing(input)
    var tags = try call.documents.document(.tags, arn) ?? [:]
    for tag in input["Tags"]?.objectValue ?? JSONObject() { tags[tag.key] = tag.value }
    try call.documents.put(.tags, arn, tags)
    return [:]
  }

  func remove(_ input: JSON) throws(AWSError) -> JSON {
    let arn = try existing(input)
    var tags = try call.documents.document(.tags, arn) ?? [:]
    for key in input.texts("TagKeys") { tags[key] = nil }
    try call.documents.put(.tags, arn, tags)
    return [:]
  }

  func list(_ input: JSON) throws(AWSError) -> JSON {
    ["Tags": try call.documents.document(.tags, existing(input)) ?? [:]]
  }

  private func existing(_ input: JSON) throws(AWSError) -> String {
    let arn = input.string("ResourceARN") ?? ""
    for key in try call.documents.keys(.scalableTargets)
    where try call.documents.document(.scalableTargets, key)?.string("ScalableTargetARN") == arn { return arn }
    throw AWSError(code: "ResourceNotFoundException", message: "The specified resource does not exist: \(arn)")
  }
}
