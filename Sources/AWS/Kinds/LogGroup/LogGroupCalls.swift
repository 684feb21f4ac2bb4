import JSONDocument
import Providers
import Resources

/// CloudWatch log groups; retention, key, protection and tags have calls of their own.
struct LogGroupCalls: KindCalls {
  let calls: APICalls

  func read(_ requests: [ReadRequest]) async throws(ProviderError) -> [ResourceIdentity: Observation] {
    let documents = try await LogGroupListing(calls: calls).groups(Set(requests.map(\.identity.name)))
    let answers = try await concurrently(requests) { request throws(ProviderError) -> (ResourceIdentity, Observation) in
      guard let document = documents[request.identity.name] else { return (request.identity, .absent) }
      let full = request.costlyMembers.contains("tags") ? try await withTags(document) : document
      return (request.identity, .present(object(full, request.identity)))
    }
    return Dictionary(answers, uniquingKeysWith: { first, _ in first })
  }

  private func object(_ group: JSON, _ identity: ResourceIdentity) -> ObservedObject {
    ObservedObject(identity: identity, attributes: group, arn: Self.arn(group))
  }

  /// Without the `:*` that one of the two ARNs in the answer ends in (rule R05).
  private static func arn(_ group: JSON) -> String? {
    if let arn = group["logGroupArn"]?.stringValue { return arn }
    guard let arn = group["arn"]?.stringValue else { return nil }
    return arn.hasSuffix(":*") ? String(arn.dropLast(2)) : arn
  }

  private func withTags(_ group: JSON) async throws(ProviderError) -> JSON {
    guard let arn = Self.arn(group) else { return group }
    var group = group
    group["tags"] = try await calls.call(.logs, "ListTagsForResource", ["resourceArn": .string(arn)])["tags"]
    return group
  }

  private func group(_ identity: ResourceIdentity) async throws(ProviderError) -> JSON? {
    try await LogGroupListing(calls: calls).groups([identity.name])[identity.name]
  }

  func create(_ resource: Resource, token: OperationToken) async throws(ProviderError) -> WriteResult {
    let name = JSON.string(resource.identity.name)
    let input = creationInput(resource)
    try await make(input, resource.identity)
    return try await afterChange { () async throws(ProviderError) in
      if let days = resource.attributes["retentionInDays"], !days.isNull {
        _ = try await calls.call(
          .logs, "PutRetentionPolicy", ["logGroupName": name, "retentionInDays": days],
          APICalls.CallPolicy(settling: ["ResourceNotFoundException"]))
      }
      let made = try await calls.poll(upTo: 60, every: 1...3, operation: "DescribeLogGroups") {
        () async throws(ProviderError) -> JSON? in try await group(resource.identity)
      }
      guard var made else { throw .unexpected("DescribeLogGroups", "the new log group is not listed") }
      made["tags"] = input["tags"]
      return WriteResult(object: object(made, resource.identity))
    }
  }

  private func creationInput(_ resource: Resource) -> JSON {
    var input = resource.attributes.without(["retentionInDays"])
    input["logGroupName"] = .string(resource.identity.name)
    if input["tags"]?.isEmptyValue == true { input["tags"] = nil }
    return input
  }

  func requests(creating resource: Resource) -> [AWSRequest] { [AWSRequest(.logs, "CreateLogGroup", creationInput(resource))] }

  /// A name that is taken after an answer was lost was taken by us.
  private func make(_ input: JSON, _ identity: ResourceIdentity) async throws(ProviderError) {
    do throws(ProviderError) {
      _ = try await calls.call(.logs, "CreateLogGroup", input)
    } catch {
      guard error.code == "ResourceAlreadyExistsException", error.effect == .unknown else { throw error }
    }
  }

  func update(_ update: ResourceUpdate, token: OperationToken) async throws(ProviderError) -> WriteResult {
    try update.refuseChanges(of: ["logGroupName", "logGroupClass"], operation: "PutRetentionPolicy")
    var isChanged = false
    do throws(ProviderError) {
      for request in requests(changing: update) {
        _ = try await calls.call(.logs, request.operation, request.input)
        isChanged = true
      }
      guard var group = try await group(update.identity) else {
        throw ProviderError(.gone, operation: "DescribeLogGroups", message: "log group \"\(update.identity)\" is gone")
      }
      if update.changedMembers.contains("tags"), let arn = Self.arn(group) {
        let before = try await withTags(group)["tags"]
        group["tags"] = try await calls.retag(.logs, arn, form: .map, from: before, to: update.after["tags"])
      } else if update.after["tags"] != nil || update.before["tags"] != nil {
        group = try await withTags(group)
      }
      return WriteResult(object: object(group, update.identity))
    } catch {
      throw isChanged ? error.afterChange() : error
    }
  }

  func requests(changing update: ResourceUpdate) -> [AWSRequest] {
    let name = JSON.string(update.identity.name)
    func wanted(_ member: String) -> JSON? { update.after[member]?.unlessEmpty }
    var requests: [AWSRequest] = []
    if update.changedMembers.contains("retentionInDays") {
      requests.append(
        wanted("retentionInDays").map {
          AWSRequest(.logs, "PutRetentionPolicy", ["logGroupName": name, "retentionInDays": $0])
        } ?? AWSRequest(.logs, "DeleteRetentionPolicy", ["logGroupName": name]))
    }
    if update.changedMembers.contains("kmsKeyId") {
      requests.append(
        wanted("kmsKeyId").map { AWSRequest(.logs, "AssociateKmsKey", ["logGroupName": name, "kmsKeyId": $0]) }
          ?? AWSRequest(.logs, "DisassociateKmsKey", ["logGroupName": name]))
    }
    if update.changedMembers.contains("deletionProtectionEnabled") {
      requests.append(
        AWSRequest(
          .logs, "PutLogGroupDeletionProtection",
          ["logGroupIdentifier": name, "deletionProtectionEnabled": wanted("deletionProtectionEnabled") ?? false]))
    }
    return requests
  }

  func delete(_ deletion: ResourceDeletion, token: OperationToken) async throws(ProviderError) {
    guard let group = try await group(deletion.identity) else { return }
    if !deletion.withData, let bytes = group["storedBytes"]?.intValue, bytes > 0 {
      throw ProviderError(
        .busy, operation: "DeleteLogGroup", message: "log group \"\(deletion.identity)\" holds \(bytes) bytes of logs")
    }
    do throws(ProviderError) {
      _ = try await calls.call(.logs, "DeleteLogGroup", ["logGroupName": .string(deletion.identity.name)])
    } catch {
      guard error.isAbsence else { throw error }
    }
  }
}
