import Diagnostics
import JSONDocument
import Loading
import Platform
import Resources
package import SimulatedAWS

/// The file that says what happens in a simulated cloud; see `Scenario`.
package enum ScenarioFile {
  /// Everything that is wrong in it is told at once, as for all files.
  package static func read(_ path: String, for use: Scenario.Use) throws(EngineError) -> Scenario {
    guard let bytes = try? FileSystem.readDocument(path) else {
      let kind = FileSystem.kind(path) == nil ? "there is no such file" : "it is no file that can be read"
      throw .findings([
        Diagnostic(.error, "file-unreadable", "the scenario cannot be read: \(kind)", at: SourceLocation(path: path))
      ])
    }
    let text = SourceText(path: path, bytes: bytes)
    var sources = Sources()
    let parsed = JSON.parse(text.bytes, source: sources.add(text))
    guard let document = parsed.document else {
      throw .findings(SyntaxFindings.diagnostics(parsed.errors, in: text))
    }
    let (scenario, problems) = Scenario.read(document, for: use)
    var findings = SyntaxFindings.diagnostics(parsed.errors, in: text)
    findings += problems.map { problem in
      let place = problem.mark.flatMap(sources.location) ?? SourceLocation(path: path)
      return Diagnostic(.error, problem.code, problem.message, at: place, fix: problem.fix)
    }
    guard findings.isEmpty else { throw .findings(findings) }
    return scenario
  }
}
