import AWS
import JSONDocument
import Resources

/// Log groups and their settings.
struct LogGroups {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  /// Days that PutRetentionPolicy takes.
  static let retentions = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
  ]

  func create(_ input: JSON) throws(AWSError) -> JSON {
    let name = try checkedName(input)
    guard try !call.documents.contains(.logGroups, name) else {
      throw AWSError(code: "ResourceAlreadyExistsException", message: "The specified log group already exists")
    }
    let arn = call.arn("logs", "log-group:\(name)")
    let isDelivery = input.string("logGroupClass") == "DELIVERY"
    try call.documents.put(
      .logGroups, name,
      .members(
        ("logGroupName", .string(name)), ("creationTime", .int(Int(call.now * 1000))),
        // A group of this class keeps two days, and nothing can change that.
        ("retentionInDays", isDelivery ? 2 : nil),
        ("metricFilterCount", 0), ("arn", .string(arn + ":*")), ("storedBytes", 0), ("kmsKeyId", input["kmsKeyId"]),
        ("logGroupClass", input["logGroupClass"] ?? "STANDARD"), ("logGroupArn", .string(arn)),
        ("deletionProtectionEnabled", input["deletionProtectionEnabled"] ?? false),
        ("bearerTokenAuthenticationEnabled", false)))
    try LogGroupTags(call).begin(name, input["tags"])
    return [:]
  }

  private func checkedName(_ input: JSON) throws(AWSError) -> String {
    let name = input.string("logGroupName") ?? ""
    let isLegal = name.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || ".-_/#".unicodeScalars.contains($0))
    }
    guard (1...512).contains(name.utf8.count), isLegal, !name.hasPrefix("aws/") else {
      throw .invalidParameter(
        "1 validation error detected: Value '\(name)' at 'logGroupName' failed to satisfy constraint: "
          + "Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+")
    }
    return name
  }

  func describe(_ input: JSON) throws(AWSError) -> JSON {
    let wantedClass = input["logGroupClass"]
    let pattern = input.string("logGroupNamePattern")
    let page = try Page(
      call.documents, .logGroups, prefix: input.string("logGroupNamePrefix") ?? "", input: input, size: 1...50, usual: 50,
      sizeMember: "limit"
    ) { key throws(AWSError) in
      if let pattern, !key.lowercased().contains(pattern.lowercased()) { return false }
      guard let wantedClass else { return true }
      return try call.documents.document(.logGroups, key)?["logGroupClass"] == wantedClass
    }
    var groups: [JSON] = []
    for key in page.keys {
      if let group = try call.documents.document(.logGroups, key) { groups.append(group) }
    }
    return .members(("logGroups", .array(groups)), ("nextToken", page.nextToken))
  }

  func delete(_ input: JSON) throws(AWSError) -> JSON {
    let (name, group) = try found(input.string("logGroupName"))
    guard group["deletionProtectionEnabled"]?.boolValue != true else {
      throw AWSError(code: "ValidationException", message: "The log group has deletion protection enabled and cannot be deleted.")
    }
    try call.documents.remove(.logGroups, name)
    try LogGroupTags(call).begin(name, nil)
    return [:]
  }

  func putRetention(_ input: JSON) throws(AWSError) -> JSON {
    let days = input["retentionInDays"]?.intValue ?? 0
    guard Self.retentions.contains(days) else {
      throw .invalidParameter(
        "1 validation error detected: Value '\(days)' at 'retentionInDays' failed to satisfy constraint: "
          + "Member must satisfy enum value set: [\(Self.retentions.map(String.init).joined(separator: ", "))]")
    }
    return try set("retentionInDays", .int(days), input)
  }

  /// Gives a group's member a value, or none.
  func set(_ member: String, _ value: JSON?, _ input: JSON) throws(AWSError) -> JSON {
    var (name, group) = try found(input.string("logGroupName"))
    if member == "retentionInDays", group.string("logGroupClass") == "DELIVERY" {
      throw AWSError(code: "ValidationException", message: "The retention of a log group of class DELIVERY cannot be changed.")
    }
    group[member] = value
    try call.documents.put(.logGroups, name, group)
    return [:]
  }

  func protect(_ input: JSON) throws(AWSError) -> JSON {
    let identifier = input.string("logGroupIdentifier") ?? ""
    var (name, group) = try found(ARN.isARN(identifier) ? LogGroupTags.name(inARN: identifier) : identifier)
    group["deletionProtectionEnabled"] = input["deletionProtectionEnabled"]
    try call.documents.put(.logGroups, name, group)
    return [:]
  }

  private func found(_ name: String?) throws(AWSError) -> (String, JSON) {
    guard let name, let group = try call.documents.document(.logGroups, name) else {
      throw AWSError(code: "ResourceNotFoundException", message: "The specified log group does not exist.")
    }
    return (name, group)
  }
}
