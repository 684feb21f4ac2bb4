import JSONDocument

/// AWS Security Token Service.
enum STS {
  static let operations: [String: Operation] = [
    "GetCallerIdentity": .reads("") { call, _ in
      [
        "UserId": "AIDASIMULATEDAWSUSER1", "Account": .string(call.scope.account),
        "Arn": .string(call.scope.userArn),
      ]
    }
  ]
}

extension Scope {
  /// Who calls: every caller of the simulated cloud is this user.
  var userArn: String { "arn:\(partition):iam::\(account):user/simulated" }
}
