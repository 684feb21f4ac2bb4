import Diagnostics
import Loading
import TestSupport
import Testing

@Suite("What lies in an environment and is not read")
struct UnreadEntriesTests {
  private static let service = #"{"desiredCount": 1, "taskDefinition": "app"}"#

  private func findings(_ files: [String: String]) throws -> [String] {
    let all = files.merging(["services/app.json": Self.service]) { first, _ in first }
    return try MarkedEnvironment(all).load().diagnostics.filter { $0.code.hasPrefix("unread") || $0.code == "misspelt-folder" }
      .map { "\($0.severity) \($0.code): \($0.fix ?? "")" }
  }

  @Test(
    "a folder whose name stands for one of specs is an error",
    arguments: [
      ("service", "services"), ("Services", "services"), ("servces", "services"), ("taskdefinitions", "task-definitions"),
      ("task_definitions", "task-definitions"), ("taskdefs", "task-definitions"), ("task", "tasks"),
      ("repository", "repositories"),
      ("loggroups", "log-groups"),
    ])
  func folders(name: String, meant: String) throws {
    #expect(try findings(["\(name)/web.json": "{}"]) == ["error misspelt-folder: rename it to \"\(meant)\""])
  }

  @Test(
    "a spec with another ending, or one folder too deep, is an error",
    arguments: [
      ("services/web.jsn", #"error unread-file: rename it to "web.json""#),
      ("services/web.JSON", #"error unread-file: rename it to "web.json""#),
      ("services/web.yaml", #"error unread-file: write it as JSON in "web.json""#),
      ("services/front/web.json", #"error unread-folder: move its files into "services""#),
      ("services/web.json.off", #"warning unread-file: rename it to "….json", or move it out of the environment"#),
      ("image-tags.json", #"warning unread-file: rename it to "image-tags.auto.tfvars.json""#),
    ])
  func files(name: String, finding: String) throws {
    #expect(try findings([name: "{}"]) == [finding])
  }

  @Test("a spec beside the folders is warned about")
  func besideFolders() throws {
    #expect(try findings(["web.json": "{}"]).map { $0.prefix(20) } == ["warning unread-file:"])
  }

  @Test(
    "what belongs to others is nobody's business",
    arguments: [
      "README.md", ".hidden.json", "services/README.md", "services/.gitkeep", "main.tf", "network.tfvars.json",
      "modules/vpc/main.tf", "eu/environment.json", "scripts/deploy.json",
    ])
  func others(name: String) throws {
    #expect(try findings([name: "{}"]) == [])
  }
}
