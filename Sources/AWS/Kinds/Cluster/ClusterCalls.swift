import JSONDocument
import Providers
import Resources

/// Clusters: DescribeClusters by hundreds; UpdateCluster and PutClusterCapacityProviders in place.
struct ClusterCalls: KindCalls {
  let calls: APICalls

  func read(_ requests: [ReadRequest]) async throws(ProviderError) -> [ResourceIdentity: Observation] {
    let batches = requests.map(\.identity).sorted().pieces(of: 100)
    let answers = try await concurrently(batches) { batch throws(ProviderError) in try await describe(batch) }
    return Dictionary(answers.joined().map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  private func describe(_ identities: [ResourceIdentity]) async throws(ProviderError) -> [ResourceIdentity: Observation] {
    let clusters = try await documents(identities)
    return Dictionary(
      identities.map { ($0, clusters[$0].map(observation) ?? .absent) }, uniquingKeysWith: { first, _ in first })
  }

  private func observation(_ cluster: JSON) -> Observation {
    switch cluster["status"]?.stringValue {
    case "INACTIVE": .absent
    case "DEPROVISIONING": .draining
    default: .present(object(cluster))
    }
  }

  /// Those that exist. Without SETTINGS and CONFIGURATIONS these members would be missing, which is not the same as being unset.
  private func documents(_ identities: [ResourceIdentity]) async throws(ProviderError) -> [ResourceIdentity: JSON] {
    let answer = try await calls.call(
      .ecs, "DescribeClusters",
      [
        "clusters": .strings(identities.map(\.name)), "include": ["TAGS", "SETTINGS", "CONFIGURATIONS", "ATTACHMENTS"],
      ])
    let missing = try APICalls.missing(in: answer, operation: "DescribeClusters")
    let byName = Dictionary(
      (answer["clusters"]?.arrayValue ?? []).map { ($0["clusterName"]?.stringValue ?? "", $0) },
      uniquingKeysWith: { first, _ in first })
    var documents: [ResourceIdentity: JSON] = [:]
    for identity in identities {
      guard byName[identity.name] != nil || missing.contains(identity.name) else {
        throw .unexpected("DescribeClusters", "no answer about cluster \"\(identity)\"")
      }
      documents[identity] = byName[identity.name]
    }
    return documents
  }

  private func object(_ cluster: JSON) -> ObservedObject {
    ObservedObject(
      identity: ResourceIdentity(.cluster, name: cluster["clusterName"]?.stringValue ?? ""),
      attributes: cluster.without(["statistics", "attachments"]), arn: cluster["clusterArn"]?.stringValue)
  }

  func create(_ resource: Resource, token: OperationToken) async throws(ProviderError) -> WriteResult {
    for request in requests(creating: resource) { _ = try await calls.call(.ecs, request.operation, request.input) }
    calls.recent.insert(resource.identity)
    return try await afterChange { () async throws(ProviderError) in
      try await settled(resource.identity, operation: "CreateCluster")
    }
  }

  func requests(creating resource: Resource) -> [AWSRequest] {
    var input = resource.attributes
    input["clusterName"] = .string(resource.identity.name)
    if input["tags"]?.isEmptyValue == true { input["tags"] = nil }
    return [AWSRequest(.ecs, "CreateCluster", input)]
  }

  func requests(changing update: ResourceUpdate) -> [AWSRequest] {
    let name = JSON.string(update.identity.name)
    var requests: [AWSRequest] = []
    var members = update.after.only(update.changedMembers.intersection(Self.updatedMembers))
    if !members.isEmptyValue {
      members["cluster"] = name
      requests.append(AWSRequest(.ecs, "UpdateCluster", members))
    }
    if !update.changedMembers.isDisjoint(with: Self.capacityMembers) {
      requests.append(AWSRequest(.ecs, "PutClusterCapacityProviders", capacity(update, name)))
    }
    return requests
  }

  func update(_ update: ResourceUpdate, token: OperationToken) async throws(ProviderError) -> WriteResult {
    try update.refuseChanges(of: ["clusterName"], operation: "UpdateCluster")
    var isChanged = false
    do throws(ProviderError) {
      for request in requests(changing: update) {
        _ = try await calls.call(.ecs, request.operation, request.input)
        isChanged = true
      }
      let current = try await settled(update.identity, operation: "UpdateCluster")
      guard update.changedMembers.contains("tags"), let arn = current.object.arn else { return current }
      var object = current.object
      object.attributes["tags"] = try await calls.retag(
        .ecs, arn, form: .lowerCase, from: object.attributes["tags"], to: update.after["tags"])
      return WriteResult(object: object)
    } catch {
      throw isChanged ? error.afterChange() : error
    }
  }

  private static let updatedMembers: Set<String> = ["settings", "configuration", "serviceConnectDefaults"]
  private static let capacityMembers: Set<String> = ["capacityProviders", "defaultCapacityProviderStrategy"]

  /// The call replaces both lists at once, so the one that did not change is sent as it is.
  private func capacity(_ update: ResourceUpdate, _ name: JSON) -> JSON {
    var input: JSON = ["cluster": name]
    for member in Self.capacityMembers.sorted() {
      let wanted = update.changedMembers.contains(member) ? update.after[member] : update.after[member] ?? update.before[member]
      input[member] = wanted?.unlessEmpty ?? []
    }
    return input
  }

  /// Waits until the cluster is ACTIVE and its attachments have settled.
  private func settled(_ identity: ResourceIdentity, operation: String) async throws(ProviderError) -> WriteResult {
    let cluster = try await calls.poll(upTo: 600, operation: operation) { () async throws(ProviderError) -> JSON? in
      guard let cluster = try await documents([identity])[identity] else { return nil }
      let attachments = cluster["attachmentsStatus"]?.stringValue ?? ""
      if cluster["status"]?.stringValue == "FAILED" || attachments.hasSuffix("FAILED") {
        throw ProviderError(
          .refused, operation: operation,
          message: "cluster \"\(identity)\" is \(cluster["status"]?.stringValue ?? "") \(attachments)")
      }
      let isSettled = cluster["status"]?.stringValue == "ACTIVE" && !attachments.hasSuffix("IN_PROGRESS")
      return isSettled ? cluster : nil
    }
    guard let cluster else {
      throw ProviderError(.busy, operation: operation, message: "cluster \"\(identity)\" did not become ACTIVE")
    }
    return WriteResult(object: object(cluster))
  }

  func delete(_ deletion: ResourceDeletion, token: OperationToken) async throws(ProviderError) {
    let identity = deletion.identity
    guard try await exists(identity) else { return }
    do throws(ProviderError) {
      try await refuseWhileServing(identity)
      _ = try await calls.call(.ecs, "DeleteCluster", ["cluster": .string(identity.name)])
    } catch {
      guard error.isAbsence else { throw error }
      return
    }
    let isGone: Bool? = try await afterChange { () async throws(ProviderError) in
      try await calls.poll(upTo: 600, operation: "DeleteCluster") { () async throws(ProviderError) -> Bool? in
        try await exists(identity) ? nil : true
      }
    }
    guard isGone == true else {
      throw ProviderError(
        .busy, operation: "DeleteCluster", message: "cluster \"\(identity)\" is still being deleted", effect: .yes)
    }
  }

  private func exists(_ identity: ResourceIdentity) async throws(ProviderError) -> Bool {
    guard let cluster = try await documents([identity])[identity] else { return false }
    return cluster["status"]?.stringValue != "INACTIVE"
  }

  /// Services that drain go away by themselves; those that run belong to somebody and are named instead of waited for.
  private func refuseWhileServing(_ identity: ResourceIdentity) async throws(ProviderError) {
    let listed = try await calls.pages(
      .ecs, "ListServices", ["cluster": .string(identity.name), "maxResults": 100], of: "serviceArns")
    let names = Set(listed.elements.compactMap { $0.stringValue.map(ARN.lastName) })
    guard !names.isEmpty else { return }
    let services = try await calls.livingServices(names.sorted(), cluster: identity.name)
    guard services.isEmpty else {
      throw ProviderError(
        .busy, operation: "DeleteCluster", code: "ClusterContainsServicesException",
        message: "cluster \"\(identity)\" still runs \(services.map { "\"\($0)\"" }.joined(separator: ", "))")
    }
  }
}

extension APICalls {
  /// Those of some services of one cluster that are neither gone nor going.
  fileprivate func livingServices(_ names: [String], cluster: String) async throws(ProviderError) -> [String] {
    let batches = names.map { ResourceIdentity(.service, name: $0, scope: cluster) }.pieces(of: 10)
    let found = try await concurrently(batches) { batch throws(ProviderError) in
      try await services(batch, withTags: false)
    }
    return found.joined().compactMap { $0.value.status == "ACTIVE" ? $0.key.name : nil }.sorted()
  }
}
