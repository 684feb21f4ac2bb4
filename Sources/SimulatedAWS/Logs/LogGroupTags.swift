import AWS
import JSONDocument

/// Tags of log groups: a plain map, by the ARN that does not end in `:*`.
struct LogGroupTags {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  func begin(_ name: String, _ tags: JSON?) throws(AWSError) {
    let arn = call.arn("logs", "log-group:\(name)")
    try call.documents.remove(.tags, arn)
    guard let tags, tags.objectValue?.isEmpty == false else { return }
    try check(tags)
    try call.documents.put(.tags, arn, tags)
  }

  func add(_ input: JSON) throws(AWSError) -> JSON {
    let arn = try existing(input)
    var tags = try call.documents.document(.tags, arn) ?? [:]
    for tag in input["tags"]?.objectValue ?? JSONObject() { tags[tag.key] = tag.value }
    try check(tags)
    try call.documents.put(.tags, arn, tags)
    return [:]
  }

  func remove(_ input: JSON) throws(AWSError) -> JSON {
    let arn = try existing(input)
    var tags = try call.documents.document(.tags, arn) ?? [:]
    for key in input.texts("tagKeys") { tags[key] = nil }
    try call.documents.put(.tags, arn, tags)
    return [:]
  }

  func list(_ input: JSON) throws(AWSError) -> JSON {
    ["tags": try call.documents.document(.tags, existing(input)) ?? [:]]
  }

  private func check(_ tags: JSON) throws(AWSError) {
    guard (tags.objectValue?.count ?? 0) <= 50 else {
      throw AWSError(code: "TooManyTagsException", message: "A resource can have at most 50 tags.")
    }
    for tag in tags.objectValue ?? JSONObject() where tag.key.lowercased().hasPrefix("aws:") {
      throw .invalidParameter("aws: prefixed tag key names are not allowed for external use.")
    }
  }

  private func existing(_ input: JSON) throws(AWSError) -> String {
    let arn = input.string("resourceArn") ?? ""
    guard let name = Self.name(inARN: arn), arn == call.arn("logs", "log-group:\(name)"),
      try call.documents.contains(.logGroups, name)
    else { throw AWSError(code: "ResourceNotFoundException", message: "The specified resource does not exist.") }
    return arn
  }

  static func name(inARN arn: String) -> String? {
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count >= 7 && parts[2] == "logs" ? parts[6...].joined(separator: ":") : nil
  }
}
