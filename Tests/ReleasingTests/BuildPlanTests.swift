import JSONDocument
import Loading
import Releasing
import Resources
import TestSupport
import Testing

@Suite struct BuildPlanTests {
  private static let environment = #"""
    {"provider": {"name": "simulated-aws", "region": "eu-west-1", "accountId": "111111111111"},
     "images": {"api": "tracker-api", "web": {"repository": "web", "registry": "ghcr.io"}, "box": "ops/box"},
     "build": {"targets": {"api": "tracker-api", "web": "frontend"}}}
    """#
  private static let api = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/tracker-api:sha-3f9c2d1"

  private static func plan(_ names: [String] = [], tag: String = "sha-3f9c2d1", _ text: String = environment) throws -> BuildPlan
  {
    let place = try MarkedEnvironment(["environment.json": text])
    return try BuildPlan(try #require(EnvironmentLoader().loadTags(place.path).environment), names: names, tag: tag)
  }

  @Test("the file that is laid over the bake file gives each target its tag and nothing else")
  func override() throws {
    #expect(
      try Self.plan().override == [
        "target": [
          "frontend": ["tags": ["ghcr.io/web:sha-3f9c2d1"]],
          "tracker-api": ["tags": [.string(Self.api)]],
        ]
      ])
  }

  @Test("an image is named by its key, its repository or its target", arguments: ["web", "frontend"])
  func names(name: String) throws {
    #expect(try Self.plan([name]).rows.map(\.key) == ["web"])
  }

  @Test("what is not built, and what is no tag, is refused")
  func refused() throws {
    #expect(throws: ReleaseProblem.self) { try Self.plan(["box"]) }
    #expect(throws: ReleaseProblem.build(.notATag("a b"))) { try Self.plan(tag: "a b") }
    #expect(throws: ReleaseProblem.self) {
      try Self.plan([], Self.environment.replacing(#""build""#, with: #""description": "none", "//""#))
    }
  }

  /// As buildx writes it: docker/buildx, docs/reference/buildx_bake.md, "--metadata-file".
  private static func metadata(_ name: String, digest: String) -> JSON {
    [
      "buildx.build.warnings": [:],
      "tracker-api": [
        "buildx.build.ref": "mybuilder/mybuilder0/0fjb6ubs52xx3vygf6fgdl611", "containerimage.digest": .string(digest),
        "containerimage.descriptor": [
          "mediaType": "application/vnd.oci.image.index.v1+json", "digest": .string(digest), "size": 1609,
        ], "image.name": .string(name),
      ],
    ]
  }

  @Test("pushed is what docker names with a digest")
  func pushed() throws {
    let digest = "sha256:" + String(repeating: "0a", count: 32)
    let plan = try Self.plan(["api"])
    let pushed = try PushedBuild(Self.metadata("ghcr.io/x:1, \(Self.api)", digest: digest), of: plan, path: "metadata.json")
    #expect(pushed.digests == ["api": digest])
    for document in [Self.metadata("ghcr.io/x:1", digest: digest), Self.metadata(Self.api, digest: "none"), [:]] {
      #expect(throws: ReleaseProblem.self) { try PushedBuild(document, of: plan, path: "metadata.json") }
    }
  }
}
