import Platform
import Programs

/// The working tree of git that an environment lies in: where builds run, and what of it is in no commit.
package struct WorkingTree: Sendable {
  package let root: String

  /// Nil where the directory lies in none.
  package init?(around directory: String) {
    guard let place = FileSystem.resolved(directory), let root = GitCommit.workingTree(around: place) else { return nil }
    self.root = root
  }

  /// Paths, relative to the root, of what is changed, new or gone against the commit; what `.gitignore` leaves out is none of it.
  /// Without the files in `ignored`, and without those of this name, wherever they lie.
  package func changes(besides ignored: [String], named name: String) async throws(ShippingProblem) -> [String] {
    var run = ProgramRun(
      "git",
      [
        "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "status", "--porcelain=v1", "-z", "--untracked-files=all",
        "--no-renames",
      ])
    run.directory = root
    run.variables = ["GIT_OPTIONAL_LOCKS": "0"]
    let left = Set(ignored.map { FileSystem.resolved($0) ?? $0 })
    switch await run.run(timeout: .seconds(120)) {
    case .exit(0, let output, _):
      // Two letters, a blank and the path (git-status(1), "Porcelain Format Version 1").
      let paths = output.split(separator: "\0").map { String($0.dropFirst(3)) }
      return paths.filter { Paths.lastPart($0) != name && !left.contains(Paths.joined(root, $0)) }.sorted()
    case .exit(let code, _, let errors):
      throw .programFailed(command: "git status", code: code, words: errors.split(separator: "\n").map(String.init))
    case .signal: throw .programFailed(command: "git status", code: nil, words: [])
    case .timedOut: throw .timedOut(command: "git status", minutes: 2)
    case .missing: throw .programMissing("git")
    case .notStarted(let reason): throw .system("git could not be run: \(reason)")
    }
  }
}
