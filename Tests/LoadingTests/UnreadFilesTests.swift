import Diagnostics
import Loading
import TestSupport
import Testing

/// One mistake is one error: what only seems to be missing, because it stands in a file that cannot be read, is not said.
@Suite("Files that cannot be read")
struct UnreadFilesTests {
  private static let base = #"""
    {"provider": {"name": "simulated-aws", "region": "eu-west-1", "accountId": "111111111111"},
     "images": {"api": "api"}, "order": [["api"]]}
    """#
  private static let tags = #"{"image_tags": {"api": "1"}}"#
  private static let definition =
    #"{"family": "api", "containerDefinitions": [{"name": "a", "image": "${image.api}", "memory": 64}]}"#

  private static func findings(_ files: [String: String]) throws -> [String] {
    let all = [
      "environment.json": base, "image-tags.auto.tfvars.json": tags, "task-definitions/api.json": definition,
      "services/api.json": #"{"desiredCount": 1}"#,
    ]
    return try MarkedEnvironment(all.merging(files) { $1 }).findings
  }

  @Test(
    "a tag map that cannot be read is not called missing",
    arguments: [
      (#"{"image_tags": {"api": "1"1️⃣,}}"#, "1️⃣ error json-trailing-comma"),
      (#"{"image_tags": {"api": "1"}} 1️⃣// since Monday"#, "1️⃣ error json-comment"),
      ("{\"image_tags\": {\n1️⃣<<<<<<< HEAD\n\"api\": \"1\"\n=======\n\"api\": \"2\"\n>>>>>>> b\n}}", "1️⃣ error json-conflict"),
      ("1️⃣image_tags:\n  api: 1\n", "1️⃣ error json-yaml"),
      ("1️⃣[]", "1️⃣ error variables-not-an-object"),
      (#"{"image_tags": 1️⃣["api"]}"#, "1️⃣ error tag-map-not-a-map"),
    ])
  func tagMap(text: String, finding: String) throws {
    let found = try Self.findings(["image-tags.auto.tfvars.json": text])
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix(finding) == true, "\(found)")
  }

  @Test(
    "a spec that cannot be read is not called absent, nor its image unused",
    arguments: [
      ("task-definitions/api.json", #"{"family": "api", "containerDefinitions": ["#),
      ("task-definitions/api.json", #"[{"name": "a", "image": "nginx", "memory": 64}]"#),
      ("services/api.json", #"{"desiredCount": "#),
    ])
  func specs(file: String, text: String) throws {
    let found = try Self.findings([file: text])
    #expect(found.count == 1)
    #expect(found.first?.contains(file) == true, "\(found)")
  }

  @Test(
    "specs in a folder that is not read are not called absent, nor judged by the part that is read",
    arguments: [
      (["task-definition/api.json": definition, "task-definitions/api.json": #"{"cpu": "256"}"#], "misspelt-folder"),
      (["task-definition/api.json": definition, "task-definitions/api.json": nil], "misspelt-folder"),
      (["service/api.json": #"{"desiredCount": 1}"#, "services/api.json": "{}"], "misspelt-folder"),
      (["task-definitions/api.yaml": "family: api", "task-definitions/api.json": nil], "unread-file"),
      (["task-definitions/old/api.json": definition, "task-definitions/api.json": nil], "unread-folder"),
    ])
  func folders(files: [String: String?], code: String) throws {
    var all = [
      "environment.json": Self.base, "image-tags.auto.tfvars.json": Self.tags, "task-definitions/api.json": Self.definition,
      "services/api.json": #"{"desiredCount": 1}"#,
    ]
    for (name, text) in files { all[name] = text }
    #expect(try MarkedEnvironment(all).load().diagnostics.map(\.code) == [code])
  }

  @Test("a list of containers is told where it belongs")
  func containers() throws {
    let environment = try MarkedEnvironment([
      "task-definitions/api.json": #"[{"name": "a", "image": "nginx", "memory": 64}]"#
    ])
    let fix = try #require(environment.load().diagnostics.first { $0.code == "spec-not-an-object" }?.fix)
    #expect(fix.contains("\"containerDefinitions\": […]"))
  }
}
