import APIModel
import JSONDocument

extension ResourceKind {
  /// ECR repositories, together with their lifecycle policy and repository policy.
  ///
  /// The two policies are our members (ECR has calls of their own for them): a JSON object, or its text.
  package static let repository = ResourceKind(
    type: "aws_ecr_repository", noun: "repository", folder: "repositories",
    naming: KindNaming(member: "repositoryName") { ("ecr", "repository/\($0.name)") }, stage: .repositories,
    comparison: .declared,
    heldData: HeldData(noun: "images") { "aws ecr delete-repository --force --repository-name \($0)" },
    input: KindInput(.ecr, "CreateRepository"),
    facts: ObjectFacts([
      .string("repositoryName").does(.replaces),
      .string("registryId").does(.replaces),
      .string(
        "imageTagMutability", "MUTABLE"),
      .set(
        "imageTagMutabilityExclusionFilters",
        of: .object(ObjectFacts([.string("filterType").required, .string("filter").required])),
        key: ["filter"]
      ).emptied(by: []),
      .object("imageScanningConfiguration", ObjectFacts([.boolean("scanOnPush", false)])),
      .object(
        "encryptionConfiguration",
        ObjectFacts([
          .string("encryptionType", "AES256").required.does(.replaces),
          .string("kmsKey").does(.replaces),
        ])
      ).does(.replaces),
      .set("tags", of: .object(ObjectFacts([.string("Key"), .string("Value", "").echoed])), key: ["Key"]).emptied(by: []),
      .document("lifecyclePolicy").emptied(by: [:]),
      .document("repositoryPolicy").emptied(by: [:]),
    ]),
    limits: .repository,
    outputOnly: ["repositoryArn", "repositoryUri", "createdAt"],
    answers: KindAnswers(
      list: "repositories", single: "repository", permission: "ecr:DescribeRepositories",
      askedFor: [
        .init("tags", "list-tags-for-resource", isSeparate: true),
        .init("lifecyclePolicy", "get-lifecycle-policy", isSeparate: true),
        .init("repositoryPolicy", "get-repository-policy", isSeparate: true),
      ], tags: .upperCase),
    canonicalize: RepositoryRules.canonicalize,
    meaning: KindMeaning { RepositoryDocument($0).summary })
}

/// Equivalences of repositories that a table of fields cannot say.
enum RepositoryRules {
  static func canonicalize(_ document: JSON) -> JSON {
    document.mapMembers { name, value in
      switch name {
      case "repositoryName", "registryId": Optional.none
      case "tags": Tags.withoutReserved(value, keyMember: "Key")
      case "lifecyclePolicy": LifecyclePolicy.canonicalize(value)
      case "repositoryPolicy": AccessPolicy.canonicalize(value)
      case "encryptionConfiguration": value.mapMembers { $0 == "kmsKey" ? key($1) : $1 }
      default: value
      }
    }
  }

  /// R03: a key by id or ARN. What an alias stands for cannot be told from its name, so it is not compared.
  private static func key(_ key: JSON) -> JSON? {
    guard let text = key.stringValue, text.hasPrefix("alias/") || text.contains(":alias/") else { return key.lastOfARN }
    return Optional.none
  }
}
