import APIModel
import AWS
import JSONDocument

/// AWS Security Token Service.
enum STS {
  static let operations = Operation.table([roles], .sts, dialect: .form).merging(identity) { first, _ in first }

  private static let identity: [String: Operation] = [
    // The access key is said by whoever read the signature, where it is that of a role.
    "GetCallerIdentity": .reads("AccessKeyId:string") { call, input throws(AWSError) in
      if let key = input.string("AccessKeyId"), let session = try RoleAssumption.session(of: key, call) { return session }
      return [
        "UserId": "AIDASIMULATEDAWSUSER1", "Account": .string(call.scope.account),
        "Arn": .string(call.scope.userArn),
      ]
    }
  ]

  /// What narrows or marks a session is taken as the model has it; nobody asks what the session may do.
  private static let roles: [String: Operation] = [
    "AssumeRole": .writes { call, input throws(AWSError) in try RoleAssumption(call, input).answer() },
    "AssumeRoleWithWebIdentity": .writes { call, input throws(AWSError) in
      try RoleAssumption(call, input).answer(token: input.string("WebIdentityToken") ?? "")
    },
  ]
}

extension Scope {
  /// Who calls: every caller of the simulated cloud is this user.
  var userArn: String { "arn:\(partition):iam::\(account):user/simulated" }
}
