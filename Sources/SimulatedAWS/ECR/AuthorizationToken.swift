import AWS
import FoundationEssentials
import JSONDocument

/// GetAuthorizationToken: what `docker login` would be given. Nobody serves a registry here, so it opens nothing.
struct AuthorizationToken {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  private static let validSeconds = 12.0 * 3600

  func answer(_ input: JSON) throws(AWSError) -> JSON {
    let registries = input.texts("registryIds").isEmpty ? [call.scope.account] : input.texts("registryIds")
    var tokens: [JSON] = []
    for account in registries {
      guard account.utf8.count == 12, account.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
        throw .invalidParameter("Invalid parameter at 'registryIds' failed to satisfy constraint: '\(account.prefix(60))'")
      }
      let password = try call.newId("registry password").lettersAndDigits(64)
      tokens.append(
        .members(
          ("authorizationToken", .string(Data("AWS:\(password)".utf8).base64EncodedString())),
          ("expiresAt", .time(call.now + Self.validSeconds)),
          ("proxyEndpoint", .string("https://" + Scope(account: account, region: call.scope.region).registry))))
    }
    return ["authorizationData": .array(tokens)]
  }
}
