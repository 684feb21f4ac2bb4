import JSONDocument
import Loading
import Releasing
import Resources
import TestSupport
import Testing

@Suite struct BuildOutputTests {
  private static let environment = #"""
    {"provider": {"name": "simulated-aws", "region": "eu-west-1", "accountId": "111111111111"},
     "imageTags": {"pattern": "staging-[0-9]+"},
     "images": {"api": "tutor.api", "web": {"repository": "web", "registry": "ghcr.io"}, "one": "twin", "two": "twin"}}
    """#
  private static let registry = "111111111111.dkr.ecr.eu-west-1.amazonaws.com"

  private static func tags(_ text: String, _ form: BuildOutput.Form) throws -> [String: String] {
    let place = try MarkedEnvironment(["environment.json": environment])
    let loaded = try #require(EnvironmentLoader().loadTags(place.path).environment)
    let text = text.replacing("REG", with: registry)
    return try BuildOutput(try JSON(text: text), form, path: "build.json").tags(for: loaded)
  }

  struct Case: Sendable {
    let form: BuildOutput.Form
    let text: String
    let tags: [String: String]
  }

  @Test(
    "tags are found by registry and repository",
    arguments: [
      Case(
        form: .bakeMetadata,
        text: #"""
          {"buildx.build.warnings": {}, "base": {"buildx.build.ref": "b/b0/1"},
           "x": {"containerimage.digest": "sha256:1", "image.name": "REG/tutor.api:staging-10, other.example/tutor.api:staging-10"},
           "y": {"image.name": "ghcr.io/web:staging-11"}}
          """#,
        tags: ["api": "staging-10", "web": "staging-11"]),
      Case(
        form: .bakePrint,
        text: #"""
          {"group": {"default": {"targets": ["api"]}}, "target": {"api": {"tags": ["REG/tutor.api:staging", "REG/tutor.api:staging-42"]},
           "two": {"tags": ["REG/twin:staging-7"]}}}
          """#,
        tags: ["api": "staging-42", "two": "staging-7"]),
      Case(
        form: .imageDefinitions, text: #"[{"name": "app", "imageUri": "REG/tutor.api:staging-1"}]"#, tags: ["api": "staging-1"]),
    ])
  func tagsAreFound(example: Case) throws {
    #expect(try Self.tags(example.text, example.form) == example.tags)
  }

  @Test(
    "what cannot be told is refused",
    arguments: [
      (
        BuildOutput.Form.bakeMetadata, "[]",
        ReleaseProblem.notBuildOutput(path: "build.json", .bakeMetadata, reason: "it is a list")
      ),
      (
        .bakeMetadata, #"{"api": {"containerimage.digest": "sha256:1"}}"#,
        .notBuildOutput(path: "build.json", .bakeMetadata, reason: "no target of it has an \"image.name\"")
      ),
      (.bakePrint, "{}", .notBuildOutput(path: "build.json", .bakePrint, reason: "it has no \"target\"")),
      (
        .imageDefinitions, #"[{"name": "app", "imageUri": "<IMAGE1>"}]"#,
        .notBuildOutput(path: "build.json", .imageDefinitions, reason: "\"<IMAGE1>\" is no image reference")
      ),
      (
        .bakePrint, #"{"target": {"x": {"tags": ["REG/tutor.api:staging-2", "REG/tutor.api:staging-10"]}}}"#,
        .severalTags(key: "api", tags: ["staging-2", "staging-10"], path: "build.json")
      ),
      (.bakePrint, #"{"target": {"x": {"tags": ["REG/twin:staging-2"]}}}"#, .ambiguousImage("REG/twin", keys: ["one", "two"])),
    ])
  func whatCannotBeToldIsRefused(form: BuildOutput.Form, text: String, problem: ReleaseProblem) throws {
    let found = #expect(throws: ReleaseProblem.self) { try Self.tags(text, form) }
    guard case .ambiguousImage(_, let keys)? = found else {
      #expect(found == problem)
      return
    }
    #expect(problem == .ambiguousImage("REG/twin", keys: keys))
  }

  @Test("a build of other images is told with what it names")
  func aBuildOfOtherImages() throws {
    let found = #expect(throws: ReleaseProblem.self) {
      try Self.tags(#"[{"name": "app", "imageUri": "elsewhere.example/api:1"}]"#, .imageDefinitions)
    }
    guard case .nothingBuilt(_, let images, _)? = found else {
      Issue.record("\(String(describing: found))")
      return
    }
    #expect(images == ["elsewhere.example/api:1"])
  }
}
