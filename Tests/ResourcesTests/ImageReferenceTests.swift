import Resources
import Testing

@Suite("Image references")
struct ImageReferenceTests {
  private static let digest = "sha256:" + String(repeating: "0123456789abcdef", count: 4)

  @Test(
    "are read in parts and printed as they were",
    arguments: [
      ("nginx", nil, "nginx", nil), ("nginx:1.27", nil, "nginx", "1.27"), ("library/nginx:1", nil, "library/nginx", "1"),
      ("localhost/a:b", "localhost", "a", "b"),
      ("localhost:5000/a/b-c_d__e.f:T_1.x-y", "localhost:5000", "a/b-c_d__e.f", "T_1.x-y"),
      (
        "111111111111.dkr.ecr.eu-west-1.amazonaws.com/team/api:sha-3f9c2d1", "111111111111.dkr.ecr.eu-west-1.amazonaws.com",
        "team/api", "sha-3f9c2d1"
      ),
      ("[::1]:5000/a", "[::1]:5000", "a", nil), ("a--b/c", nil, "a--b/c", nil),
    ] as [(String, String?, String, String?)])
  func valid(text: String, registry: String?, repository: String, tag: String?) {
    let image = ImageReference(text)
    #expect(image?.registry == registry)
    #expect(image?.repository == repository)
    #expect(image?.tag == tag)
    #expect(image?.description == text)
  }

  @Test("with digests", arguments: ["nginx@\(digest)", "nginx:1@\(digest)", "ghcr.io/a/b@\(digest)"])
  func digests(text: String) {
    #expect(ImageReference(text)?.digest == Self.digest)
    #expect(ImageReference(text)?.description == text)
  }

  @Test(
    "that cannot name an image are none",
    arguments: [
      "", ":", "nginx:", "Team/Web:1", "https://nginx", "ngi nx", "nginx:a b", "${REGISTRY}.io/a", "a/${TAG}", "<IMAGE1_NAME>",
      "a..b", "a___b", "a._b", "-a", "a-", "/a", "a/", "a//b", "nginx@sha256:1", "nginx@md5:1", "regis try.io/a", "é/a", "a:é",
    ])
  func invalid(text: String) {
    #expect(ImageReference(text) == nil)
  }
}
