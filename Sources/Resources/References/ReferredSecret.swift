package import JSONDocument

/// Where the value of a secret comes from, as a task definition names it.
package enum ReferredSecret: Sendable, Hashable {
  /// Of Secrets Manager, by ARN or name, without the key and version that may follow an ARN.
  case secret(String)
  /// Of Systems Manager: one of these names, as an ARN does not tell `/name` from `name`.
  case parameter([String])

  /// All that the containers and volumes of a task definition name in the provider's own region.
  package static func all(in definition: JSON, provider: ProviderIdentity) -> [ReferredSecret] {
    var found: [ReferredSecret?] = []
    for container in definition["containerDefinitions"]?.arrayValue ?? [] {
      let secrets = (container["secrets"]?.arrayValue ?? []) + (container["logConfiguration"]?["secretOptions"]?.arrayValue ?? [])
      found += secrets.map { Self.value($0["valueFrom"], provider) }
      found.append(credentials(container["repositoryCredentials"]?["credentialsParameter"], provider))
    }
    for volume in definition["volumes"]?.arrayValue ?? [] {
      let settings = volume["fsxWindowsFileServerVolumeConfiguration"]?["authorizationConfig"]
      found.append(credentials(settings?["credentialsParameter"], provider))
    }
    return found.compactMap { $0 }
  }

  /// `valueFrom`: an ARN, or the name of a parameter.
  private static func value(_ value: JSON?, _ provider: ProviderIdentity) -> ReferredSecret? {
    guard let text = value?.stringValue, !text.isEmpty else { return nil }
    return text.hasPrefix("arn:") ? named(byARN: text, provider) : .parameter([text])
  }

  /// Registry and file server passwords: an ARN, or the name of a secret.
  private static func credentials(_ value: JSON?, _ provider: ProviderIdentity) -> ReferredSecret? {
    guard let text = value?.stringValue, !text.isEmpty else { return nil }
    return text.hasPrefix("arn:") ? named(byARN: text, provider) : .secret(text)
  }

  private static func named(byARN arn: String, _ provider: ProviderIdentity) -> ReferredSecret? {
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 6, parts[3] == provider.region else { return nil }
    switch parts[2] {
    case "secretsmanager" where parts.count >= 7: return .secret(parts.prefix(7).joined(separator: ":"))
    case "ssm" where parts[5].hasPrefix("parameter/") && parts[4] == provider.accountId:
      let name = String(parts[5].dropFirst("parameter/".count))
      return .parameter(name.contains("/") ? ["/" + name] : [name, "/" + name])
    default: return nil
    }
  }
}
