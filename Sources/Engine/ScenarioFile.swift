import Diagnostics
import FoundationEssentials
import JSONDocument
import Loading
import Resources
package import SimulatedAWS

/// The file that says what happens in a simulated cloud; see `Scenario`.
package enum ScenarioFile {
  /// Everything that is wrong in it is told at once, as for all files.
  package static func read(_ path: String, for use: Scenario.Use) throws(EngineError) -> Scenario {
    guard let data = FileManager.default.contents(atPath: path) else {
      let kind = FileManager.default.fileExists(atPath: path) ? "it is no file that can be read" : "there is no such file"
      throw .findings([
        Diagnostic(.error, "file-unreadable", "the scenario cannot be read: \(kind)", at: SourceLocation(path: path))
      ])
    }
    let text = SourceText(path: path, bytes: Array(data))
    var sources = Sources()
    let parsed = JSON.parse(text.bytes, source: sources.add(text))
    guard let document = parsed.document else {
      throw .findings(parsed.errors.map { SyntaxFindings.diagnostic($0, in: text) })
    }
    let (scenario, problems) = Scenario.read(document, for: use)
    var findings = parsed.errors.map { SyntaxFindings.diagnostic($0, in: text) }
    findings += problems.map { problem in
      let place = problem.mark.flatMap(sources.location) ?? SourceLocation(path: path)
      return Diagnostic(.error, problem.code, problem.message, at: place, fix: problem.fix)
    }
    guard findings.isEmpty else { throw .findings(findings) }
    return scenario
  }
}
