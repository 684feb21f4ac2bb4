package import JSONDocument
package import Resources

/// The files that make an environment of what runs: one for each resource, and those that say where it lives.
///
/// Loaded, they declare just what is there: the plan after recording it is empty.
package struct EnvironmentDraft: Sendable {
  package struct File: Sendable, Equatable {
    /// Relative to the environment's directory.
    package var path: String
    package var content: JSON

    package var text: String { content.text(.pretty) + "\n" }
  }

  /// Where the files go.
  package enum Place: Sendable {
    /// A directory without an environment.json: it gets one, with the members given here, and a tag map.
    case fresh(name: String, provider: JSON)
    /// An environment that is there: its images by key, what it declares already, and the cluster of its services.
    case existing(images: [String: String], declared: Set<ResourceIdentity>, cluster: String)
  }

  package private(set) var files: [File] = []
  package private(set) var notes: [String]
  /// The revision that each task definition's file stands for.
  private var chosen: [String: Revision] = [:]
  private var images: ImageNaming
  private let live: LiveEnvironment
  private let cluster: String
  private let declared: Set<ResourceIdentity>
  private let registry: String
  /// Paths of files, in small letters: some file systems do not tell letters by their case.
  private var taken: Set<String> = []
  /// How many were left out because files declare them.
  private var declaredCount = 0

  package init(_ live: LiveEnvironment, _ place: Place, registry: String) {
    self.live = live
    self.registry = registry
    notes = live.notes
    let chosen = Self.choose(live)
    switch place {
    case .fresh:
      images = ImageNaming(Array(chosen.values), registry: registry)
      cluster = live.cluster
      declared = []
    case .existing(let images, let declared, let cluster):
      self.images = ImageNaming(existing: images)
      self.cluster = cluster
      self.declared = declared
    }
    self.chosen = chosen
    if case .fresh(let name, let provider) = place { addEnvironment(name, provider) }
    for revision in chosen.values.sorted(by: { $0.family < $1.family }) { addTaskDefinition(revision) }
    for object in live.objects.values.sorted(by: { $0.identity < $1.identity }) { add(object) }
    files.sort { $0.path < $1.path }
    if declaredCount == 1 { notes.append("a resource has a file already, which is left as it is") }
    if declaredCount > 1 { notes.append("\(declaredCount) resources have files already, which are left as they are") }
  }

  /// One revision of each family can stand in a file: the active one that most services run, the newest of equals.
  private static func choose(_ live: LiveEnvironment) -> [String: Revision] {
    var counts: [String: Int] = [:]
    for service in live.services {
      if let arn = service.runningRevision { counts[arn, default: 0] += 1 }
    }
    var chosen: [String: Revision] = [:]
    for revision in live.revisions.values where revision.isActive {
      guard let other = chosen[revision.family] else {
        chosen[revision.family] = revision
        continue
      }
      if (counts[revision.arn] ?? 0, revision.number) > (counts[other.arn] ?? 0, other.number) {
        chosen[revision.family] = revision
      }
    }
    return chosen
  }

  /// The revisions that the files of task definitions stand for.
  package var revisions: [Revision] { chosen.values.sorted { $0.family < $1.family } }

  // MARK: Files

  private mutating func addEnvironment(_ name: String, _ provider: JSON) {
    var environment: JSON = ["name": .string(name), "provider": provider, "cluster": .string(live.cluster)]
    let entries = images.entries.sorted { $0.key < $1.key }
    if !entries.isEmpty {
      environment["images"] = Self.object(entries.map { ($0.key, ["repository": .string($0.value.repository)]) })
      let tags = Self.object(entries.map { ($0.key, .string($0.value.tag)) })
      files.append(File(path: "image-tags.auto.tfvars.json", content: ["image_tags": tags]))
    }
    files.append(File(path: "environment.json", content: environment))
  }

  private mutating func addTaskDefinition(_ revision: Revision) {
    let identity = ResourceIdentity(.taskDefinition, name: revision.family)
    guard !declared.contains(identity) else {
      declaredCount += 1
      return
    }
    notes += repetitions(in: revision)
    let spec = TaskDefinitionDocument(escaped(ResourceKind.taskDefinition.spec(of: revision.content)))
      .replacingImageTexts(images.placeholder)
    for image in TaskDefinitionDocument(revision.content).images
    where image.registry == registry && image.version != nil && images.placeholder(for: image.description) == nil {
      notes.append(
        "environment.json has no image \"\(image.repository)\" with this tag; \(revision.family) names \(image)")
    }
    add(identity, spec.json)
  }

  /// Where a text of a task definition is the tag of its image once more: it would stay behind when the tag moves.
  private func repetitions(in revision: Revision) -> [String] {
    let definition = TaskDefinitionDocument(revision.content)
    return definition.containers.flatMap { container -> [String] in
      guard let image = container.image, let tag = image.tag, let key = images.key(for: image.description),
        images.entries[key].map({ $0.tag == tag }) ?? true
      else { return [] }
      let places = container.places(of: tag) + (definition.tags.filter { $0.value == tag }.map { "tag \"\($0.key)\"" }).sorted()
      guard !places.isEmpty else { return [] }
      return [
        "\(revision.family) repeats the image tag \"\(tag)\" in \(places.joined(separator: ", ")); write \"${tag.\(key)}\" there if it is to follow the tag"
      ]
    }
  }

  private mutating func add(_ object: ObservedObject) {
    let identity = object.identity
    guard !declared.contains(identity) else {
      declaredCount += 1
      return
    }
    var spec = escaped(identity.kind.spec(of: object.attributes))
    if identity.kind == .service {
      if let arn = object.runningRevision { spec = ServiceDocument(spec).running(reference(arn, of: identity)).json }
      if case .target(let minimum, let maximum)? = ServiceScaling(of: object.attributes) {
        spec[ServiceDocument.countMember] = Optional.none
        notes.append(
          "service \"\(identity.name)\" gets no desiredCount: Application Auto Scaling keeps it between \(minimum) and \(maximum)"
        )
      }
    }
    add(identity, spec)
  }

  /// The family, for a service that runs what the family's file stands for; otherwise just the revision it runs.
  private mutating func reference(_ arn: String, of service: ResourceIdentity) -> String {
    let named = RevisionReference(arn)
    if let revision = chosen[named.family], revision.arn == arn { return named.family }
    let why =
      live.revisions[arn]?.isActive == true
      ? "most services of the family run \(chosen[named.family]?.shortName ?? "another one")"
      : "that revision is no longer active"
    notes.append("service \"\(service.name)\" is pinned to \(named): \(why)")
    return named.shortName
  }

  private mutating func add(_ identity: ResourceIdentity, _ spec: JSON) {
    let kind = identity.kind
    let file = kind.file(for: identity, holding: spec, cluster: cluster)
    let plain = Self.stem(file.stem)
    var path = "\(kind.folder)/\(plain).json"
    var number = 2
    while !taken.insert(path.lowercased()).inserted {
      path = "\(kind.folder)/\(plain)-\(number).json"
      number += 1
    }
    files.append(File(path: path, content: file.attributes))
  }

  // MARK: Texts

  private static func object(_ members: [(String, JSON)]) -> JSON {
    .object(JSONObject(members.map { JSONObject.Member(key: $0.0, value: $0.1) }))
  }

  /// `/ecs/web` is `ecs-web`: a file's name from what may be in a resource's name.
  private static func stem(_ name: String) -> String {
    let parts = name.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) && !"-_.".contains($0) }
    let joined = parts.joined(separator: "-")
    return joined.hasPrefix(".") ? "_" + joined : joined
  }

  /// `${` is what a file says to have something replaced; a literal one is `$${`.
  private func escaped(_ json: JSON) -> JSON {
    switch json.content {
    case .null, .bool, .number: json
    case .string(let text): .string(text.replacing("${", with: "$${"))
    case .array(let elements): .array(elements.map(escaped))
    case .object(let members):
      .object(JSONObject(members.map { JSONObject.Member(key: $0.key, value: escaped($0.value)) }))
    }
  }
}
