import Foundation
import TestSupport
import Testing

/// How a released program comes to a machine: `scripts/install-release`, `action.yml`, and the workflow that makes releases.
@Suite("Releases", .enabled(if: isLinux, "archives are made for Linux"))
struct ReleaseTests {
  private static let root = Document.root.path

  /// A place with a release 1.2.3 in `releases`, whose program says "hello".
  private static func place() throws -> Workplace {
    let place = try Workplace(environments: Document.root.appendingPathComponent("envs"))
    let packed = try place.run(
      #"""
      name=reconcile-1.2.3-linux-$(uname -m); mkdir -p releases/v1.2.3 $name/bin && printf '#!/bin/sh\necho hello\n' >$name/bin/reconcile &&
      chmod +x $name/bin/reconcile && tar -czf releases/v1.2.3/$name.tar.gz $name && cd releases/v1.2.3 &&
      sha256sum $name.tar.gz >$name.tar.gz.sha256
      """#)
    #expect(packed.exitCode == 0, "\(packed.output)")
    return place
  }

  private static func install(_ version: String) -> String {
    "RECONCILE_RELEASES=file://$PWD/releases \(root)/scripts/install-release \(version) there"
  }

  @Test("a release that is what its checksum says is unpacked", arguments: ["1.2.3", "v1.2.3"])
  func installs(version: String) throws {
    let place = try Self.place()
    defer { place.remove() }
    #expect(try place.run(Self.install(version)).output == ["installed: there/bin/reconcile, 1.2.3"])
    #expect(try place.run("there/bin/reconcile").output == ["hello"])
  }

  @Test("an archive that is not what its checksum says is not unpacked")
  func refusesAnotherArchive() throws {
    let place = try Self.place()
    defer { place.remove() }
    let answer = try place.run("echo more >>$(ls releases/v1.2.3/*.gz); " + Self.install("1.2.3"))
    #expect(answer.exitCode == 1)
    #expect(answer.output.last?.hasSuffix("is not what its checksum says; nothing was installed") == true, "\(answer.output)")
    #expect(try place.run("ls there").exitCode != 0)
  }

  @Test("what is no version is refused before anything is asked", arguments: ["../1.2.3", "--help", "latest", "'1.2.3 -o x'"])
  func refusesWhatIsNoVersion(version: String) throws {
    let place = try Self.place()
    defer { place.remove() }
    let answer = try place.run(Self.install(version))
    #expect(answer.exitCode == 1)
    #expect(answer.output.first?.hasSuffix("is no version like 0.1.0") == true, "\(answer.output)")
  }

  @Test(
    "the action runs one command, and changes found by plan -detailed-exitcode fail no job",
    .enabled(if: WarmAWS.isInstalled, "there is no .venv; next: run scripts/setup --test-tools"),
    arguments: [
      ("validate envs/staging", "exit-code=0", Int32(0)), ("plan -detailed-exitcode envs/staging", "exit-code=2", 0),
      ("plan envs/nowhere", "exit-code=1", 1), ("plan envs/staging;touch made", "exit-code=1", 1),
    ])
  func action(command: String, output: String, code: Int32) throws {
    let place = try Workplace(environments: Document.root.appendingPathComponent("envs"))
    defer { place.remove() }
    let answer = try place.run(
      "\(Self.root)/.venv/bin/python \(Self.root)/Tests/Tools/Packages/play_action.py \(place.program.path) 1.2.3 '\(command)'")
    #expect(answer.output.last == output, "\(answer.output)")
    #expect(answer.exitCode == code)
    #expect(try place.run("ls made").exitCode != 0, "a shell read the command")
  }

  @Test("what the release workflow runs is what the Makefile has")
  func workflow() throws {
    let workflow = try String(contentsOf: Document.root.appendingPathComponent(".github/workflows/release.yml"), encoding: .utf8)
    let makefile = try String(contentsOf: Document.root.appendingPathComponent("Makefile"), encoding: .utf8)
    let targets = workflow.matches(of: #/- run: make (\S+)/#).map { String($0.1) }
    #expect(targets == ["check", "dist", "deb", "bare-roots"])
    for target in targets { #expect(makefile.contains("\n\(target):"), "there is no target \(target)") }
  }
}
