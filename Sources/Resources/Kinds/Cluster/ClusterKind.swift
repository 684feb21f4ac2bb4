import APIModel
import JSONDocument

extension ResourceKind {
  /// ECS clusters (CreateCluster; members of UpdateCluster and PutClusterCapacityProviders change in place).
  package static let cluster = ResourceKind(
    type: "aws_ecs_cluster", noun: "cluster", folder: "clusters",
    naming: KindNaming(member: "clusterName") { ("ecs", "cluster/\($0.name)") }, stage: .clusters, comparison: .declared,
    input: KindInput(.ecs, "CreateCluster"),
    facts: ObjectFacts([
      .string("clusterName").does(.replaces),
      .set(
        "settings", of: .object(ObjectFacts([.string("name"), .string("value")])), key: ["name"]
      ).owningOnlyListed,
      .object(
        "configuration",
        ObjectFacts([
          .object(
            "executeCommandConfiguration",
            ObjectFacts([
              .string("kmsKeyId"), .string("logging"),
              .object(
                "logConfiguration",
                ObjectFacts([
                  .string("cloudWatchLogGroupName"), .boolean("cloudWatchEncryptionEnabled", false), .string("s3BucketName"),
                  .boolean("s3EncryptionEnabled", false), .string("s3KeyPrefix"),
                ])),
            ])),
          .object(
            "managedStorageConfiguration", ObjectFacts([.string("kmsKeyId"), .string("fargateEphemeralStorageKmsKeyId")])),
        ])),
      .object("serviceConnectDefaults", ObjectFacts([.string("namespace", "").required.resolved]))
        .emptied(by: ["namespace": ""]),
      .set("capacityProviders").emptied(by: []),
      .list(
        "defaultCapacityProviderStrategy",
        of: .object(ObjectFacts([.string("capacityProvider").required, .integer("weight", 0), .integer("base", 0)]))
      ).emptied(by: []),
      .set("tags", of: .object(TaskDefinitionFacts.tag), key: ["key"]).emptied(by: []),
    ]),
    limits: .cluster,
    outputOnly: [
      "clusterArn", "status", "registeredContainerInstancesCount", "runningTasksCount", "pendingTasksCount",
      "activeServicesCount", "statistics", "attachments", "attachmentsStatus",
    ],
    answers: KindAnswers(
      list: "clusters", single: "cluster", permission: "ecs:DescribeClusters",
      askedFor: [
        .init("tags", "describe-clusters --include TAGS"), .init("settings", "describe-clusters --include SETTINGS"),
        .init("configuration", "describe-clusters --include CONFIGURATIONS"),
      ], tags: .lowerCase),
    canonicalize: { document in
      document.mapMembers { name, value in
        switch name {
        case "clusterName": Optional.none
        case "tags": Tags.withoutReserved(value, keyMember: "key")
        default: value
        }
      }
    },
    meaning: KindMeaning(
      logs: { [ClusterDocument($0).log].compactMap { $0 } },
      summary: { document in
        let providers = ClusterDocument(document).capacityProviders
        return providers.isEmpty ? [] : ["capacity \(providers.joined(separator: "+"))"]
      }))
}
