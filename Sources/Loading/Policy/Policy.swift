package import Resources

/// What the files of environments may choose of *where*, said by a file that they cannot change: `reconcile.policy.json`.
///
/// A list that is not there allows everything; an empty one allows nothing. In its texts `*` stands for any letters.
package struct Policy: Sendable, Equatable {
  /// Where it was read, as a person would type it.
  package var path: String
  package var providers: [String]?
  package var accounts: [String]?
  package var regions: [String]?
  package var profiles: [String]?
  package var endpoints: [String]?
  package var buckets: [String]?
  /// Keys of KMS that states, and the objects that they are shared in, are encrypted with, as environments write them.
  package var kmsKeys: [String]?
  /// Absolute; what lies inside of one is allowed.
  package var stateDirectories: [String]?
  /// Whether checks may be declared, which run programs and ask addresses.
  package var allowsChecks = true
  /// Whether one-off tasks may be declared.
  package var allowsTasks = true
  /// Whether states must be encrypted.
  package var requiresEncryption = false
  /// How images must be pinned; nil: as the environment says.
  package var pin: ImagePin?

  package init(path: String) { self.path = path }
}
