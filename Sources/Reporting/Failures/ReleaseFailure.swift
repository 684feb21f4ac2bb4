import Diagnostics
package import Releasing
import Resources

extension Failure {
  /// Why a release could not be prepared.
  package init(_ problem: ReleaseProblem, directory: String) {
    let nothing = "Nothing was changed."
    switch problem {
    case .findings(let findings):
      let first = findings.first
      self.init(
        "files-unusable", subject: first?.location.map { "\($0)" } ?? directory, first?.message ?? "a file cannot be used",
        details: [nothing])
    case .unknownImage(let name, let known, let directory): self = .unknownImage(name, known, directory)
    case .ambiguousImage(let name, let keys):
      self.init(
        "image-key-ambiguous", subject: name, "several images lie in this repository: \(listed(keys))", details: [nothing],
        next: "name the key of the tag map that is meant")
    case .mapOfBase(let path, let directory):
      self.init(
        "tag-map-of-base", subject: path, "this tag map belongs to the base, which other environments may extend too",
        details: [nothing], next: "give \(directory) a tag map of its own, or name the base's file and edit it")
    case .mapMoved(let path):
      self.init(
        "tag-map-moved", subject: path, "somebody else changed the tag map meanwhile", details: [nothing],
        next: "repeat the command")
    case .notBuildOutput(let path, let form, let reason):
      self.init(
        "build-output-unusable", subject: path, "this is not \(form.rawValue): \(reason)", details: [nothing])
    case .nothingBuilt(let path, let images, let directory):
      self.init(
        "nothing-built", subject: path, "it names no image that \(directory) declares",
        details: ["It names \(listed(images)).", nothing],
        next: "compare it with \"images\" in environment.json: registry and repository must be the same")
    case .severalTags(let key, let tags, let path):
      self.init(
        "several-tags", subject: path, "it names several tags for \"\(key)\": \(listed(tags))", details: [nothing],
        next: "say which one is meant: \(key)=TAG")
    case .noCommit(let directory):
      self.init(
        "commit-unknown", subject: directory, "it lies in no working tree of git with a commit", details: [nothing],
        next: "name the tags: KEY=TAG")
    case .nothingToGoBackTo(let directory, let why):
      self.init(
        "nothing-to-go-back-to", subject: directory, why, details: [nothing],
        next: "look at `reconcile history \(directory)`, and set the tags that are meant with `reconcile tags set`")
    case .noOwnImages(let directory):
      self.init(
        "images-elsewhere", subject: directory, "none of its images lies in the account's own registry", details: [nothing],
        next: "name the images that get the tag of the commit")
    case .halfSimulated(let directory):
      self.init(
        "half-simulated", subject: directory, "it lives in the simulated cloud, and the other environment does not",
        details: ["Between the two no image can be copied.", nothing])
    case .build(let problem): self.init(problem)
    }
  }

  private static func unknownImage(_ name: String, _ known: [EnvironmentImage], _ directory: String) -> Failure {
    let keys = known.map(\.key)
    let nearest = Nearest.name(to: name, among: keys + known.map(\.repository))
    return Failure(
      "image-key-unknown", subject: name, "no image of this name in \(directory)",
      details: [
        nearest.map { "The nearest one is \"\($0)\"." }
          ?? (keys.isEmpty ? "It declares none." : "It has \(listed(keys, limit: 20))."),
        "Nothing was changed.",
      ])
  }
}
