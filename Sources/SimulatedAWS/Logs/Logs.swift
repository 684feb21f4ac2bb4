import APIModel
import AWS
import JSONDocument

/// Amazon CloudWatch Logs: groups, and what the containers of tasks write into them.
enum Logs {
  static let operations = Operation.table([groups], .logs)

  private static let groups: [String: Operation] = [
    "CreateLogGroup": .writes { call, input throws(AWSError) in try LogGroups(call).create(input) },
    "DescribeLogGroups": .reads { call, input throws(AWSError) in try LogGroups(call).describe(input) },
    "DeleteLogGroup": .writes { call, input throws(AWSError) in try LogGroups(call).delete(input) },
    "PutRetentionPolicy": .writes { call, input throws(AWSError) in
      try LogGroups(call).putRetention(input)
    },
    "DeleteRetentionPolicy": .writes { call, input throws(AWSError) in
      try LogGroups(call).set("retentionInDays", nil, input)
    },
    "AssociateKmsKey": .writes { call, input throws(AWSError) in
      try LogGroups(call).set("kmsKeyId", input["kmsKeyId"], input)
    },
    "DisassociateKmsKey": .writes { call, input throws(AWSError) in
      try LogGroups(call).set("kmsKeyId", nil, input)
    },
    "PutLogGroupDeletionProtection": .writes {
      call, input throws(AWSError) in try LogGroups(call).protect(input)
    },
    "GetLogEvents": .reads { call, input throws(AWSError) in try LogEvents(call).get(input) },
    "FilterLogEvents": .reads { call, input throws(AWSError) in try LogEvents(call).filter(input) },
    "DescribeLogStreams": .reads { call, input throws(AWSError) in try LogEvents(call).streams(input) },
    "TagResource": .writes { call, input throws(AWSError) in try LogGroupTags(call).add(input)
    },
    "UntagResource": .writes { call, input throws(AWSError) in
      try LogGroupTags(call).remove(input)
    },
    "ListTagsForResource": .reads { call, input throws(AWSError) in try LogGroupTags(call).list(input) },
  ]
}
