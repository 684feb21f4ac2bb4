import Foundation
import TestSupport
import Testing

/// What GitHub's runner is told: a summary in Markdown, and findings beside the lines that they are about.
@Suite("On GitHub")
struct GitHubTests {
  private static let runner = "export GITHUB_ACTIONS=true GITHUB_WORKSPACE=$PWD GITHUB_STEP_SUMMARY=$PWD/summary.md;"

  private let place: Workplace

  init() throws { place = try Workplace(environments: Document.root.appendingPathComponent("envs")) }

  private func summary() throws -> String { try place.run("cat summary.md").output.joined(separator: "\n") }

  @Test("The summary tells what was planned and how it ended, and nothing elsewhere")
  func summaryOfAnApply() throws {
    defer { place.remove() }
    #expect(try place.run("\(Self.runner) reconcile apply -auto-approve envs/staging").exitCode == 0)
    let text = try summary()
    #expect(text.contains("### Plan for staging: 21 to add, 0 to change, 0 to destroy"))
    #expect(text.contains("### staging: Apply complete"))
    #expect(text.contains("| ✅ | <code>aws_ecs_service.api</code> |"))
    #expect(try place.run("rm summary.md; unset GITHUB_ACTIONS; reconcile plan envs/staging").exitCode == 0)
    #expect(try place.run("ls summary.md").exitCode != 0)
  }

  @Test("A failure is in the summary, with what to do")
  func summaryOfAFailure() throws {
    defer { place.remove() }
    #expect(try place.run("\(Self.runner) reconcile apply envs/staging </dev/null").exitCode == 1)
    #expect(try summary().contains("next: add -auto-approve"))
  }

  @Test("A summary that cannot be written fails nothing")
  func noSummary() throws {
    defer { place.remove() }
    let answer = try place.run("\(Self.runner) export GITHUB_STEP_SUMMARY=/nowhere/summary.md; reconcile plan envs/staging")
    #expect(answer.exitCode == 0)
  }

  @Test("The summary stays below what GitHub takes, and says that more is in the log")
  func fullSummary() throws {
    defer { place.remove() }
    let run =
      "\(Self.runner) head -c 1048000 /dev/zero | tr '\\0' x >summary.md; reconcile plan envs/staging; reconcile plan envs/staging"
    #expect(try place.run(run).exitCode == 0)
    let (size, end) = (try place.run("wc -c <summary.md").output, try place.run("tail -c 30 summary.md").output)
    #expect(size.first.flatMap { Int($0) }.map { $0 <= 1 << 20 } == true, "\(size)")
    #expect(end.contains("The rest is in the log."), "\(end)")
  }

  @Test("Findings are annotations of their lines, as the repository names its files, ten of a kind at most")
  func annotations() throws {
    defer { place.remove() }
    let breaking = "sed -i 's/\"launchType\"/\"lauchType\"/' envs/base/services/api.json;"
    let answer = try place.run("\(Self.runner) \(breaking) cd envs; reconcile validate staging", scrubs: false)
    #expect(answer.exitCode == 1)
    let annotations = answer.output.filter { $0.hasPrefix("::") }
    #expect(annotations.contains { $0.hasPrefix("::error file=envs/base/services/api.json,line=") }, "\(answer.output)")
    #expect(annotations.allSatisfy { $0.contains("title=") && $0.dropFirst(2).contains("::") })
    let many =
      "for n in $(seq 30); do printf '{\"desiredCuont\": 1}' >envs/staging/services/s$n.json; done; reconcile validate envs/staging"
    let errors = try place.run("\(Self.runner) \(many)", scrubs: false).output.filter { $0.hasPrefix("::error") }
    #expect(errors.count == 10)
  }

  @Test("What a file holds ends no annotation and begins none")
  func hostileAnnotation() throws {
    defer { place.remove() }
    let name = "a,line=1::b%0A::error::x"
    let run = "printf '{\"desiredCuont\": 1}' >'envs/staging/services/\(name).json'; reconcile validate envs/staging"
    let lines = try place.run("\(Self.runner) \(run)", scrubs: false).output.filter { $0.hasPrefix("::") }
    #expect(!lines.isEmpty)
    #expect(lines.allSatisfy { $0.hasPrefix("::error file=envs/staging/") || $0.hasPrefix("::warning file=envs/staging/") })
    #expect(lines.contains { $0.contains("a%2Cline=1%3A%3Ab%250A%3A%3Aerror%3A%3Ax.json,") }, "\(lines)")
  }
}
