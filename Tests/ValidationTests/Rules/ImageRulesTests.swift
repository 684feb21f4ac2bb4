import TestSupport
import Testing

@Suite struct ImageRulesTests {
  @Test("images and tags fit together", arguments: examples) func imagesAndTagsFitTogether(_ example: RuleExample) throws {
    try example.verify()
  }

  static let examples = [
    files("a tag for every image", tags: #"{"api": "sha-1"}"#),
    files(
      "a missing tag, with the nearest name", tags: #"{2️⃣"api-gw": "sha-1"}"#, image: "1️⃣\"${image.api}\"",
      "2️⃣ warning image-tag-undeclared: no image \"api-gw\" is declared; its tag has no effect",
      "1️⃣ error image-tag-missing: no image tag for \"api\""),
    files(
      "a tag that is null", tags: #"{"api": null, 2️⃣"x": "y"}"#, image: "1️⃣\"${image.api}\"", "2️⃣ warning image-tag-undeclared",
      "1️⃣ error image-tag-missing"),
    files(
      "a misspelt key", tags: #"{1️⃣"apo": "sha-1"}"#, image: "2️⃣\"${image.api}\"",
      "1️⃣ error image-tag-undeclared: no image \"apo\" is declared", "2️⃣ error image-tag-missing"),
    files("a tag that is none", tags: #"{"api": 1️⃣"v 1"}"#, "1️⃣ error image-tag-invalid: \"v 1\" is no image tag"),
    files("an empty tag", tags: #"{"api": 1️⃣""}"#, "1️⃣ error image-tag-invalid"),
    files("a short digest", tags: #"{"api": 1️⃣"sha256:abc"}"#, "1️⃣ error image-tag-invalid"),
    files("a digest", tags: "{\"api\": \"sha256:\(String(repeating: "a", count: 64))\"}"),
    files("a full reference", tags: #"{"api": "ghcr.io/team/api:1"}"#),
    files("a tag with its digest", tags: "{\"api\": \"v2@sha256:\(String(repeating: "a", count: 64))\"}"),
    files(
      "the name of a branch", tags: #"{"api": 1️⃣"feature/login"}"#,
      "1️⃣ error image-tag-invalid: \"feature/login\" is no image tag"),
    files("a Git tag", tags: #"{"api": 1️⃣"refs/tags/v2"}"#, "1️⃣ error image-tag-invalid"),
    files("a tag with the repository", tags: #"{"api": 1️⃣"team/api:v2"}"#, "1️⃣ error image-tag-invalid"),
    files(
      "an image of Docker Hub", tags: #"{"api": 1️⃣"grafana/agent:v2"}"#,
      "1️⃣ error image-tag-invalid"),
    files(
      "a branch beside the pattern", tags: #"{"api": 1️⃣"feature/login"}"#, settings: #""imageTags": {"pattern": "v[0-9]+"}"#,
      "1️⃣ error image-tag-invalid"),
    files("a number", tags: #"{"api": 42}"#),
    files(
      "a number that ends in zero", tags: #"{"api": 1️⃣1.10}"#,
      "1️⃣ warning image-tag-number: the tag of \"api\" is the number 1.10, which others read as 1.1"),
    files("a commit that is a number", tags: #"{"api": 1️⃣6063e25}"#, "1️⃣ warning image-tag-number"),
    files(
      "a key beside the right one", tags: #"{"api": "sha-1", 1️⃣"apis": "sha-2"}"#,
      "1️⃣ error image-tag-undeclared: no image \"apis\" is declared"),
    files(
      "a pattern holds for the tag beside a digest",
      tags: "{\"api\": 1️⃣\"latest@sha256:\(String(repeating: "a", count: 64))\"}",
      settings: #""imageTags": {"pattern": "sha-[0-9a-f]+"}"#, "1️⃣ error image-tag-pattern"),
    files(
      "a pattern holds for the whole name of a declared image",
      tags: #"{"api": 1️⃣"111111111111.dkr.ecr.eu-west-1.amazonaws.com/team/api:latest"}"#,
      settings: #""imageTags": {"pattern": "sha-[0-9a-f]+"}"#, "1️⃣ error image-tag-pattern"),
    files(
      "a pattern does not hold for the images of others", tags: #"{"api": "ghcr.io/team/api:1"}"#,
      settings: #""imageTags": {"pattern": "sha-[0-9a-f]+"}"#),
    files(
      "a pattern with references to groups", tags: #"{"api": "sha-1"}"#,
      settings: ##""imageTags": {"pattern": 1️⃣"(a)\\1"}"##,
      "1️⃣ error image-tag-pattern: the pattern for tags has parts that cannot be tried in bounded time"),
    files(
      "a tag beside the pattern", tags: #"{"api": 1️⃣"latest"}"#, settings: #""imageTags": {"pattern": "sha-[0-9a-f]+"}"#,
      "1️⃣ error image-tag-pattern: the tag \"latest\" of \"api\" does not match the environment's pattern"),
    files(
      "a tag that matches only in part", tags: #"{"api": 1️⃣"sha-1-x"}"#, settings: #""imageTags": {"pattern": "sha-[0-9a-f]+"}"#,
      "1️⃣ error image-tag-pattern"),
    files(
      "the bootstrap tag is exempt", tags: #"{"api": "none"}"#,
      settings: #""imageTags": {"pattern": "sha-[0-9a-f]+", "bootstrap": "none"}"#),
    files(
      "a pattern that is none", tags: #"{"api": "sha-1"}"#, settings: #""imageTags": {"pattern": 1️⃣"sha-["}"#,
      "1️⃣ error image-tag-pattern: the pattern for tags is no regular expression"),
    files("an image nobody runs", tags: #"{"api": "sha-1"}"#, image: "\"nginx:1\"", key: "1️⃣\"api\"", "1️⃣ warning image-unused"),
    files(
      "a fixed tag of a declared image", tags: #"{"api": "sha-1"}"#,
      image: "2️⃣\"111111111111.dkr.ecr.eu-west-1.amazonaws.com/team/api:old\"", key: "1️⃣\"api\"", "1️⃣ warning image-unused",
      "2️⃣ warning image-fixed: container \"web\" names a fixed tag of \"team/api\""),
    files(
      "a fixed tag that is the one of the map", tags: #"{"api": "old"}"#,
      image: "2️⃣\"111111111111.dkr.ecr.eu-west-1.amazonaws.com/team/api:old\"", key: "1️⃣\"api\"", "1️⃣ warning image-unused",
      "2️⃣ warning image-fixed"),
    .container(
      "a scheme", #""image": 1️⃣"https://ghcr.io/x""#,
      "1️⃣ error image-reference: the image of container \"web\" is no image reference"),
    .container("capitals", #""image": 1️⃣"Team/Web:1""#, "1️⃣ error image-reference"),
    .container("a placeholder of a pipeline", #""image": 1️⃣"__REGISTRY_URL__:app___LABEL__""#, "1️⃣ error image-reference"),
    .container("no tag after the colon", #""image": 1️⃣"nginx:""#, "1️⃣ error image-reference"),
    .container("a placeholder of CodePipeline", #""image": 1️⃣"<IMAGE1_NAME>""#, "1️⃣ error image-reference"),
    .container("a port in the registry", #""image": "localhost:5000/a/b__c:T.1-x""#),
    .container("an unknown reference is reported once", #""image": 1️⃣"${image.web}""#, "1️⃣ error image-unknown"),
  ]

  /// An environment with the image `api` and one container.
  private static func files(
    _ name: String, tags: String, image: String = "\"${image.api}\"", settings: String = "", key: String = "\"api\"",
    _ expected: String...
  ) -> RuleExample {
    RuleExample(
      name,
      [
        "environment.json": """
        {"provider": {"name": "simulated-aws", "region": "eu-west-1", "accountId": "111111111111"},
         "images": {\(key): {"repository": "team/api"}}\(settings.isEmpty ? "" : ", \(settings)")}
        """,
        "image-tags.auto.tfvars.json": "{\"image_tags\": \(tags)}",
        "task-definitions/app.json":
          "{\"family\": \"app\", \"containerDefinitions\": [{\"name\": \"web\", \"memory\": 128, \"image\": \(image)}]}",
      ], all: expected)
  }
}
