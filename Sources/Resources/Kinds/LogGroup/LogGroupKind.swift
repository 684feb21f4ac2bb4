import APIModel
import JSONDocument

extension ResourceKind {
  /// CloudWatch log groups. `retentionInDays` is our member (a call of its own sets it); absent means never expires.
  package static let logGroup = ResourceKind(
    type: "aws_cloudwatch_log_group", noun: "log group", folder: "log-groups",
    naming: KindNaming(member: "logGroupName", iamSuffix: ":*") { ("logs", "log-group:\($0.name)") }, stage: .logGroups,
    comparison: .declared,
    heldData: HeldData(noun: "log events") { "aws logs delete-log-group --log-group-name \($0)" },
    input: KindInput(.logs, "CreateLogGroup"),
    facts: ObjectFacts([
      .string("logGroupName").does(.replaces),
      .string("logGroupClass", "STANDARD").does(.replaces),
      .string("kmsKeyId").emptied(by: ""),
      .integer("retentionInDays").emptied(by: ""),
      .boolean("deletionProtectionEnabled", false),
      FieldFacts("tags", .map).emptied(by: [:]),
    ]),
    limits: .logGroup,
    outputOnly: [
      "arn", "logGroupArn", "creationTime", "metricFilterCount", "storedBytes", "dataProtectionStatus", "inheritedProperties",
      "bearerTokenAuthenticationEnabled",
    ],
    answers: KindAnswers(
      list: "logGroups", single: "logGroup", permission: "logs:DescribeLogGroups",
      askedFor: [.init("tags", "list-tags-for-resource", isSeparate: true)], tags: .map),
    canonicalize: { document in
      document.mapMembers { name, value in
        switch name {
        case "logGroupName": Optional.none
        case "tags": value.mapMembers { $0.lowercased().hasPrefix("aws:") ? Optional.none : $1 }
        default: value
        }
      }
    },
    meaning: KindMeaning { group in
      [group["retentionInDays"]?.intValue.map { "kept for \($0) day\($0 == 1 ? "" : "s")" } ?? "kept forever"]
    })
}
