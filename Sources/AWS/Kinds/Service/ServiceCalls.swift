import JSONDocument
import Providers
import Resources

/// Services: DescribeServices in batches of ten of one cluster, CreateService, UpdateService, DeleteService.
struct ServiceCalls: KindCalls {
  let calls: APICalls
  let poller: ServicePoller

  func read(_ requests: [ReadRequest]) async throws(ProviderError) -> [ResourceIdentity: Observation] {
    let batches = Dictionary(grouping: requests.map(\.identity), by: \.cluster)
      .sorted { $0.key < $1.key }
      .flatMap { $0.value.sorted().pieces(of: 10) }
    let answers = try await concurrently(batches) { batch throws(ProviderError) in
      let found = try await calls.services(batch, withTags: true)
      return batch.map { ($0, found[$0]?.observation($0) ?? .absent) }
    }
    var found = Dictionary(answers.joined(), uniquingKeysWith: { first, _ in first })
    // A daemon has no count that anybody could scale.
    let counted = found.compactMap { identity, observation in
      observation.object.map { $0.attributes["schedulingStrategy"]?.stringValue != "DAEMON" } == true ? identity : nil
    }
    for (identity, scaling) in try await calls.scaling(of: counted) {
      guard case .present(var object) = found[identity] else { continue }
      object.attributes[ServiceScaling.member] = scaling.json
      found[identity] = .present(object)
    }
    return found
  }

  func create(_ resource: Resource, token: OperationToken) async throws(ProviderError) -> WriteResult {
    let identity = resource.identity
    var input = creationInput(resource)
    input["clientToken"] = .string(token.text)
    let answer = try await calls.call(.ecs, "CreateService", input, callPolicy(for: identity))
    return try result("CreateService", answer, identity, since: nil, tags: input["tags"])
  }

  private func creationInput(_ resource: Resource) -> JSON {
    var input = resource.attributes
    input["serviceName"] = .string(resource.identity.name)
    input["cluster"] = .string(resource.identity.cluster)
    if input["tags"]?.isEmptyValue == true { input["tags"] = nil }
    return input
  }

  func requests(creating resource: Resource) -> [AWSRequest] { [AWSRequest(.ecs, "CreateService", creationInput(resource))] }

  func requests(changing update: ResourceUpdate) -> [AWSRequest] {
    let input = updateInput(update, live: update.before)
    return input.isEmptyValue ? [] : [AWSRequest(.ecs, "UpdateService", input)]
  }

  func update(_ update: ResourceUpdate, token: OperationToken) async throws(ProviderError) -> WriteResult {
    let identity = update.identity
    try refuseFixedMembers(update)
    let before = try await current(identity)
    var tags = before.document["tags"]
    var isTagged = false
    // Tags come first, so that the deployment's tasks can carry them and its id is in the last answer.
    if update.changedMembers.contains("tags"), let arn = before.arn {
      let wanted = try await calls.retag(.ecs, arn, form: .lowerCase, from: tags, to: update.after["tags"])
      isTagged = wanted != tags
      tags = wanted
    }
    let input = updateInput(update, live: before.document)
    guard !input.isEmptyValue else {
      var document = before.document
      document["tags"] = tags
      return WriteResult(object: ServiceShape(document: document).object(identity)).scaled(as: update.before)
    }
    do throws(ProviderError) {
      let answer = try await send(input, identity, primaryBefore: before.primaryId)
      return try result("UpdateService", answer, identity, since: before.primaryId, tags: tags).scaled(as: update.before)
    } catch {
      throw isTagged ? error.afterChange() : error
    }
  }

  /// The members to send, or an empty object when UpdateService has nothing to do.
  private func updateInput(_ update: ResourceUpdate, live: JSON) -> JSON {
    var input = update.after.only(update.changedMembers.subtracting(Self.notUpdated).subtracting(["tags"]))
    guard !input.isEmptyValue else { return input }
    for member in ["deploymentConfiguration", "networkConfiguration"] {
      guard let wanted = input[member], let field = ResourceKind.service.facts[member] else { continue }
      input[member] = PartlyDeclared.completed(wanted, live: live[member], field.shape)
    }
    input["cluster"] = .string(update.identity.cluster)
    input["service"] = .string(update.identity.name)
    // The API's documentation does not say that a new strategy moves running tasks; Terraform forces it as well.
    if update.changedMembers.contains("capacityProviderStrategy") { input["forceNewDeployment"] = true }
    return input
  }

  /// Members that UpdateService does not take. `launchType` goes away by itself when a strategy takes its place.
  private static let notUpdated: Set<String> = ["launchType", "schedulingStrategy", "role", "serviceName", "cluster"]

  private func refuseFixedMembers(_ update: ResourceUpdate) throws(ProviderError) {
    var fixed = Self.notUpdated
    if update.changedMembers.contains("capacityProviderStrategy") { fixed.remove("launchType") }
    try update.refuseChanges(of: fixed, operation: "UpdateService")
  }

  /// One UpdateService. When its answer is lost and it would start a second deployment, the service itself is asked first.
  private func send(
    _ input: JSON, _ identity: ResourceIdentity, primaryBefore: String?
  ) async throws(ProviderError) -> JSON {
    guard input["forceNewDeployment"] != nil else {
      return try await calls.call(.ecs, "UpdateService", input, callPolicy(for: identity))
    }
    var policy = callPolicy(for: identity)
    policy.isRepeatable = false
    var attemptsLeft = 3
    while true {
      do throws(ProviderError) {
        return try await calls.call(.ecs, "UpdateService", input, policy)
      } catch {
        attemptsLeft -= 1
        guard error.effect == .unknown, attemptsLeft > 0, let now = try? await current(identity) else { throw error }
        if now.primaryId != primaryBefore { return ["service": now.document] }
      }
    }
  }

  private func current(_ identity: ResourceIdentity) async throws(ProviderError) -> ServiceShape {
    let found = try await calls.services([identity], withTags: true)
    guard let service = found[identity], service.status == "ACTIVE" else {
      throw ProviderError(
        .gone, operation: "UpdateService", code: "ServiceNotActiveException", message: "service \"\(identity)\" is gone")
    }
    return service
  }

  private func result(
    _ operation: String, _ answer: JSON, _ identity: ResourceIdentity, since primary: String?, tags: JSON?
  ) throws(ProviderError) -> WriteResult {
    guard var document = answer["service"], document["serviceArn"] != nil else {
      throw .unexpected(operation, "the answer holds no service", effect: .unknown)
    }
    // The answers of these calls do not always carry the tags; they are what we just made them.
    if document["tags"]?.isEmptyValue ?? true { document["tags"] = tags }
    let service = ServiceShape(document: document)
    return WriteResult(object: service.object(identity), rollout: service.rollout(identity, since: primary))
  }

  private func callPolicy(for identity: ResourceIdentity) -> APICalls.CallPolicy {
    let cluster = ResourceIdentity(.cluster, name: identity.cluster)
    return APICalls.CallPolicy(settling: calls.recent.contains(cluster) ? ["ClusterNotFoundException"] : [])
  }

  func delete(_ deletion: ResourceDeletion, token: OperationToken) async throws(ProviderError) {
    try await ServiceDeletion(calls: calls, poller: poller, identity: deletion.identity).run()
  }
}

extension WriteResult {
  /// What was known of the service's scaling is known after a change of the service, too.
  fileprivate func scaled(as before: JSON) -> WriteResult {
    var result = self
    if let scaling = before[ServiceScaling.member] { result.object.attributes[ServiceScaling.member] = scaling }
    return result
  }
}

extension APICalls {
  /// Those of some services that exist, as they are; at most ten, of one cluster.
  func services(
    _ identities: [ResourceIdentity], withTags: Bool, _ policy: CallPolicy = .standard
  ) async throws(ProviderError) -> [ResourceIdentity: ServiceShape] {
    let input = JSON.members(
      ("cluster", .string(identities.first?.cluster ?? ResourceIdentity.defaultCluster)),
      ("services", .strings(identities.map(\.name))),
      ("include", withTags ? ["TAGS"] : nil))
    let answer: JSON
    do throws(ProviderError) {
      answer = try await call(.ecs, "DescribeServices", input, policy)
    } catch {
      guard error.isAbsence else { throw error }
      return [:]
    }
    let missing = try Self.missing(in: answer, operation: "DescribeServices")
    let found = (answer["services"]?.arrayValue ?? []).map(ServiceShape.init)
    let byName = Dictionary(found.map { ($0.name ?? "", $0) }, uniquingKeysWith: Self.living)
    var services: [ResourceIdentity: ServiceShape] = [:]
    for identity in identities {
      let service = byName[identity.name]
      guard service != nil || missing.contains(identity.name) else {
        throw .unexpected("DescribeServices", "no answer about service \"\(identity)\"")
      }
      services[identity] = service
    }
    return services
  }

  /// Of two services with one name, the one that is not a remnant.
  private static func living(_ first: ServiceShape, _ second: ServiceShape) -> ServiceShape {
    first.status == "INACTIVE" ? second : first
  }

  /// Names that a Describe call says are not there. A failure for another reason is no absence (law A3).
  static func missing(in answer: JSON, operation: String) throws(ProviderError) -> Set<String> {
    var names: Set<String> = []
    for failure in answer["failures"]?.arrayValue ?? [] {
      let arn = failure["arn"]?.stringValue ?? ""
      let reason = failure["reason"]?.stringValue ?? ""
      guard reason == "MISSING" else {
        throw .unexpected(operation, [arn, reason, failure["detail"]?.stringValue ?? ""].joined(separator: " "))
      }
      names.insert(ARN.lastName(of: arn))
    }
    return names
  }
}
