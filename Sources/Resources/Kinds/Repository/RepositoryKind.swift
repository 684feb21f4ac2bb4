import JSONDocument

extension ResourceKind {
  /// ECR repositories, together with their lifecycle policy and repository policy.
  ///
  /// The two policies are our members (ECR has calls of their own for them): a JSON object, or its text.
  package static let repository = ResourceKind(
    type: "aws_ecr_repository", noun: "repository", folder: "repositories", nameMember: "repositoryName", scopeMember: nil,
    comparison: .declared, holdsData: true,
    facts: ObjectFacts([
      .string("repositoryName").does(.replaces),
      .string("registryId").does(.replaces),
      .string(
        "imageTagMutability", "MUTABLE",
        values: ["MUTABLE", "IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION", "MUTABLE_WITH_EXCLUSION"]),
      .set(
        "imageTagMutabilityExclusionFilters",
        of: .object(ObjectFacts([.string("filterType", values: ["WILDCARD"]).required, .string("filter").required])),
        key: ["filter"]
      ).emptied(by: []),
      .object("imageScanningConfiguration", ObjectFacts([.boolean("scanOnPush", false)])),
      .object(
        "encryptionConfiguration",
        ObjectFacts([
          .string("encryptionType", "AES256", values: ["AES256", "KMS", "KMS_DSSE"]).required.does(.replaces),
          .string("kmsKey").does(.replaces),
        ])
      ).does(.replaces),
      .set("tags", of: .object(ObjectFacts([.string("Key"), .string("Value", "")])), key: ["Key"]).emptied(by: []),
      .document("lifecyclePolicy"),
      .document("repositoryPolicy"),
    ]),
    outputOnly: ["repositoryArn", "repositoryUri", "createdAt"],
    adjust: { document in
      var document = document
      document["repositoryName"] = nil
      document["registryId"] = nil
      document["tags"] = Tags.withoutReserved(document["tags"], keyMember: "Key")
      return document
    })
}
