import JSONDocument
import Providers
import Resources

/// ECR repositories with their lifecycle policy, repository policy and tags, each of which has calls of its own.
struct RepositoryCalls: KindCalls {
  let calls: APICalls

  func read(_ requests: [ReadRequest]) async throws(ProviderError) -> [ResourceIdentity: Observation] {
    let documents = try await documents(requests.map(\.identity.name))
    let answers = try await concurrently(requests) { request throws(ProviderError) -> (ResourceIdentity, Observation) in
      guard let document = documents[request.identity.name] else { return (request.identity, .absent) }
      let full = try await joined(document, members: request.costlyMembers)
      return (request.identity, .present(object(full, request.identity)))
    }
    return Dictionary(answers, uniquingKeysWith: { first, _ in first })
  }

  /// Repositories by name. One name that is missing fails the whole batch (law A3), so then each is asked for by itself: to
  /// list them all would need leave to see all repositories of the account.
  private func documents(_ names: [String]) async throws(ProviderError) -> [String: JSON] {
    let batches = Set(names).sorted().pieces(of: 100)
    let answers = try await concurrently(batches) { batch throws(ProviderError) in
      if let found = try await described(batch) { return found }
      guard batch.count > 1 else { return [] }
      return try await concurrently(batch) { name throws(ProviderError) in try await described([name]) ?? [] }.flatMap { $0 }
    }
    let found = answers.flatMap { $0 }
    return Dictionary(found.map { ($0["repositoryName"]?.stringValue ?? "", $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Nil when one of them is missing.
  private func described(_ names: [String]) async throws(ProviderError) -> [JSON]? {
    do throws(ProviderError) {
      let answer = try await calls.call(.ecr, "DescribeRepositories", ["repositoryNames": .strings(names)])
      return answer["repositories"]?.arrayValue ?? []
    } catch {
      guard error.isAbsence else { throw error }
      return nil
    }
  }

  /// The repository with those members that cost a call each.
  private func joined(_ repository: JSON, members: Set<String>) async throws(ProviderError) -> JSON {
    var repository = repository
    if members.contains("lifecyclePolicy") {
      repository["lifecyclePolicy"] = try await RepositoryPolicy.lifecycle.read(repository["repositoryName"], calls)
    }
    if members.contains("repositoryPolicy") {
      repository["repositoryPolicy"] = try await RepositoryPolicy.access.read(repository["repositoryName"], calls)
    }
    if members.contains("tags") {
      let answer = try await calls.call(
        .ecr, "ListTagsForResource", .members(("resourceArn", repository["repositoryArn"])))
      repository["tags"] = answer["tags"]
    }
    return repository
  }

  private func object(_ repository: JSON, _ identity: ResourceIdentity) -> ObservedObject {
    ObservedObject(identity: identity, attributes: repository, arn: repository["repositoryArn"]?.stringValue)
  }

  func create(_ resource: Resource, token: OperationToken) async throws(ProviderError) -> WriteResult {
    var repository = try await made(resource)
    return try await afterChange { () async throws(ProviderError) in
      for policy in RepositoryPolicy.all {
        guard let document = resource.attributes[policy.member], !document.isEmptyValue else { continue }
        try await policy.put(document, .string(resource.identity.name), calls)
        repository[policy.member] = policy.parsed(document)
      }
      if let tags = resource.attributes["tags"] { repository["tags"] = tags }
      return WriteResult(object: object(repository, resource.identity))
    }
  }

  private func creationInput(_ resource: Resource) -> JSON {
    var input = resource.attributes.without(["lifecyclePolicy", "repositoryPolicy"])
    input["repositoryName"] = .string(resource.identity.name)
    if input["tags"]?.isEmptyValue == true { input["tags"] = nil }
    return input
  }

  func requests(creating resource: Resource) -> [AWSRequest] {
    [AWSRequest(.ecr, "CreateRepository", creationInput(resource))]
  }

  /// Makes the repository. When the answer is lost, what is there now is compared with what is wanted: a repository of
  /// somebody else under the same name must not pass for ours.
  private func made(_ resource: Resource) async throws(ProviderError) -> JSON {
    let input = creationInput(resource)
    var attemptsLeft = 4
    while true {
      do throws(ProviderError) {
        let answer = try await calls.call(.ecr, "CreateRepository", input, .neverRepeat)
        guard let repository = answer["repository"] else {
          throw ProviderError.unexpected("CreateRepository", "the answer holds no repository", effect: .unknown)
        }
        return repository
      } catch {
        attemptsLeft -= 1
        guard error.effect == .unknown, error.kind != .cancelled, attemptsLeft > 0 else { throw error }
        await calls.clock.sleep(for: .seconds(calls.jitter.seconds(in: 1...3)))
        guard let found = try? await documents([resource.identity.name]) else { throw error }
        guard let repository = found[resource.identity.name] else { continue }
        guard isAsWanted(repository, input) else { throw error }
        return repository
      }
    }
  }

  private func isAsWanted(_ repository: JSON, _ input: JSON) -> Bool {
    let wanted = ResourceKind.repository.normalForm(of: input.without(["tags"]))
    let found = ResourceKind.repository.normalForm(of: repository)
    return (wanted.objectValue ?? JSONObject()).allSatisfy { found[$0.key] == $0.value }
  }

  func update(_ update: ResourceUpdate, token: OperationToken) async throws(ProviderError) -> WriteResult {
    try update.refuseChanges(
      of: ["repositoryName", "registryId", "encryptionConfiguration"], operation: "PutImageTagMutability")
    let name = JSON.string(update.identity.name)
    var isChanged = false
    do throws(ProviderError) {
      for request in requests(changing: update) {
        _ = try await calls.call(.ecr, request.operation, request.input)
        isChanged = true
      }
      for policy in RepositoryPolicy.all where update.changedMembers.contains(policy.member) {
        try await policy.put(update.after[policy.member] ?? .null, name, calls)
        isChanged = true
      }
      return try await tagged(update)
    } catch {
      throw isChanged ? error.afterChange() : error
    }
  }

  func requests(changing update: ResourceUpdate) -> [AWSRequest] {
    let name = JSON.string(update.identity.name)
    var requests: [AWSRequest] = []
    if !update.changedMembers.isDisjoint(with: ["imageTagMutability", "imageTagMutabilityExclusionFilters"]) {
      let filters = update.after["imageTagMutabilityExclusionFilters"]
      let mutability = update.after["imageTagMutability"] ?? update.before["imageTagMutability"] ?? "MUTABLE"
      requests.append(
        AWSRequest(
          .ecr, "PutImageTagMutability",
          .members(
            ("repositoryName", name), ("imageTagMutability", mutability),
            ("imageTagMutabilityExclusionFilters", filters?.unlessEmpty))))
    }
    if update.changedMembers.contains("imageScanningConfiguration") {
      let wanted = update.after["imageScanningConfiguration"]?.unlessEmpty
      requests.append(
        AWSRequest(
          .ecr, "PutImageScanningConfiguration",
          ["repositoryName": name, "imageScanningConfiguration": wanted ?? ["scanOnPush": false]]))
    }
    return requests
  }

  /// Writes the tags when they changed, and reads the repository back with all that was compared.
  private func tagged(_ update: ResourceUpdate) async throws(ProviderError) -> WriteResult {
    let costly = Set(["lifecyclePolicy", "repositoryPolicy", "tags"]).filter {
      update.after[$0] != nil || update.before[$0] != nil
    }
    let identity = update.identity
    guard let document = try await documents([identity.name])[identity.name] else {
      throw ProviderError(.gone, operation: "DescribeRepositories", message: "repository \"\(identity)\" is gone")
    }
    var object = object(try await joined(document, members: costly), identity)
    if update.changedMembers.contains("tags"), let arn = object.arn {
      object.attributes["tags"] = try await calls.retag(
        .ecr, arn, form: .upperCase, from: object.attributes["tags"], to: update.after["tags"])
    }
    return WriteResult(object: object)
  }

  func delete(_ deletion: ResourceDeletion, token: OperationToken) async throws(ProviderError) {
    do throws(ProviderError) {
      _ = try await calls.call(
        .ecr, "DeleteRepository",
        ["repositoryName": .string(deletion.identity.name), "force": .bool(deletion.withData)])
    } catch {
      guard error.isAbsence else { throw error }
    }
  }
}
