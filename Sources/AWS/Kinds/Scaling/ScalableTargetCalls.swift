import JSONDocument
import Providers
import Resources

/// Scalable targets: DescribeScalableTargets for fifty services at once, RegisterScalableTarget to make and to change one.
struct ScalableTargetCalls: KindCalls {
  let calls: APICalls

  // MARK: Reading

  func read(_ requests: [ReadRequest]) async throws(ProviderError) -> [ResourceIdentity: Observation] {
    let documents = try await documents(Set(requests.map(\.identity.name)))
    let answers = try await concurrently(requests) { request throws(ProviderError) -> (ResourceIdentity, Observation) in
      guard let document = documents[request.identity.name] else { return (request.identity, .absent) }
      let full = request.costlyMembers.contains("Tags") ? try await withTags(document) : document
      return (request.identity, .present(object(full, request.identity)))
    }
    return Dictionary(answers, uniquingKeysWith: { first, _ in first })
  }

  func belongings(of services: [ResourceIdentity]) async throws(ProviderError) -> [ResourceIdentity] {
    try await documents(Set(services.map { ScaledService($0).resourceId })).keys.sorted().map {
      ResourceIdentity(.scalableTarget, name: $0)
    }
  }

  /// Targets by what they scale.
  private func documents(_ resources: Set<String>) async throws(ProviderError) -> [String: JSON] {
    let answers = try await concurrently(resources.sorted().pieces(of: 50)) { some throws(ProviderError) -> [JSON] in
      let input: JSON = [
        "ServiceNamespace": .string(ScaledService.namespace), "ScalableDimension": .string(ScaledService.dimension),
        "ResourceIds": .strings(some),
      ]
      let answer = try await calls.call(.applicationAutoscaling, "DescribeScalableTargets", input)
      guard let targets = answer["ScalableTargets"]?.arrayValue else {
        throw .unexpected("DescribeScalableTargets", "the answer holds no list of targets")
      }
      return targets
    }
    let found = answers.joined().compactMap { target in target["ResourceId"]?.stringValue.map { ($0, target) } }
    return Dictionary(found, uniquingKeysWith: { first, _ in first }).filter { resources.contains($0.key) }
  }

  private func target(_ identity: ResourceIdentity) async throws(ProviderError) -> JSON? {
    try await documents([identity.name])[identity.name]
  }

  private func withTags(_ target: JSON) async throws(ProviderError) -> JSON {
    guard let arn = target["ScalableTargetARN"] else { return target }
    var target = target
    target["Tags"] = try await calls.call(.applicationAutoscaling, "ListTagsForResource", ["ResourceARN": arn])["Tags"]
    return target
  }

  private func object(_ target: JSON, _ identity: ResourceIdentity) -> ObservedObject {
    ObservedObject(identity: identity, attributes: target, arn: target["ScalableTargetARN"]?.stringValue)
  }

  // MARK: Making

  func create(_ resource: Resource, token: OperationToken) async throws(ProviderError) -> WriteResult {
    let input = creationInput(resource)
    let isTagged = try await register(input)
    return try await afterChange { () async throws(ProviderError) in
      let made = try await calls.poll(upTo: 60, every: 1...3, operation: "DescribeScalableTargets") {
        () async throws(ProviderError) -> JSON? in try await target(resource.identity)
      }
      guard var made else { throw .unexpected("DescribeScalableTargets", "the new scalable target is not listed") }
      if isTagged {
        made["Tags"] = input["Tags"]
      } else {
        made["Tags"] = try await retagged(made, to: input["Tags"])
      }
      return WriteResult(object: object(made, resource.identity))
    }
  }

  private func creationInput(_ resource: Resource) -> JSON {
    var input = resource.attributes.with(.scaling(resource.identity.name))
    if input["Tags"]?.isEmptyValue == true { input["Tags"] = nil }
    return input
  }

  /// False when the target was there already: its tags cannot be sent along then.
  private func register(_ input: JSON) async throws(ProviderError) -> Bool {
    do throws(ProviderError) {
      _ = try await calls.call(.applicationAutoscaling, "RegisterScalableTarget", input)
      return true
    } catch {
      guard input["Tags"] != nil, error.kind == .refused, error.message.contains("already exists") else { throw error }
      _ = try await calls.call(.applicationAutoscaling, "RegisterScalableTarget", input.without(["Tags"]))
      return false
    }
  }

  func requests(creating resource: Resource) -> [AWSRequest] {
    [AWSRequest(.applicationAutoscaling, "RegisterScalableTarget", creationInput(resource))]
  }

  // MARK: Changing

  func requests(changing update: ResourceUpdate) -> [AWSRequest] {
    var input = update.after.only(update.changedMembers.subtracting(["Tags", "RoleARN"]))
    guard !input.isEmptyValue else { return [] }
    if let wanted = input["SuspendedState"], let field = ResourceKind.scalableTarget.facts["SuspendedState"] {
      input["SuspendedState"] = PartlyDeclared.completed(wanted, live: update.before["SuspendedState"], field.shape)
    }
    return [AWSRequest(.applicationAutoscaling, "RegisterScalableTarget", input.with(.scaling(update.identity.name)))]
  }

  func update(_ update: ResourceUpdate, token: OperationToken) async throws(ProviderError) -> WriteResult {
    let identity = update.identity
    try update.refuseChanges(
      of: ["ServiceNamespace", "ResourceId", "ScalableDimension"], operation: "RegisterScalableTarget")
    var isChanged = false
    do throws(ProviderError) {
      for request in requests(changing: update) {
        _ = try await calls.call(request.service, request.operation, request.input)
        isChanged = true
      }
      guard var target = try await target(identity) else {
        throw ProviderError(
          .gone, operation: "DescribeScalableTargets", message: "scalable target \"\(identity)\" is gone")
      }
      if update.changedMembers.contains("Tags") {
        target["Tags"] = try await retagged(target, to: update.after["Tags"])
      } else if update.after["Tags"] != nil || update.before["Tags"] != nil {
        target = try await withTags(target)
      }
      return WriteResult(object: object(target, identity))
    } catch {
      throw isChanged ? error.afterChange() : error
    }
  }

  /// Makes the tags of a target the wanted ones, and answers what they are then.
  private func retagged(_ target: JSON, to wanted: JSON?) async throws(ProviderError) -> JSON? {
    guard let arn = target["ScalableTargetARN"]?.stringValue else { return Optional.none }
    return try await calls.retag(
      .applicationAutoscaling, arn, form: .map, from: try await withTags(target)["Tags"], to: wanted)
  }

  // MARK: Deleting

  /// AWS takes a target away with its service, so one that is gone is no surprise.
  func delete(_ deletion: ResourceDeletion, token: OperationToken) async throws(ProviderError) {
    guard try await target(deletion.identity) != nil else { return }
    do throws(ProviderError) {
      _ = try await calls.call(.applicationAutoscaling, "DeregisterScalableTarget", .scaling(deletion.identity.name))
    } catch {
      guard error.isAbsence else { throw error }
    }
  }
}
