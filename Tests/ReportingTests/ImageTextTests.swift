import Testing

@testable import Reporting

@Suite("Images in plans")
struct ImageTextTests {
  @Test("of two registries never look the same")
  func registries() {
    let images = ImageText(registry: "r.example")
    #expect(images.name("r.example/team/api:v1") == "team/api:v1")
    #expect(images.name("team/api:v1") == "docker.io/team/api:v1")
    #expect(images.name("ghcr.io/team/api:v1") == "ghcr.io/team/api:v1")
  }

  @Test("are written as they are where there is no registry of one's own")
  func withoutRegistry() {
    #expect(ImageText(registry: "").name("nginx:1") == "nginx:1")
  }
}
