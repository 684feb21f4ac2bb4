extension ImageReference {
  /// It lies in a private registry of ECR, whosever that is.
  package var isInECR: Bool { registry.map { ECRRegistry(host: $0) != nil } ?? false }

  /// It lies in a private registry of the provider's region, whosever that is: calls of this region can ask for it.
  package func isInRegion(of provider: ProviderIdentity) -> Bool {
    registry.flatMap { ECRRegistry(host: $0) }?.region == provider.region
  }

  /// It lies in the private registry of the provider's account and region, under whichever of its hosts.
  package func isOwn(of provider: ProviderIdentity) -> Bool {
    registry.flatMap { ECRRegistry(host: $0) } == ECRRegistry(account: provider.accountId, region: provider.region)
  }
}

/// The private registry that an account has in a region of ECR.
///
/// It answers under several hosts: the usual one, one with the addresses of IPv6 (`dkr-ecr`), and each of them with
/// validated cryptography (`-fips`). Amazon ECR user guide, "Private registry" and "Getting started with making requests to
/// Amazon ECR over IPv6".
package struct ECRRegistry: Sendable, Hashable {
  package let account: String
  package let region: String

  package init(account: String, region: String) {
    self.account = account
    self.region = region
  }

  /// Nil for hosts of other registries: `111111111111.dkr.ecr.eu-west-1.amazonaws.com`,
  /// `111111111111.dkr-ecr.eu-west-1.on.aws`.
  package init?(host: some StringProtocol) {
    let parts = host.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == 12, parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    for (prefix, hasIPv6) in Self.prefixes where parts[1].hasPrefix(prefix) {
      let rest = parts[1].dropFirst(prefix.utf8.count).split(separator: ".", maxSplits: 1)
      guard rest.count == 2 else { return nil }
      self.init(account: String(parts[0]), region: String(rest[0]))
      guard rest[1] == (hasIPv6 ? dualStackSuffix : partition.dnsSuffix) else { return nil }
      return
    }
    return nil
  }

  private static let prefixes: KeyValuePairs = [
    "dkr.ecr.": false, "dkr.ecr-fips.": false, "dkr-ecr.": true, "dkr-ecr-fips.": true,
  ]

  package var partition: AWSPartition { .of(region: region) }

  /// The usual host.
  package var host: String { "\(account).dkr.ecr.\(region).\(partition.dnsSuffix)" }

  /// `on.aws` where services have `api.aws`.
  private var dualStackSuffix: String {
    let suffix = partition.dualStackSuffix
    return suffix.hasPrefix("api.") ? "on." + suffix.dropFirst(4) : suffix
  }
}
