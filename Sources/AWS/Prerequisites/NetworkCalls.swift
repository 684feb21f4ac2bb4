import JSONDocument
import Providers

/// Subnets, security groups and target groups.
extension APICalls {
  /// By filter: asked by id, one that does not exist would fail the whole call.
  func subnets(_ ids: [String]) async throws(ProviderError) -> Question.Answers {
    let found = try await networks("DescribeSubnets", "subnet-id", ids, "Subnets", "SubnetId")
    return Question.answers(ids, Prerequisite.subnet) { found[$0] }
  }

  func securityGroups(_ ids: [String]) async throws(ProviderError) -> Question.Answers {
    let found = try await networks("DescribeSecurityGroups", "group-id", ids, "SecurityGroups", "GroupId")
    return Question.answers(ids, Prerequisite.securityGroup) { found[$0] }
  }

  private func networks(
    _ operation: String, _ filter: String, _ ids: [String], _ list: String, _ key: String
  ) async throws(ProviderError) -> [String: PrerequisiteFacts] {
    let answer = try await call(
      .ec2, operation, ["Filters": [["Name": .string(filter), "Values": .strings(ids)]]], .fewAttempts)
    let found = (answer[list]?.arrayValue ?? []).map { item in
      (item[key]?.stringValue ?? "", PrerequisiteFacts.network(vpc: item["VpcId"]?.stringValue))
    }
    return Dictionary(found, uniquingKeysWith: { first, _ in first })
  }

  /// One that does not exist fails the whole call; then each is asked for alone.
  func targetGroups(_ arns: [String]) async throws(ProviderError) -> Question.Answers {
    if let answer = try await unlessAbsent(.elbv2, "DescribeTargetGroups", ["TargetGroupArns": .strings(arns)]) {
      let groups = (answer["TargetGroups"]?.arrayValue ?? []).map { group in
        (
          group["TargetGroupArn"]?.stringValue ?? "",
          PrerequisiteFacts.targetGroup(type: group["TargetType"]?.stringValue, vpc: group["VpcId"]?.stringValue)
        )
      }
      let found = Dictionary(groups, uniquingKeysWith: { first, _ in first })
      return Question.answers(arns, Prerequisite.targetGroup) { found[$0] }
    }
    guard arns.count > 1 else { return Question.answers(arns, Prerequisite.targetGroup) { _ in nil } }
    let single = try await concurrently(arns) { arn throws(ProviderError) in try await targetGroups([arn]) }
    return Dictionary(single.joined().map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
  }
}
