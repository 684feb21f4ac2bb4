import AWS
import JSONDocument

/// AWS Security Token Service.
enum STS {
  // Members of forms are texts.
  private static let role =
    "RoleArn*:string, RoleSessionName*:string, DurationSeconds:json, Policy:string, PolicyArns:json"
  /// What else may narrow or mark a session; nobody asks what it may do.
  private static let marks = "Tags:json, TransitiveTagKeys:json, ExternalId:string, SourceIdentity:string"

  static let operations: [String: Operation] = [
    // The access key is said by whoever read the signature, where it is that of a role.
    "GetCallerIdentity": .reads("AccessKeyId:string") { call, input throws(AWSError) in
      if let key = input.string("AccessKeyId"), let session = try RoleAssumption.session(of: key, call) { return session }
      return [
        "UserId": "AIDASIMULATEDAWSUSER1", "Account": .string(call.scope.account),
        "Arn": .string(call.scope.userArn),
      ]
    },
    "AssumeRole": .writes("\(role), \(marks)") { call, input throws(AWSError) in try RoleAssumption(call, input).answer() },
    "AssumeRoleWithWebIdentity": .writes("\(role), ProviderId:string, WebIdentityToken*:string") { call, input throws(AWSError) in
      try RoleAssumption(call, input).answer(token: input.string("WebIdentityToken") ?? "")
    },
  ]
}

extension Scope {
  /// Who calls: every caller of the simulated cloud is this user.
  var userArn: String { "arn:\(partition):iam::\(account):user/simulated" }
}
