import Diagnostics
import JSONDocument
import Resources

struct RepositorySettings: ResourceRule {
  let code = "repository-settings"
  let severity = Diagnostic.Severity.error
  let summary = "exclusions go with a mutability that has them, keys with encryption by KMS"
  let source =
    "CreateRepository: \"ImageTagMutabilityExclusionFilters are not allowed when imageTagMutability is set to IMMUTABLE\", \"Encryption key should not be set for AES256 encryption.\""
  let kind: ResourceKind? = .repository

  func check(_ resource: Resource, _ findings: inout Findings) {
    let attributes = resource.attributes
    let mutability = attributes.text("imageTagMutability") ?? "MUTABLE"
    if mutability.hasSuffix("_WITH_EXCLUSION"), !attributes.has("imageTagMutabilityExclusionFilters") {
      findings.add(
        "\(mutability) needs exclusions", at: attributes["imageTagMutability"], fix: "add \"imageTagMutabilityExclusionFilters\"")
    } else if !mutability.hasSuffix("_WITH_EXCLUSION"), attributes.has("imageTagMutabilityExclusionFilters"),
      attributes["imageTagMutability"]?.isOpen != true
    {
      findings.add(
        "\(mutability) takes no exclusions", at: attributes.mark(of: "imageTagMutabilityExclusionFilters"),
        fix: "write \"imageTagMutability\": \"\(mutability)_WITH_EXCLUSION\", or remove them")
    }
    if let encryption = attributes["encryptionConfiguration"], encryption.has("kmsKey"),
      encryption.text("encryptionType") == "AES256"
    {
      findings.add(
        "AES256 takes no key", at: encryption.mark(of: "kmsKey"), fix: "remove it, or write \"encryptionType\": \"KMS\"")
    }
  }
}
