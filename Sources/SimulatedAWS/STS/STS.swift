import AWS
import JSONDocument

/// AWS Security Token Service.
enum STS {
  // Members of forms are texts.
  private static let role = "RoleArn*:string, RoleSessionName*:string, DurationSeconds:json"

  static let operations: [String: Operation] = [
    "GetCallerIdentity": .reads("") { call, _ in
      [
        "UserId": "AIDASIMULATEDAWSUSER1", "Account": .string(call.scope.account),
        "Arn": .string(call.scope.userArn),
      ]
    },
    "AssumeRole": .writes(role) { call, input throws(AWSError) in try RoleAssumption(call, input).answer() },
    "AssumeRoleWithWebIdentity": .writes("\(role), WebIdentityToken*:string") { call, input throws(AWSError) in
      try RoleAssumption(call, input).answer(token: input.string("WebIdentityToken") ?? "")
    },
  ]
}

extension Scope {
  /// Who calls: every caller of the simulated cloud is this user.
  var userArn: String { "arn:\(partition):iam::\(account):user/simulated" }
}
