import AWS
import FoundationEssentials
import JSONDocument
import Resources

/// Credentials of a role. Everybody may assume every role that was not taken away.
struct RoleAssumption {
  let call: Call
  private let arn: String
  private let session: String
  private let account: String
  private let name: String
  private let seconds: Int

  init(_ call: Call, _ input: JSON) throws(AWSError) {
    self.call = call
    arn = input.string("RoleArn") ?? ""
    session = input.string("RoleSessionName") ?? ""
    guard let role = ARN(arn), role.service == "iam", role.account.utf8.count == 12,
      role.account.utf8.allSatisfy({ (0x30...0x39).contains($0) }), role.resource.hasPrefix("role/"), !role.path.isEmpty
    else { throw Self.invalid("\(arn.prefix(200)) is invalid") }
    account = role.account
    name = ARN.lastName(of: role.resource)
    seconds = input["DurationSeconds"].flatMap { $0.intValue ?? $0.stringValue.flatMap { Int($0) } } ?? 3600
  }

  private static func invalid(_ message: String) -> AWSError { AWSError(code: "ValidationError", message: message) }

  /// `token`: of a web identity. It is not verified, but it has the form of one.
  func answer(token: String? = nil) throws(AWSError) -> JSON {
    if let token, token.split(separator: ".", omittingEmptySubsequences: false).count != 3 {
      throw AWSError(code: "InvalidIdentityToken", message: "The ID Token provided is not a valid JWT.")
    }
    try checkRole(isByToken: token != nil)
    let id = try call.newId("session")
    // The account in it tells whose calls the holder's are.
    let key = "ASIA\(account)\(id.hex(4).uppercased())"
    let user = "AROA" + DeterministicId(seed: "role \(name)").hex(17).uppercased() + ":" + session
    let holder = "arn:\(call.scope.partition):sts::\(account):assumed-role/\(name)/\(session)"
    try Self.sessions(call, account).documents.put(
      .sessions, key, ["UserId": .string(user), "Account": .string(account), "Arn": .string(holder)])
    let expiration = Date(timeIntervalSince1970: call.now + Double(seconds))
    return [
      "Credentials": [
        "AccessKeyId": .string(key), "SecretAccessKey": .string(id.lettersAndDigits(40)),
        "SessionToken": .string(id.lettersAndDigits(160)), "Expiration": .string(expiration.formatted(.iso8601)),
      ],
      "AssumedRoleUser": [
        "AssumedRoleId": .string(user), "Arn": .string(holder),
      ],
    ]
  }

  /// Who holds credentials of a role, as GetCallerIdentity answers it.
  static func session(of key: String, _ call: Call) throws(AWSError) -> JSON? {
    try sessions(call, call.scope.account).documents.document(.sessions, key)
  }

  /// Sessions are of no region.
  private static func sessions(_ call: Call, _ account: String) -> Call {
    call.elsewhere(Scope(account: account, region: "us-east-1"))
  }

  private func checkRole(isByToken: Bool) throws(AWSError) {
    let other = call.elsewhere(Scope(account: account, region: call.scope.region))
    do {
      _ = try AccountObjects(other).role(["RoleName": .string(name)])
    } catch {
      let operation = isByToken ? "AssumeRoleWithWebIdentity" : "AssumeRole"
      let who = isByToken ? "Not" : "User: \(call.scope.userArn) is not"
      throw AWSError(code: "AccessDenied", message: "\(who) authorized to perform sts:\(operation) on resource: \(arn)")
    }
  }
}
