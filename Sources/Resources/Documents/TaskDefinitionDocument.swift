package import JSONDocument

/// A task definition, as a file declares it or as ECS describes it, and what it means.
///
/// This is the one place that knows where a task definition says something. Rooms ask it; they do not read members again.
package struct TaskDefinitionDocument: Sendable {
  package private(set) var json: JSON

  package init(_ json: JSON) {
    self.json = json
  }

  package var family: String? { json["family"]?.stringValue }
  package var containers: [ContainerDocument] { (json["containerDefinitions"]?.arrayValue ?? []).map(ContainerDocument.init) }
  /// The first of this name.
  package func container(named name: String?) -> ContainerDocument? { containers.first { $0.name == name } }

  /// The images that its containers name; what names none is left out.
  package var images: [ImageReference] { containers.compactMap(\.image) }
  /// Log groups of one region that its containers write to.
  package func logs(in region: String) -> [LogDestination] { containers.compactMap(\.log).filter { $0.isIn(region: region) } }

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

  /// Where its containers and volumes get secret values from, in the provider's own region.
  package func secrets(in provider: ProviderIdentity) -> [ReferredSecret] {
    var found: [ReferredSecret?] = []
    for container in json["containerDefinitions"]?.arrayValue ?? [] {
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
    guard let list = json["containerDefinitions"], let containers = list.arrayValue else { return self }
    let replaced = containers.map { container -> JSON in
      guard let written = container["image"], let image = written.stringValue.flatMap(ImageReference.init) else {
        return container
      }
      let other = replacement(image)
      guard other != image else { return container }
      var container = container
      container["image"] = JSON(.string(other.description), mark: written.mark)
      return container
    }
    var document = self
    document.json["containerDefinitions"] = JSON(.array(replaced), mark: list.mark)
    return document
  }
}

/// The two roles that task definitions, and overrides of them, name.
enum TaskRoles {
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
