import JSONDocument
import Planning
import Resources

/// The main fields of a resource that is made, in a few words; the files hold the rest.
struct CreatedSummary {
  let change: Change
  let images: ImageText
  let values: ValueText

  private var attributes: JSON { change.after ?? .null }

  /// `runs tracker-api (new revision), desired count 2, FARGATE`.
  var words: [String] {
    let kind = change.address.kind
    let parts: [String?] =
      if kind == .service {
        service
      } else if kind == .taskDefinition {
        taskDefinition
      } else if kind == .repository {
        repository
      } else if kind == .logGroup {
        [attributes["retentionInDays"]?.intValue.map { "kept for \(counted($0, "day"))" } ?? "kept forever"]
      } else {
        cluster
      }
    return (differentName + parts).compactMap { $0 }
  }

  /// One line for each container of a task definition.
  var containers: [(name: String, image: String)] {
    guard change.address.kind == .taskDefinition else { return [] }
    return (attributes["containerDefinitions"]?.arrayValue ?? []).map { container in
      (container["name"]?.stringValue ?? "?", images.name(container["image"]?.stringValue ?? "?"))
    }
  }

  private var differentName: [String?] {
    let isShown = change.identity.name != change.address.name && change.address.kind != .taskDefinition
    return [isShown ? "named \"\(change.identity.name)\"" : nil]
  }

  private var service: [String?] {
    let revision = change.revision.map { $0.after ?? "the new revision" }
    let reference = attributes["taskDefinition"]?.stringValue
    let strategy = attributes["capacityProviderStrategy"]?.arrayValue?.compactMap {
      $0["capacityProvider"]?.stringValue
    }
    let isDaemon = attributes["schedulingStrategy"]?.stringValue == "DAEMON"
    return [
      (revision ?? reference).map { "runs \($0)" },
      isDaemon ? "daemon" : attributes["desiredCount"].map { "desired count \($0.text())" },
      attributes["launchType"]?.stringValue ?? strategy.map { $0.joined(separator: "+") },
    ]
  }

  private var taskDefinition: [String?] {
    [
      "revision of \(change.identity.name)",
      attributes["cpu"].map { "cpu \($0.stringValue ?? $0.text())" },
      attributes["memory"].map { "memory \($0.stringValue ?? $0.text())" },
      attributes["networkMode"]?.stringValue.map { "network \($0)" },
    ]
  }

  private var repository: [String?] {
    [
      attributes["imageTagMutability"]?.stringValue.map { "tags \($0.lowercased())" },
      attributes["imageScanningConfiguration"]?["scanOnPush"]?.boolValue == true ? "scan on push" : nil,
      attributes["lifecyclePolicy"].map { _ in "lifecycle policy" },
      attributes["repositoryPolicy"].map { _ in "repository policy" },
    ]
  }

  private var cluster: [String?] {
    [
      attributes["capacityProviders"]?.arrayValue.map {
        "capacity \($0.compactMap(\.stringValue).joined(separator: "+"))"
      }
    ]
  }
}
