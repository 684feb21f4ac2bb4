package import JSONDocument

/// A task definition, as a file declares it or as ECS describes it, and what it means.
///
/// This is the one place that knows where a task definition says something. Rooms ask it; they do not read members again.
package struct TaskDefinitionDocument: Sendable {
  package let json: JSON

  package init(_ json: JSON) {
    self.json = json
  }

  package var family: String? { json["family"]?.stringValue }
  package var containers: [ContainerDocument] {
    (json[Self.containersMember]?.arrayValue ?? []).map(ContainerDocument.init)
  }
  /// The member that lists the containers.
  package static let containersMember = "containerDefinitions"
  /// The member of an answer that names the revision.
  package static let arnMember = "taskDefinitionArn"
  /// Key of the tag that holds the token of the operation that registered a revision of ours.
  package static let operationTag = "reconcile:operation"
  /// The token of the operation that registered it; nil for what somebody else registered.
  package var operation: String? {
    json["tags"]?.arrayValue?.first { $0["key"]?.stringValue == Self.operationTag }?["value"]?.stringValue
  }
  /// The first of this name.
  package func container(named name: String?) -> ContainerDocument? { containers.first { $0.name == name } }

  /// The images that its containers name; what names none is left out.
  package var images: [ImageReference] { containers.compactMap(\.image) }
  /// Where its containers write to.
  var logs: [LogDestination] { containers.compactMap(\.log) }

  /// ECS says of its tasks whether they are healthy: an essential container has a health check (`healthStatus` of Task in the
  /// API reference).
  package var checksHealth: Bool { containers.contains { $0.isEssential && $0.checksHealth } }

  package var networkMode: String? { json["networkMode"]?.stringValue }
  /// It says itself that it has to run on Fargate.
  package var isForFargate: Bool { json["requiresCompatibilities"]?.arrayValue?.contains("FARGATE") ?? false }
  package var isWindows: Bool { system?.hasPrefix("WINDOWS") ?? false }
  private var system: String? { json["runtimePlatform"]?["operatingSystemFamily"]?.stringValue }

  /// The platform that images must be built for: `linux/arm64`. Nil when the tasks may run on several: instances of a
  /// cluster can be of any architecture, and Windows images are told apart by more than that.
  package var platform: String? {
    guard (system ?? "LINUX") == "LINUX" else { return nil }
    switch json["runtimePlatform"]?["cpuArchitecture"]?.stringValue ?? (isForFargate ? "X86_64" : "") {
    case "ARM64": return "linux/arm64"
    case "X86_64": return "linux/amd64"
    default: return nil
    }
  }

  /// Roles that its tasks are started with and run as.
  package func roles(in provider: ProviderIdentity) -> [ReferredRole] {
    TaskRoles.of(json).map { ReferredRole($0, assumedBy: .tasks, in: provider) }
  }

  /// The role that its containers act as; nil where it names none.
  package var taskRole: String? { TaskRoles.own(json) }

  /// Where its containers and volumes get secret values from, in the provider's own region.
  package func secrets(in provider: ProviderIdentity) -> [ReferredSecret] {
    var found: [ReferredSecret?] = []
    for container in containers.map(\.json) {
      let secrets = (container["secrets"]?.arrayValue ?? []) + (container["logConfiguration"]?["secretOptions"]?.arrayValue ?? [])
      found += secrets.map { ReferredSecret(valueFrom: $0["valueFrom"], in: provider) }
      found.append(ReferredSecret(credentials: container["repositoryCredentials"]?["credentialsParameter"], in: provider))
    }
    for volume in json["volumes"]?.arrayValue ?? [] {
      let settings = volume["fsxWindowsFileServerVolumeConfiguration"]?["authorizationConfig"]
      found.append(ReferredSecret(credentials: settings?["credentialsParameter"], in: provider))
    }
    return found.compactMap { $0 }
  }

  /// `cpu 256`, `memory 512`, `network awsvpc`.
  var summary: [String] {
    func size(_ member: String) -> String? { json[member].map { "\(member) \($0.stringValue ?? $0.text())" } }
    return [size("cpu"), size("memory"), networkMode.map { "network \($0)" }].compactMap { $0 }
  }

  /// Tags in the spelling of ECS.
  package var tags: [String: String] { TagList.entries(in: json["tags"]) }

  /// The same with other images. A container that names none that could be pulled stays as it is.
  package func replacingImages(_ replacement: (ImageReference) -> ImageReference) -> TaskDefinitionDocument {
    replacingImageTexts { text in
      guard let image = ImageReference(text) else { return nil }
      let other = replacement(image)
      return other == image ? nil : other.description
    }
  }

  /// The same with what stands for images written in another way; nil leaves it.
  package func replacingImageTexts(_ replacement: (String) -> String?) -> TaskDefinitionDocument {
    replacingContainers { container in
      guard let written = container.json[ContainerDocument.imageMember], let text = written.stringValue.flatMap(replacement)
      else { return container }
      var json = container.json
      json[ContainerDocument.imageMember] = JSON(.string(text), mark: written.mark)
      return ContainerDocument(json)
    }
  }

  /// The same with another text for the image of one container.
  package func naming(image text: String, ofContainer name: String) -> TaskDefinitionDocument {
    replacingContainers { container in
      guard container.name == name else { return container }
      var json = container.json
      json[ContainerDocument.imageMember] = .string(text)
      return ContainerDocument(json)
    }
  }

  /// What RegisterTaskDefinition takes: with its family, and with sizes as texts, where files may write numbers.
  package func asInput(family: String) -> TaskDefinitionDocument {
    var json = json
    json["family"] = .string(family)
    for size in ["cpu", "memory"] {
      if let value = json[size], value.stringValue == nil, !value.isNull { json[size] = .string(value.text()) }
    }
    return TaskDefinitionDocument(json)
  }

  /// The same with an empty value for each variable that has a name and no value.
  package var givingVariablesValues: TaskDefinitionDocument {
    containers.contains(where: \.hasVariablesWithoutValue) ? replacingContainers(\.givingVariablesValues) : self
  }

  private func replacingContainers(_ replacement: (ContainerDocument) -> ContainerDocument) -> TaskDefinitionDocument {
    guard let list = json[Self.containersMember], list.arrayValue != nil else { return self }
    var json = json
    json[Self.containersMember] = JSON(.array(containers.map { replacement($0).json }), mark: list.mark)
    return TaskDefinitionDocument(json)
  }
}

/// The two roles that task definitions, and overrides of them, name.
enum TaskRoles {
  static func own(_ document: JSON?) -> String? {
    document?["taskRoleArn"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
  }

  static func of(_ document: JSON?) -> [String] {
    ["executionRoleArn", "taskRoleArn"].compactMap { document?[$0]?.stringValue }.filter { !$0.isEmpty }
  }
}

/// A list of tags as a dictionary, whatever its spelling: `key`/`value` of ECS, `Key`/`Value` of ECR.
package enum TagList {
  package static func entries(in list: JSON?) -> [String: String] {
    Dictionary(
      (list?.arrayValue ?? []).compactMap { tag in
        guard let key = (tag["key"] ?? tag["Key"])?.stringValue else { return nil }
        return (key, (tag["value"] ?? tag["Value"])?.stringValue ?? "")
      }, uniquingKeysWith: { first, _ in first })
  }
}
