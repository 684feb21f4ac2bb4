import AWS
import JSONDocument

extension ECS {
  private static let settings = "[{name:containerInsights, value:string}]"
  private static let configuration =
    "{executeCommandConfiguration:{kmsKeyId:string, logging:NONE|DEFAULT|OVERRIDE, logConfiguration:"
    + "{cloudWatchLogGroupName:string, cloudWatchEncryptionEnabled:boolean, s3BucketName:string, s3EncryptionEnabled:boolean, "
    + "s3KeyPrefix:string}}, managedStorageConfiguration:{kmsKeyId:string, fargateEphemeralStorageKmsKeyId:string}}"

  static let clusters: [String: Operation] = [
    "CreateCluster": .writes(
      "clusterName:string, tags:[\(tag)], settings:\(settings), configuration:\(configuration), capacityProviders:[string], "
        + "defaultCapacityProviderStrategy:\(strategy), serviceConnectDefaults:{namespace*:string}"
    ) { call, input throws(AWSError) in try Clusters(call).create(input) },
    "DescribeClusters": .reads(
      "clusters:[string], include:[ATTACHMENTS|CONFIGURATIONS|SETTINGS|STATISTICS|TAGS]"
    ) { call, input throws(AWSError) in try Clusters(call).describe(input) },
    "ListClusters": .reads("nextToken:string, maxResults:integer") { call, input throws(AWSError) in
      try Clusters(call).list(input)
    },
    "UpdateCluster": .writes(
      "cluster*:string, settings:\(settings), configuration:\(configuration), serviceConnectDefaults:{namespace*:string}"
    ) { call, input throws(AWSError) in try Clusters(call).update(input) },
    "UpdateClusterSettings": .writes("cluster*:string, settings*:\(settings)") { call, input throws(AWSError) in
      try Clusters(call).update(input)
    },
    "PutClusterCapacityProviders": .writes(
      "cluster*:string, capacityProviders*:[string], defaultCapacityProviderStrategy*:\(strategy)"
    ) { call, input throws(AWSError) in try Clusters(call).putCapacityProviders(input) },
    "DeleteCluster": .writes("cluster*:string") { call, input throws(AWSError) in try Clusters(call).delete(input) },
  ]
}
