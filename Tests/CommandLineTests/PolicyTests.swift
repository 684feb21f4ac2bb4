import Foundation
import TestSupport
import Testing

/// What `reconcile permissions` prints, held against all calls of whole lives of environments by somebody else's knowledge of
/// IAM: `Tests/Tools/Policies`.
@Suite("Printed policies", .enabled(if: WarmAWS.isInstalled, "there is no .venv; next: run scripts/setup --test-tools"))
struct PolicyTests {
  @Test("every call of a life is allowed by the printed policy, and nothing else is in it")
  func lives() async throws {
    let place = try Workplace(environments: ScriptFolder.root.appendingPathComponent("nothing"))
    defer { place.remove() }
    let root = ScriptFolder.root.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    let judged = try place.run(
      "\(root)/.venv/bin/python \(root)/Tests/Tools/Policies/judge_policies.py \(place.program.path) \(root)/envs")
    #expect(judged.exitCode == 0, "\(judged.output.joined(separator: "\n"))")
  }
}
