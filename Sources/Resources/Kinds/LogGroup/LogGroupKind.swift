import JSONDocument

extension ResourceKind {
  /// CloudWatch log groups. `retentionInDays` is our member (a call of its own sets it); absent means never expires.
  package static let logGroup = ResourceKind(
    type: "aws_cloudwatch_log_group", noun: "log group", folder: "log-groups", nameMember: "logGroupName", scopeMember: nil,
    comparison: .declared, holdsData: true,
    facts: ObjectFacts([
      .string("logGroupName").does(.replaces),
      .string("logGroupClass", "STANDARD", values: ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"]).does(.replaces),
      .string("kmsKeyId").emptied(by: ""),
      .integer("retentionInDays").emptied(by: ""),
      .boolean("deletionProtectionEnabled", false),
      FieldFacts("tags", .map).emptied(by: [:]),
    ]),
    outputOnly: [
      "arn", "logGroupArn", "creationTime", "metricFilterCount", "storedBytes", "dataProtectionStatus", "inheritedProperties",
      "bearerTokenAuthenticationEnabled",
    ],
    canonicalize: { document in
      document.mapMembers { name, value in
        switch name {
        case "logGroupName": Optional.none
        case "tags": value.mapMembers { $0.lowercased().hasPrefix("aws:") ? Optional.none : $1 }
        default: value
        }
      }
    }, separatelyRead: ["tags"])
}
