import Foundation
import TestSupport
import Testing

/// What a run costs, counted where the calls are made: at the `aws` program, which was started once for each of them.
@Suite(
  "Calls of 100 services in one cluster",
  .enabled(if: WarmAWS.isInstalled, "the aws program is not in .venv; next: run scripts/setup --test-tools"), .warmAWS)
struct CallBudgetTests {
  private static let folder = ScriptFolder.root.appendingPathComponent("few-calls")

  @Test("A plan makes few calls, knows each revision, and -stats counts what was made")
  func plans() throws {
    let place = try ServedWorkplace(for: ScriptFolder(url: Self.folder))
    defer { place.remove() }
    try Self.make(place)
    _ = try place.takeCalls()

    let first = try Self.plan(place)
    #expect(first.text.contains("No changes. envs/many matches its configuration."), "\(first.text)")
    #expect(
      first.calls == [
        "ecs describe-services": 10, "application-autoscaling describe-scalable-targets": 2, "ecr describe-repositories": 1,
        "ecs describe-clusters": 1,
      ])
    #expect(first.largest == 10)
    #expect(try Self.plan(place).calls == first.calls)

    // Another tag for all of them: the images in one call; no family, and no revision, is read.
    _ = try place.run("sed -i 's/sha-1111111/sha-2222222/' envs/many/image-tags.auto.tfvars.json")
    let bump = try Self.plan(place)
    #expect(bump.text.contains("Plan: 100 to add, 100 to change, 0 to destroy."), "\(bump.text)")
    #expect(
      bump.calls
        == first.calls.merging([
          "ecr batch-get-image": 1, "iam get-role": 1, "secretsmanager describe-secret": 1, "sts get-caller-identity": 1,
        ]) { $0 + $1 })
  }

  private struct Made {
    var text: String
    var calls: [String: Int]
    /// How many services one call asked about at most.
    var largest: Int
  }

  private static func plan(_ place: ServedWorkplace) throws -> Made {
    let answer = try place.run("reconcile plan -stats envs/many")
    let text = answer.output.joined(separator: "\n")
    let logged = try place.takeCalls()
    let calls = Dictionary(logged.map { ($0.operation, 1) }, uniquingKeysWith: +)
    // 14 calls: 10 ecs DescribeServices, 1 ecs DescribeClusters
    let stats = try #require(text.firstMatch(of: /(\d+) calls: (.*)/), "\(text)")
    let counted = stats.2.split(separator: ", ").map { part in
      let words = part.split(separator: " ", maxSplits: 1)
      return (commandName(String(words[1])), Int(words[0]) ?? 0)
    }
    #expect(Dictionary(counted, uniquingKeysWith: +) == calls)
    #expect(Int(stats.1) == logged.count)
    let asked = logged.filter { $0.operation == "ecs describe-services" }.map { $0.input.matches(of: /"app\d{3}"/).count }
    return Made(text: text, calls: calls, largest: asked.max() ?? 0)
  }

  /// What the calls are about is made by the embedded provider, in the same cloud and in no time; the state follows.
  private static func make(_ place: ServedWorkplace) throws {
    let commands = """
      set -e
      sh envs/make.sh
      cp envs/many/environment.json served.json
      sed -i 's/aws-cli/simulated-aws/; s/, "profile": "[0-9]*"//' envs/many/environment.json
      reconcile apply -auto-approve -target aws_ecr_repository.app envs/many
      reconcile simulate push envs/many app=sha-1111111 app=sha-2222222
      reconcile apply -auto-approve envs/many
      reconcile state pull -out all.json envs/many
      rm state/many.sqlite*
      sed -i 's/simulated-aws/aws-cli/' all.json
      mv served.json envs/many/environment.json
      reconcile state push envs/many all.json
      """
    let answer = try place.run(commands, asItIs: true)
    #expect(answer.exitCode == 0, "\(answer.output.suffix(20))")
  }

  /// `ecs DescribeServices` → `ecs describe-services`
  private static func commandName(_ operation: String) -> String {
    operation.replacing(/([a-z])([A-Z])/) { "\($0.1)-\($0.2)" }.lowercased()
  }
}
