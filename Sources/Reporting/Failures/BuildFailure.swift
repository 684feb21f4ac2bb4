package import Releasing
import Resources

extension Failure {
  /// Why images cannot be built, or are not what they should be.
  package init(_ problem: BuildProblem) {
    let (nothing, unwritten) = ("Nothing was built.", "The tag map was not written.")
    switch problem {
    case .undeclared(let directory):
      self.init(
        "build-undeclared", subject: directory, "environment.json does not say how its images are built", details: [nothing],
        next: "write \"build\": {\"bakeFile\": \"docker-bake.hcl\", \"targets\": {\"api\": \"tracker-api\"}}")
    case .notBuilt(let key, let known, let directory):
      self.init(
        "image-not-built", subject: key, "\(directory) does not build this image; it builds \(listed(known))", details: [nothing],
        next: "name its target under \"build\" in environment.json, or leave it out")
    case .bakeFileMissing(let path, let root, let directory):
      self.init(
        "bake-file-missing", subject: path, "there is no such file", details: ["It is looked for in \(root).", nothing],
        next: "name it in \"build\": {\"bakeFile\": …} of \(directory)/environment.json, from the root of the working tree on")
    case .noCommit(let directory):
      self.init(
        "commit-unknown", subject: directory, "it lies in no working tree of git with a commit", details: [nothing],
        next: "commit first; or name the tag: -tag TAG")
    case .uncommitted(let directory, let files, let isProtected):
      self.init(
        "uncommitted-changes", subject: directory, "the working tree has changes that are in no commit",
        details: ["A tag that names a commit would not say what is in the image.", "Changed: \(listed(files)).", nothing],
        next: isProtected
          ? "commit them: what a protected environment runs is in a commit"
          : "commit them; or build with -allow-dirty, which gives a tag that says so")
    case .notATag(let text):
      self.init(
        "tag-unusable", subject: text, "this cannot be the tag of an image", details: [nothing],
        next: "write up to 128 letters, digits, \"_\", \".\" and \"-\", beginning with a letter, a digit or \"_\"")
    case .pushDiffers(let image, let built, let there):
      self.init(
        "push-differs", subject: image.description, "the registry has \(there ?? "no such image"); built was \(built)",
        details: [unwritten], next: "look for who else pushes this tag, and build again")
    case .pushRefused(let image, let reason):
      self.init(
        "push-refused", subject: image.description, "the registry refused the image: \(reason)", details: [unwritten])
    }
  }
}
