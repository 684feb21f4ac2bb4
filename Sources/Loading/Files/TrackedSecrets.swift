import Diagnostics
import JSONDocument
import Platform
import Resources
import Secrets

/// Warns about secrets in files that git tracks: they stay in the history of the repository, for everyone who may clone it.
struct TrackedSecrets {
  private let index: GitIndex?
  private var found: [(path: String, places: [SourceMark])] = []

  init(root: String) {
    index = GitIndex(around: root)
  }

  /// `path` is absolute.
  mutating func look(at document: JSON, _ path: String) {
    guard index != nil else { return }
    let places = SecretFinder.places(in: document)
    if !places.isEmpty { found.append((path, places)) }
  }

  /// What another rule has said of a value is not said again.
  func check(_ run: inout LoadingRun) {
    guard let index, !found.isEmpty else { return }
    let tracked = index.tracked(among: Set(found.map(\.path)))
    for (path, places) in found where tracked.contains(path) {
      let told = Set(
        run.diagnostics.filter { $0.code == Self.toldBy }.compactMap { finding in
          finding.location.map { "\($0.path):\($0.line)" }
        })
      let rest = places.filter { mark in
        run.sources.location(mark).map { !told.contains("\($0.path):\($0.line)") } ?? false
      }
      guard let first = rest.first else { continue }
      run.report(
        .warning, "secret-in-git",
        rest.count == 1
          ? "this looks like a secret, in a file that git tracks"
          : "this and \(rest.count - 1) more look like secrets, in a file that git tracks", at: first,
        details: ["It stays in the history of the repository, also when it is taken out of the file."],
        fix: "keep it in Secrets Manager or the parameter store, and replace it by a new one")
    }
  }

  private static let toldBy = "secret-in-environment"
}
