package import Diagnostics
package import Resources

/// Why a release could not be prepared. Nothing was changed then.
package enum ReleaseProblem: Error, Sendable, Equatable {
  /// Files that cannot be used; each finding says where and why.
  case findings([Diagnostic])
  /// The environment declares no image of this name.
  case unknownImage(String, known: [EnvironmentImage], directory: String)
  /// Several keys of the tag map stand for the repository of this name.
  case ambiguousImage(String, keys: [String])
  /// The tag map belongs to a base, which other environments extend too.
  case mapOfBase(path: String, directory: String)
  /// Somebody else changed the tag map meanwhile.
  case mapMoved(path: String)
  /// The file is not what the build program writes.
  case notBuildOutput(path: String, BuildOutput.Form, reason: String)
  /// It names no image of this environment, but those.
  case nothingBuilt(path: String, images: [String], directory: String)
  /// It names several tags for one image, and nothing says which is meant.
  case severalTags(key: String, tags: [String], path: String)
  /// The directory lies in no working tree of git with a commit.
  case noCommit(directory: String)
  /// Nothing in the history is what it should go back to.
  case nothingToGoBackTo(directory: String, String)
  /// None of its images lies in the account's own registry.
  case noOwnImages(directory: String)
  /// Of two environments this one lives in the simulated cloud, and the other one does not.
  case halfSimulated(directory: String)
  /// Images cannot be built, or not as they should be.
  case build(BuildProblem)
}
