import AWS
import JSONDocument

/// Amazon CloudWatch Logs, as far as log groups go.
enum Logs {
  static let operations: [String: Operation] = [
    "CreateLogGroup": .writes(
      "logGroupName*:string, kmsKeyId:string, logGroupClass:STANDARD|INFREQUENT_ACCESS|DELIVERY, tags:map, "
        + "deletionProtectionEnabled:boolean"
    ) { call, input throws(AWSError) in try LogGroups(call).create(input) },
    "DescribeLogGroups": .reads(
      "logGroupNamePrefix:string, logGroupNamePattern:string, logGroupClass:STANDARD|INFREQUENT_ACCESS|DELIVERY, "
        + "nextToken:string, limit:integer"
    ) { call, input throws(AWSError) in try LogGroups(call).describe(input) },
    "DeleteLogGroup": .writes("logGroupName*:string") { call, input throws(AWSError) in try LogGroups(call).delete(input) },
    "PutRetentionPolicy": .writes("logGroupName*:string, retentionInDays*:integer") { call, input throws(AWSError) in
      try LogGroups(call).putRetention(input)
    },
    "DeleteRetentionPolicy": .writes("logGroupName*:string") { call, input throws(AWSError) in
      try LogGroups(call).set("retentionInDays", nil, input)
    },
    "AssociateKmsKey": .writes("logGroupName*:string, kmsKeyId*:string") { call, input throws(AWSError) in
      try LogGroups(call).set("kmsKeyId", input["kmsKeyId"], input)
    },
    "DisassociateKmsKey": .writes("logGroupName*:string") { call, input throws(AWSError) in
      try LogGroups(call).set("kmsKeyId", nil, input)
    },
    "PutLogGroupDeletionProtection": .writes("logGroupIdentifier*:string, deletionProtectionEnabled*:boolean") {
      call, input throws(AWSError) in try LogGroups(call).protect(input)
    },
    "GetLogEvents": .reads(
      "logGroupName:string, logGroupIdentifier:string, logStreamName*:string, startTime:number, endTime:number, "
        + "nextToken:string, limit:integer, startFromHead:boolean, unmask:boolean"
    ) { call, input throws(AWSError) in try LogEvents(call).get(input) },
    "TagResource": .writes("resourceArn*:string, tags*:map") { call, input throws(AWSError) in try LogGroupTags(call).add(input)
    },
    "UntagResource": .writes("resourceArn*:string, tagKeys*:[string]") { call, input throws(AWSError) in
      try LogGroupTags(call).remove(input)
    },
    "ListTagsForResource": .reads("resourceArn*:string") { call, input throws(AWSError) in try LogGroupTags(call).list(input) },
  ]
}
