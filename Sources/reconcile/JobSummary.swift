import Platform
import Reporting
import Synchronization

/// The summary of a job on GitHub: what a run showed and found, in Markdown, for whoever opens the page of the workflow.
///
/// It never fails a run. GitHub takes 1 MiB from a step and drops all of it when there is more, so what does not fit is left
/// out. Source: docs.github.com, "Workflow commands for GitHub Actions", "Step isolation and limits".
final class JobSummary: Sendable {
  private let path: String
  private let isFull = Mutex(false)
  private static let limit = 1 << 20
  private static let rest = "\nThe rest is in the log.\n\n"

  /// Nil where there is no such summary.
  init?(_ processEnvironment: ProcessEnvironment) {
    guard processEnvironment["GITHUB_ACTIONS"] == "true", let path = processEnvironment["GITHUB_STEP_SUMMARY"], !path.isEmpty
    else { return nil }
    self.path = path
  }

  func add(_ markdown: String) {
    var gate = OutputGate()
    let text = String(decoding: gate.bytes(markdown + "\n"), as: UTF8.self)
    isFull.withLock { isFull in
      guard !isFull else { return }
      isFull = (FileSystem.size(path) ?? 0) + text.utf8.count + Self.rest.utf8.count > Self.limit
      FileSystem.append(isFull ? Self.rest : text, to: path)
    }
  }
}
