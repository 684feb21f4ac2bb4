import Loading
import TestSupport
import Testing

@Suite struct BuildReaderTests {
  private static func place(_ build: String) throws -> MarkedEnvironment { try MarkedEnvironment("build", build) }

  @Test("the bake file is docker-bake.hcl where nothing else is said")
  func usualFile() throws {
    let place = try Self.place(#"{"targets": {"api": "tracker-api", "web": null}}"#)
    let settings = try #require(EnvironmentLoader().loadTags(place.path).environment?.build)
    #expect(settings.bakeFile == "docker-bake.hcl" && settings.targets == ["api": "tracker-api"])
  }

  @Test(
    "what would be an option, an address or a place outside is refused",
    arguments: [
      (#"{"targets": {"api": 1️⃣"--push"}}"#, "1️⃣ error build: the target of \"api\" cannot be the name of a target of a bake file"),
      (
        #"{"targets": {"api": 1️⃣"https://example.com/x.git"}}"#,
        "1️⃣ error build: the target of \"api\" cannot be the name of a target of a bake file"
      ),
      (
        #"{"bakeFile": 1️⃣"../docker-bake.hcl", "targets": {"api": "a"}}"#,
        "1️⃣ error build: \"bakeFile\" leads out of the working tree"
      ),
      (#"{"bakeFile": 1️⃣"/etc/passwd", "targets": {"api": "a"}}"#, "1️⃣ error build: \"bakeFile\" leads out of the working tree"),
      (#"1️⃣"docker-bake.hcl""#, "1️⃣ error build: \"build\" is a string; it says how images are built"),
      (#"1️⃣{}"#, "1️⃣ error build: \"build\" has no \"targets\"; it maps image keys to targets"),
      (#"{1️⃣"target": {}, "targets": {"api": "a"}}"#, "1️⃣ error build: \"build\" knows no \"target\""),
    ])
  func refused(build: String, finding: String) throws {
    let findings = try Self.place(build).findings
    #expect(findings.contains(finding), "\(findings)")
  }
}
