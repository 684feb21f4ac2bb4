package import Resources

/// Why images cannot be built, or are not what they should be.
package enum BuildProblem: Error, Sendable, Equatable {
  /// environment.json does not say how images are built.
  case undeclared(directory: String)
  /// This image is not among those that are built.
  case notBuilt(key: String, known: [String], directory: String)
  /// Of the bake file, relative to where it is looked for.
  case bakeFileMissing(path: String, root: String, directory: String)
  /// The directory lies in no working tree of git with a commit.
  case noCommit(directory: String)
  /// The working tree has changes that are in no commit.
  case uncommitted(directory: String, files: [String], isProtected: Bool)
  /// This text cannot be the tag of an image.
  case notATag(String)
  /// The registry has another image than was built, or none.
  case pushDiffers(image: ImageReference, built: String, there: String?)
  /// The simulated registry does not take it.
  case pushRefused(image: ImageReference, reason: String)
}
