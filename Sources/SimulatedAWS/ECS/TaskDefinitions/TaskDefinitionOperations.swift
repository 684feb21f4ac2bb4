import AWS
import JSONDocument

extension ECS {
  static let taskDefinitions: [String: Operation] = [
    "RegisterTaskDefinition": .writes { call, input throws(AWSError) in
      try RevisionRegistration(call).register(input)
    },
    "DescribeTaskDefinition": .reads { call, input throws(AWSError) in
      try Revisions(call).describe(input)
    },
    "ListTaskDefinitions": .reads { call, input throws(AWSError) in try Revisions(call).list(input) },
    "ListTaskDefinitionFamilies": .reads { call, input throws(AWSError) in try Revisions(call).families(input) },
    "DeregisterTaskDefinition": .writes { call, input throws(AWSError) in
      try Revisions(call).deregister(input)
    },
    "DeleteTaskDefinitions": .writes { call, input throws(AWSError) in
      try Revisions(call).delete(input)
    },
  ]
}
