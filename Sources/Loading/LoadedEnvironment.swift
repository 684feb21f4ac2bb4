package import Diagnostics
package import Resources
import Validation

/// An environment directory after loading: what it wants, where it lives, and all that was found on the way.
package struct LoadedEnvironment: Sendable {
  package var desired: DesiredState
  package var settings: EnvironmentSettings
  /// Declared images by their key in the tag map.
  package var images: [String: EnvironmentImage]
  /// Where the tags are written; nil where the environment was loaded without them.
  package var tagMap: TagMapFile?
  var tagPolicy = TagPolicy()
  /// Fields that are meant to be other ones than in another environment.
  package var intendedDifferences: [IgnoreRule] = []
  /// Where its tags come from; nil: it says nothing about that.
  package var promotion: PromotionSettings?
  /// How its images are built; nil: it says nothing about that.
  package var build: BuildSettings?
  /// The texts that the marks of the resources' attributes point into.
  package var sources: Sources

  package init(
    desired: DesiredState, settings: EnvironmentSettings, images: [String: EnvironmentImage], sources: Sources = Sources()
  ) {
    self.desired = desired
    self.settings = settings
    self.images = images
    self.sources = sources
  }
}

extension LoadedEnvironment {
  /// Whether a tag that was built may stand in the tag map, by the environment's pattern.
  package func takes(tag: String) -> Bool { tagPolicy.takes(tag) }

  /// The same environment, as if its tag map said these tags, by image key.
  package func calling(_ tags: [String: String]) -> LoadedEnvironment {
    var environment = self
    for (key, tag) in tags {
      guard let image = images[key] else { continue }
      environment.images[key] = EnvironmentImage(
        key: key, registry: image.registry, repository: image.repository, tag: tag,
        reference: TagMapValue(tag)?.reference(registry: image.registry, repository: image.repository))
    }
    return environment
  }
}

/// What `environment.json` says beside resources.
package struct EnvironmentSettings: Sendable, Equatable {
  package var provider: ProviderSettings
  /// Absolute path.
  package var projectRoot: String
  /// Absolute path of the folder with the state files.
  package var stateDirectory: String
  /// Where a team shares the state; nil: it is a file in `stateDirectory`.
  package var sharedState: SharedStateSettings?
  /// Nil: the state is not encrypted.
  package var stateEncryption: StateEncryption?
  /// Who may change the environment, and when.
  package var protection = ProtectionSettings()
  /// Who is told what becomes of it.
  package var notifications: [NotificationSettings] = []
  /// So many revisions of each family that were rolled out to the end are never pruned.
  package var keepRevisions = Self.usualRevisions

  package static let usualRevisions = 10

  package init(
    provider: ProviderSettings, projectRoot: String, stateDirectory: String, sharedState: SharedStateSettings? = nil
  ) {
    self.provider = provider
    self.projectRoot = projectRoot
    self.stateDirectory = stateDirectory
    self.sharedState = sharedState
  }
}

/// What the values of a state are encrypted with.
package struct StateEncryption: Sendable, Equatable {
  package enum Key: Sendable, Equatable {
    /// Absolute path.
    case passphraseFile(String, iterations: Int?)
    /// A variable of the process.
    case passphraseVariable(String, iterations: Int?)
    /// A key's id, its ARN or its alias.
    case kms(String)
  }

  /// The first one encrypts, and all of them decrypt.
  package var keys: [Key]

  package init(_ keys: [Key]) { self.keys = keys }

  /// Those of KMS.
  package var kmsKeys: [String] { keys.compactMap(Self.kmsKey) }

  /// The one that encrypts, when it is of KMS.
  package var encryptingKMSKey: String? { keys.first.flatMap(Self.kmsKey) }

  private static func kmsKey(_ key: Key) -> String? {
    if case .kms(let id) = key { id } else { nil }
  }
}

/// An object in a bucket of S3, or of a store that answers like it.
package struct SharedStateSettings: Sendable, Equatable {
  package var bucket: String
  package var key: String
  /// Nil: those of the provider.
  package var region: String?
  package var profile: String?
  /// Nil: S3 of AWS, or of the simulated cloud.
  package var endpoint: String?
  /// How the bucket is told to encrypt what is written; nil: as the bucket does by itself.
  package var encryption: ObjectEncryption?
  /// The account that the bucket must be of; nil: any.
  package var bucketOwner: String?

  package init(
    bucket: String, key: String, region: String? = nil, profile: String? = nil, endpoint: String? = nil,
    encryption: ObjectEncryption? = nil
  ) {
    self.bucket = bucket
    self.key = key
    self.region = region
    self.profile = profile
    self.endpoint = endpoint
    self.encryption = encryption
  }
}

package struct ProviderSettings: Sendable, Equatable {
  package var identity: ProviderIdentity
  package var profile: String?
  package var endpoint: String?

  package init(identity: ProviderIdentity, profile: String? = nil, endpoint: String? = nil) {
    self.identity = identity
    self.profile = profile
    self.endpoint = endpoint
  }
}

/// The outcome of loading: an environment when there is no error among the findings.
package struct LoadResult: Sendable {
  package var environment: LoadedEnvironment?
  /// In file order.
  package var diagnostics: [Diagnostic]
  /// How many more were found and are accepted by `validation.silence`.
  package var silenced: Int

  package init(environment: LoadedEnvironment?, diagnostics: [Diagnostic], silenced: Int = 0) {
    self.environment = environment
    self.diagnostics = diagnostics
    self.silenced = silenced
  }
}
