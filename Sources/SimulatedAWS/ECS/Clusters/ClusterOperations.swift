import AWS
import JSONDocument

extension ECS {
  static let clusters: [String: Operation] = [
    "CreateCluster": .writes { call, input throws(AWSError) in try Clusters(call).create(input) },
    "DescribeClusters": .reads { call, input throws(AWSError) in try Clusters(call).describe(input) },
    "ListClusters": .reads { call, input throws(AWSError) in
      try Clusters(call).list(input)
    },
    "UpdateCluster": .writes { call, input throws(AWSError) in try Clusters(call).update(input) },
    "UpdateClusterSettings": .writes { call, input throws(AWSError) in
      try Clusters(call).update(input)
    },
    "PutClusterCapacityProviders": .writes { call, input throws(AWSError) in try Clusters(call).putCapacityProviders(input) },
    "DeleteCluster": .writes { call, input throws(AWSError) in try Clusters(call).delete(input) },
    "CreateCapacityProvider": .writes { call, input throws(AWSError) in try CapacityProviders(call).create(input) },
    "UpdateCapacityProvider": .writes { call, input throws(AWSError) in try CapacityProviders(call).update(input) },
    "DeleteCapacityProvider": .writes { call, input throws(AWSError) in try CapacityProviders(call).delete(input) },
    "DescribeCapacityProviders": .reads { call, input throws(AWSError) in try CapacityProviders(call).describe(input) },
  ]
}
