import JSONDocument

/// Where the value of a secret comes from, as a task definition names it.
package enum ReferredSecret: Sendable, Hashable {
  /// Of Secrets Manager, by ARN or name, without the key and version that may follow an ARN.
  case secret(String)
  /// Of Systems Manager: one of these names, as an ARN does not tell `/name` from `name`.
  case parameter([String])

  /// `valueFrom`: an ARN, or the name of a parameter. Nil for what lies in another region.
  init?(valueFrom value: JSON?, in provider: ProviderIdentity) {
    guard let text = value?.stringValue, !text.isEmpty else { return nil }
    guard ARN.isARN(text) else {
      self = .parameter([text])
      return
    }
    self.init(arn: text, in: provider)
  }

  /// Registry and file server passwords: an ARN, or the name of a secret.
  init?(credentials value: JSON?, in provider: ProviderIdentity) {
    guard let text = value?.stringValue, !text.isEmpty else { return nil }
    guard ARN.isARN(text) else {
      self = .secret(text)
      return
    }
    self.init(arn: text, in: provider)
  }

  private init?(arn text: String, in provider: ProviderIdentity) {
    guard let arn = ARN(text), arn.region == provider.region else { return nil }
    switch arn.service {
    case "secretsmanager" where arn.resource.hasPrefix("secret:"):
      let name = arn.resource.split(separator: ":", omittingEmptySubsequences: false).prefix(2).joined(separator: ":")
      self = .secret(
        ARN(arn.service, name, partition: arn.partition, region: arn.region, account: arn.account).description)
    case "ssm" where arn.resource.hasPrefix("parameter/") && arn.account == provider.accountId:
      let name = String(arn.resource.dropFirst("parameter/".count))
      self = .parameter(name.contains("/") ? ["/" + name] : [name, "/" + name])
    default: return nil
    }
  }
}
