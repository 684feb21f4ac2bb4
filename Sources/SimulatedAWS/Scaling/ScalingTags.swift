import AWS
import JSONDocument

/// Tags of scalable targets: a plain map, by the ARN of the target. Policies and scheduled actions have none.
struct ScalingTags {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  private static let limit = 50

  func add(_ input: JSON) throws(AWSError) -> JSON {
    let arn = try existing(input)
    try check(input["Tags"] ?? [:])
    var tags = try call.documents.document(.tags, arn) ?? [:]
    for tag in input["Tags"]?.objectValue ?? JSONObject() { tags[tag.key] = tag.value }
    guard (tags.objectValue?.count ?? 0) <= Self.limit else { throw tooMany }
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

  /// AWS's words about empty values are from hashicorp/terraform-provider-aws#32677.
  func check(_ tags: JSON) throws(AWSError) {
    for tag in tags.objectValue ?? JSONObject() {
      guard !tag.key.lowercased().hasPrefix("aws:") else {
        throw .scaling("Tag keys that begin with \"aws:\" are reserved for AWS use.")
      }
      guard tag.value.stringValue?.contains(where: { !$0.isWhitespace }) == true else {
        throw .scaling("Tag values cannot be empty or blank")
      }
    }
    guard (tags.objectValue?.count ?? 0) <= Self.limit else { throw tooMany }
  }

  private var tooMany: AWSError {
    AWSError(code: "TooManyTagsException", message: "A scalable target can have at most \(Self.limit) tags.")
  }

  private func existing(_ input: JSON) throws(AWSError) -> String {
    let arn = input.string("ResourceARN") ?? ""
    for key in try call.documents.keys(.scalableTargets)
    where try call.documents.document(.scalableTargets, key)?.string("ScalableTargetARN") == arn { return arn }
    throw AWSError(code: "ResourceNotFoundException", message: "The specified resource does not exist: \(arn)")
  }
}
