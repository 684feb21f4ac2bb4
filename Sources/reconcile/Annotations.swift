import Diagnostics
import Platform
import Reporting
import Synchronization

/// Findings as GitHub shows them beside the lines that they are about.
///
/// GitHub takes ten of each kind from a step. Source: docs.github.com, "Workflow commands for GitHub Actions", "Setting an
/// error message"; "Limitations of annotations".
final class Annotations: Sendable {
  private let workspace: String
  private let told = Mutex<[Diagnostic.Severity: Int]>([:])
  private static let limit = 10

  /// Nil where nobody reads them.
  init?(_ processEnvironment: ProcessEnvironment) {
    guard processEnvironment["GITHUB_ACTIONS"] == "true" else { return nil }
    workspace = processEnvironment["GITHUB_WORKSPACE"].flatMap(FileSystem.resolved) ?? FileSystem.workingDirectory()
  }

  func add(_ findings: [Diagnostic]) {
    for finding in findings {
      guard let place = finding.location, told.withLock({ Self.counts(finding.severity, in: &$0) }) else { continue }
      Stream.standardError.write(command(finding, at: place))
    }
  }

  private static func counts(_ severity: Diagnostic.Severity, in told: inout [Diagnostic.Severity: Int]) -> Bool {
    told[severity, default: 0] += 1
    return told[severity, default: 0] <= limit
  }

  private func command(_ finding: Diagnostic, at place: SourceLocation) -> RunnerCommand {
    let name =
      switch finding.severity {
      case .error: "error"
      case .warning: "warning"
      case .note: "notice"
      }
    let lines = place.line > 0 ? [("line", "\(place.line)"), ("col", "\(place.column)")] : []
    let texts = [finding.message] + finding.details + (finding.fix.map { ["fix: \($0)"] } ?? [])
    return RunnerCommand(
      name, [("file", path(place.path))] + lines + [("title", finding.code)],
      value: texts.map(Printable.line).joined(separator: "\n"))
  }

  /// As the repository names it.
  private func path(_ path: String) -> String {
    let resolved = FileSystem.place(of: path)
    let folder = workspace + "/"
    return resolved.hasPrefix(folder) ? String(resolved.dropFirst(folder.count)) : path
  }
}
