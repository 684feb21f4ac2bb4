import Foundation
import TestSupport
import Testing

/// Terraform's own opinion of what reconcile made, and ours of what Terraform made; see `Tests/Tools/Served/terraform_equality.py`.
///
/// Takes minutes, so it is run with `RECONCILE_SERVED` only. Needs `terraform` on the PATH, and its AWS provider: from the
/// registry, or from the directory that `TERRAFORM_PLUGINS` names.
struct TerraformTests {
  private static let variables = ProcessInfo.processInfo.environment
  private static let root = ScriptFolder.root.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static var terraform: String? {
    (variables["PATH"] ?? "").split(separator: ":").map { "\($0)/terraform" }
      .first(where: FileManager.default.isExecutableFile)
  }

  @Test(
    "What reconcile made is what Terraform would have made, and the other way round",
    .enabled(if: variables["RECONCILE_SERVED"] != nil, "takes minutes; set RECONCILE_SERVED"),
    .enabled(if: terraform != nil, "terraform is not on the PATH"),
    .enabled(if: WarmAWS.isInstalled, "the aws program is not in .venv; next: run scripts/setup --test-tools"))
  func equality() throws {
    var place = try Workplace(environments: Self.root.appendingPathComponent("no-environments"))
    defer { place.remove() }
    place.searched = [URL(fileURLWithPath: try #require(Self.terraform)).deletingLastPathComponent().path]
    place.variables["TERRAFORM_PLUGINS"] = Self.variables["TERRAFORM_PLUGINS"]
    let root = Self.root.path
    let answer = try place.run(
      "\(root)/.venv/bin/python \(root)/Tests/Tools/Served/terraform_equality.py \(place.program.path)")
    #expect(answer.exitCode == 0, "\(answer.output.joined(separator: "\n"))")
  }
}
