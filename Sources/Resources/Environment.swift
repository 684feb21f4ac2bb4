package import JSONDocument

/// Which cloud a plan or a state belongs to. A state is never used with another one.
package struct ProviderIdentity: Sendable, Hashable {
  package var name: ProviderName
  package var region: String
  /// Twelve digits.
  package var accountId: String

  package init(name: ProviderName, region: String, accountId: String) {
    self.name = name
    self.region = region
    self.accountId = accountId
  }

  /// The same account and region of the same cloud, whatever way calls take to it.
  package func isSameCloud(as other: ProviderIdentity) -> Bool {
    region == other.region && accountId == other.accountId && name.reachesSame(as: other.name)
  }

  package var partition: AWSPartition { .of(region: region) }

  /// Host of the account's own registry, whose name depends on the partition: `….amazonaws.com.cn` in China.
  package var registry: String { ECRRegistry(account: accountId, region: region).host }
}

/// One directory of files, one state, one lock.
package struct EnvironmentIdentity: Sendable, Hashable {
  package var name: String
  /// Path of the directory as the person typed it.
  package var directory: String
  package var provider: ProviderIdentity
  /// Cluster of services that name none.
  package var cluster: String

  package init(name: String, directory: String, provider: ProviderIdentity, cluster: String) {
    self.name = name
    self.directory = directory
    self.provider = provider
    self.cluster = cluster
  }
}

/// A file that took part in making the desired state, and what it held.
package struct InputFile: Sendable, Equatable {
  /// Relative to the project root, with `/`.
  package var path: String
  package var digest: ContentDigest

  package init(path: String, digest: ContentDigest) {
    self.path = path
    self.digest = digest
  }
}
