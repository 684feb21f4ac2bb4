import AWS
import JSONDocument

extension ECS {
  static let services: [String: Operation] = [
    "CreateService": .writes { call, input throws(AWSError) in try ServiceCreation(call).create(input) },
    "UpdateService": .writes {
      call, input throws(AWSError) in try ServiceUpdate(call).update(input)
    },
    "DeleteService": .writes { call, input throws(AWSError) in
      try ServiceRemoval(call).delete(input)
    },
    "DescribeServices": .reads { call, input throws(AWSError) in
      try ServiceReading(call).describe(input)
    },
    "ListServices": .reads { call, input throws(AWSError) in try ServiceReading(call).list(input) },
  ]

  static let deployments: [String: Operation] = [
    "ListServiceDeployments": .reads { call, input throws(AWSError) in try ServiceDeployments(call).list(input) },
    "DescribeServiceDeployments": .reads { call, input throws(AWSError) in
      try ServiceDeployments(call).describe(input)
    },
    "DescribeServiceRevisions": .reads { call, input throws(AWSError) in
      try ServiceDeployments(call).revisions(input)
    },
    "ContinueServiceDeployment": .writes {
      call, input throws(AWSError) in try DeploymentControl(call).answer(input)
    },
    "StopServiceDeployment": .writes { call, input throws(AWSError) in
      try DeploymentControl(call).stop(input)
    },
  ]
}
