package import JSONDocument

/// A repository, as a file declares it or as ECR describes it, and what it means.
package struct RepositoryDocument: Sendable {
  package let json: JSON

  package init(_ json: JSON) {
    self.json = json
  }

  var summary: [String] {
    [
      json["imageTagMutability"]?.stringValue.map { "tags \($0.lowercased())" },
      json["imageScanningConfiguration"]?["scanOnPush"]?.boolValue == true ? "scan on push" : nil,
      json["lifecyclePolicy"].map { _ in "lifecycle policy" }, json["repositoryPolicy"].map { _ in "repository policy" },
    ].compactMap { $0 }
  }

  /// The key of KMS that its images are encrypted with; nil for one that AWS manages.
  package var encryptionKey: String? {
    json["encryptionConfiguration"]?["kmsKey"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Any tag can be put on another image. ECR takes a repository that does not say for one of these.
  package var hasMovableTags: Bool { ["MUTABLE", nil].contains(json["imageTagMutability"]?.stringValue) }
}
