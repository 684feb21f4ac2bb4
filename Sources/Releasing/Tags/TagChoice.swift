package import Loading
import Platform
package import Recording
import Resources

/// Which tags are to be set, as it was asked for: by name, from a build, from the commit that is checked out.
package struct TagChoice: Sendable {
  /// What people call the images, with the tag that each gets.
  package var named: [(name: String, tag: String)] = []
  /// Names of images that get the tag of the commit; with `fromGit` and no name, all of the account's own registry.
  package var ofCommit: [String] = []
  package var fromGit = false
  package var builds: [BuildOutput] = []

  package init() {}

  /// Tags by image key. What is named by itself goes before what a build names.
  package func tags(for environment: LoadedEnvironment) throws(ReleaseProblem) -> [String: String] {
    let names = ImageNames(environment)
    var tags: [String: String] = [:]
    for build in builds { tags.merge(try build.tags(for: environment)) { _, later in later } }
    if fromGit {
      let tag = try commitTag(environment)
      for name in ofCommit { tags[try names.key(name)] = tag }
      if ofCommit.isEmpty {
        let own = names.own(environment.settings.provider.identity.registry)
        guard !own.isEmpty else { throw .noOwnImages(directory: environment.desired.environment.directory) }
        for key in own { tags[key] = tag }
      }
    }
    for (name, tag) in named { tags[try names.key(name)] = tag }
    return tags
  }

  /// `sha-` and the first seven digits of the commit.
  private func commitTag(_ environment: LoadedEnvironment) throws(ReleaseProblem) -> String {
    let directory = environment.desired.environment.directory
    let place = FileSystem.resolved(directory) ?? directory
    guard let commit = GitCommit.checkedOut(around: place) else { throw .noCommit(directory: directory) }
    return Self.tag(ofCommit: commit)
  }

  package static func tag(ofCommit commit: String) -> String { "sha-\(commit.prefix(7))" }

  /// Of a working tree with more than the commit. No two builds have the same one: what is in the image has no other name.
  package static func tag(ofDirty commit: String, at time: Timestamp) -> String {
    "\(tag(ofCommit: commit))-dirty-\(time.seconds)"
  }
}
