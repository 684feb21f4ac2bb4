import AWS
import JSONDocument

/// What an account holds beside what ECS, ECR and Logs make: roles, secrets, parameters, networks, target groups.
///
/// None of it can be made here. All that somebody asks for by name or id exists, as people who try things want it, unless
/// it was taken away: `holdings` keeps what is known to be otherwise.
enum Account {
  static let roles: [String: Operation] = [
    "GetRole": .reads("RoleName*:string") { call, input throws(AWSError) in try AccountObjects(call).role(input) }
  ]

  static let secrets: [String: Operation] = [
    "DescribeSecret": .reads("SecretId*:string") { call, input throws(AWSError) in try AccountObjects(call).secret(input) }
  ]

  static let parameters: [String: Operation] = [
    "DescribeParameters": .reads(
      "ParameterFilters:[{Key*:string, Option:string, Values:[string]}], MaxResults:integer, NextToken:string"
    ) { call, input throws(AWSError) in try AccountObjects(call).parameters(input) }
  ]

  // Members of forms are texts.
  private static let filters = "Filters:[{Name:string, Values:[string]}], MaxResults:json, NextToken:string"

  static let network: [String: Operation] = [
    "DescribeSubnets": .reads("SubnetIds:[string], \(filters)") { call, input throws(AWSError) in
      try AccountObjects(call).subnets(input)
    },
    "DescribeSecurityGroups": .reads("GroupIds:[string], \(filters)") { call, input throws(AWSError) in
      try AccountObjects(call).securityGroups(input)
    },
  ]

  static let targetGroups: [String: Operation] = [
    "DescribeTargetGroups": .reads("TargetGroupArns:[string], Names:[string]") { call, input throws(AWSError) in
      try AccountObjects(call).targetGroups(input)
    },
    "DescribeTargetHealth": .reads("TargetGroupArn*:string, Targets:json, Include:json") { call, input throws(AWSError) in
      try TargetHealth(call).describe(input)
    },
  ]
}
