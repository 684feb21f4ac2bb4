package import AWS
import JSONDocument
import Resources

extension SimulatedCloud {
  /// Makes the cloud hold what the seed says, in one transaction. What it holds already stays, unless the seed knows it too.
  package func seed(_ seed: CloudSeed) async throws(AWSError) {
    let (scope, scenario, census) = (scope, file.scenario, census)
    try await file.write { database throws(AWSError) in
      let call = try Call(database, scope, scenario)
      try Seeding(call).plant(seed)
      for key in try call.documents.keys(.services) { try census?.count(.services, key, call) }
    }
  }
}

/// Writes down objects as if they had been made by calls.
struct Seeding {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  func plant(_ seed: CloudSeed) throws(AWSError) {
    let known = Set(seed.objects.map(\.identity))
    for identity in seed.assumed.subtracting(known).sorted() { try make(identity) }
    for object in seed.objects { try plant(object) }
    for image in seed.images { try plant(image) }
    for revision in seed.revisions { try plant(revision) }
    let services = ServiceSeeding(call)
    for object in seed.objects where object.identity.kind == .service { try services.plant(object) }
    for identity in seed.draining where identity.kind == .service { try services.drain(identity) }
    try Placements(call).settle()
  }

  // MARK: Objects

  private func make(_ identity: ResourceIdentity) throws(AWSError) {
    let name = JSON.string(identity.name)
    switch identity.kind {
    case .cluster: _ = try Clusters(call).create(["clusterName": name])
    case .repository:
      guard try !call.documents.contains(.repositories, identity.name) else { return }
      _ = try Repositories(call).create(["repositoryName": name])
    case .logGroup:
      guard try !call.documents.contains(.logGroups, identity.name) else { return }
      _ = try LogGroups(call).create(["logGroupName": name])
    default: break  // of everything else more has to be known
    }
  }

  private func plant(_ object: ObservedObject) throws(AWSError) {
    let name = object.identity.name
    var document = object.attributes.without(["tags"])
    switch object.identity.kind {
    case .cluster:
      document["clusterName"] = .string(name)
      document.fill("clusterArn", .string(call.arn("ecs", "cluster/\(name)")))
      document.fill("status", "ACTIVE")
      try call.documents.put(.clusters, name, document)
      try tag(document.string("clusterArn"), object)
    case .repository:
      for (member, kind) in [("lifecyclePolicy", RepositoryPolicies.Kind.lifecycle), ("repositoryPolicy", .access)] {
        guard let policy = document[member], !policy.isNull else { continue }
        document[member] = nil
        try call.documents.put(
          kind.collection, name,
          .members((kind.member, .string(policy.stringValue ?? policy.text())), ("lastEvaluatedAt", .time(call.now))))
      }
      document["repositoryName"] = .string(name)
      document.fill("repositoryArn", .string(call.arn("ecr", "repository/\(name)")))
      document.fill("registryId", .string(call.scope.account))
      try call.documents.put(.repositories, name, document)
      try tag(document.string("repositoryArn"), object)
    case .logGroup:
      let arn = call.arn("logs", "log-group:\(name)")
      document["logGroupName"] = .string(name)
      document.fill("arn", .string(arn + ":*"))
      document.fill("logGroupArn", .string(arn))
      try call.documents.put(.logGroups, name, document)
      try tag(arn, object)
    default: break  // services come last, when their revisions are there
    }
  }

  private func tag(_ arn: String?, _ object: ObservedObject) throws(AWSError) {
    guard let arn, let tags = object.attributes["tags"], !tags.isNull else { return }
    try call.documents.put(.tags, arn, tags)
  }

  // MARK: Images and revisions

  /// An image of a repository that is not there is not there either.
  private func plant(_ image: SeededImage) throws(AWSError) {
    let reference = image.reference
    guard try call.documents.contains(.repositories, reference.repository) else { return }
    let images = try Images(call, ["repositoryName": .string(reference.repository)])
    let tag = reference.digest == nil ? reference.tag ?? "latest" : nil
    let behaviour = image.platforms.count == 1 ? ContainerBehaviour.builtFor(platform: image.platforms.first ?? "") : .runs
    var stored = StoredImage(content: reference.description, behaviour: behaviour)
    if let digest = reference.digest ?? image.digest { stored.digest = digest }
    if !image.platforms.isEmpty { stored.manifest = Self.index(image.platforms) }
    try images.store(stored, tag: tag)
  }

  /// A manifest that says what it was built for.
  private static func index(_ platforms: Set<String>) -> String {
    let manifests = platforms.sorted().map { platform -> JSON in
      let parts = platform.split(separator: "/").map(String.init)
      return ["platform": ["os": .string(parts.first ?? ""), "architecture": .string(parts.last ?? "")]]
    }
    return JSON.members(("schemaVersion", 2), ("manifests", .array(manifests))).text()
  }

  /// The next revision of the family gets a higher number.
  private func plant(_ revision: Revision) throws(AWSError) {
    let key = RevisionKey(family: revision.family, number: revision.number)
    var document = revision.content.without(["tags"])
    document["taskDefinitionArn"] = .string(revision.arn)
    document["family"] = .string(revision.family)
    document["revision"] = .int(revision.number)
    document["status"] = revision.isActive ? "ACTIVE" : "INACTIVE"
    try call.documents.put(.taskDefinitions, key.text, document)
    try call.documents.put(revision.isActive ? .activeRevisions : .inactiveRevisions, key.text, text: "")
    if let tags = revision.content["tags"], !tags.isNull { try call.documents.put(.tags, key.arn(call.scope), tags) }
    try call.documents.raise("revision \(revision.family)", to: revision.number)
  }
}
