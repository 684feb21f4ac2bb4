package import Releasing
import Resources

extension Failure {
  /// Why images could not be copied. `target`: directory of the environment that they were for.
  package init(_ problem: MirrorProblem, target: String) {
    let image = problem.image.description
    let before = Self.before(problem.progress)
    switch problem.problem {
    case .programMissing(let program): self = .programMissing(program, "copies images between registries", details: [before])
    case .tagImmutable:
      let both = [problem.there.map { "It is on \($0)" }, problem.wanted.map { "the image that was to come is \($0)" }]
      self.init(
        "registry-tag-immutable", subject: image, "this tag is on another image, and the registry does not move it",
        details: [both.compactMap { $0 }.joined(separator: "; ") + ".", before],
        next: "build the image under a tag that is free in both registries, and set that in the tag map")
    case .noRepository:
      self.init(
        "repository-missing", subject: image, "the registry has no such repository", details: [before],
        next: "make the repository first; where \(target) has a file for it, `reconcile apply \(target)` does")
    case .notAnImage(let text):
      self.init(
        "image-unusable", subject: text, "this cannot be the name of an image", details: [before],
        next: "compare \"images\" in environment.json and the tag map: registry/repository:tag, or …@sha256:…, and not both")
    case .failed(let words):
      self.init(
        "registry-failed", subject: image, words, details: [before],
        next: problem.progress == nil ? nil : "repeat the command: what was copied is not copied again")
    }
  }

  /// A program that is not on this machine.
  static func programMissing(_ program: String, _ purpose: String, details: [String]) -> Failure {
    Failure(
      "program-missing", subject: program, "this program \(purpose), and there is none on the PATH", details: details,
      next: program == "docker"
        ? "install Docker with its buildx plugin (https://docs.docker.com/engine/install), then repeat the command"
        : "install it (apt-get, dnf or brew install \(program)), then repeat the command")
  }

  private static func before(_ progress: MirrorProblem.Progress?) -> String {
    guard let progress, progress.done > 0 else { return "Nothing was copied." }
    return "\(progress.done) of \(progress.all) copies were made and compared before."
  }
}
